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
