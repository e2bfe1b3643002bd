import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";

export const underFlag = ["-d, --domain <domain>", "only of this domain and what is below it"] as const;
export const repoFlag = ["-r, --repo <name>", "only of this repository"] as const;

/** How many rows are wanted. Throws a usage error. */
export function parseLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usage(`${JSON.stringify(shortened(text))} is no number of branches, such as 20.`);
}
