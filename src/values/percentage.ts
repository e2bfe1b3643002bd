import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** A percentage from 0 to 100 with at most two decimals. Throws a usage error. */
export function parsePercentage(text: string): number {
  if (/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(text)) return Number(text);
  throw usage(
    `${JSON.stringify(shortened(text))} is not a percentage: 0 to 100, at most two decimals, as in 50 or 33.33.`,
  );
}
