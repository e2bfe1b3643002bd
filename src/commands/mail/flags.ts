import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";

/** How many mails at most. Throws a usage error. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 1_000_000) return limit;
  throw usage(`${JSON.stringify(shortened(text))} is not a number of mails, 1 to 1,000,000.`);
}
