import { usage } from "../../errors.ts";
import { parseDay } from "../../values/day.ts";

/** Where to look, the same for every command that shows workload. */
export interface ScopeFlags {
  readonly domain?: string;
  readonly company?: string;
}

export const domainFlag = [
  "-d, --domain <domain>",
  "this domain and what is below it; all of the company without it",
] as const;
export const companyFlag = ["--company <company>", "of which company, where there are several"] as const;
export const dateFlag = [
  "--date <day>",
  "of another day than the last snapshot's, as in 2026-02-28",
  parseDay,
] as const;

/** How many days, 2 to 366. Throws a usage error. */
export function parseCount(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 2 && days <= 366) return days;
  throw usage(`${JSON.stringify(text.slice(0, 80))} is no number of days from 2 to 366.`);
}
