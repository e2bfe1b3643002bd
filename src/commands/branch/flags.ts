import { countOf } from "../../values/count.ts";

export const underFlag = ["-d, --domain <domain>", "only of this domain and what is below it"] as const;
export const repoFlag = ["-r, --repo <name>", "only of this repository"] as const;

/** How many rows are wanted. Throws a usage error. */
export const parseLimit = countOf("branches", 9_999_999);
