import { QuadError } from "../errors.ts";
import { createProblems, type Problems } from "./problems.ts";
import type { Source } from "./sources.ts";
import type { Rules, Wanted } from "./wanted.ts";

/** The rules of a plain import under `/massmutual`. */
const plainRules: Rules = {
  target: { name: "massmutual", path: "/massmutual", depth: 0 },
  mailHost: "massmutual.com",
  roles: { orgAdmin: "DOMAIN_ADMIN", orgMember: "DEVELOPER", member: "DEVELOPER" },
};

/** Parses texts as files; `/dir/name` stands for a file in that directory. Gives back what was read, and the problems. */
export function reading(
  parse: (sources: readonly Source[], rules: Rules, problems: Problems) => Wanted,
  files: Readonly<Record<string, string>>,
  rules: Partial<Rules> = {},
): { readonly wanted: Wanted; readonly problems: readonly string[] } {
  const sources = Object.entries(files).map(([file, text]) => ({
    file,
    text,
    directory: file.slice(0, file.lastIndexOf("/")) || "/",
    found: false,
  }));
  const problems = createProblems();
  const wanted = parse(sources, { ...plainRules, ...rules }, problems);
  try {
    problems.throwIfAny();
    return { wanted, problems: [] };
  } catch (error) {
    if (!(error instanceof QuadError)) throw error;
    return { wanted, problems: error.detail };
  }
}

/** The memberships that were read, a line each. */
export const memberLines = ({ members }: Wanted): readonly string[] =>
  members.map(({ domain, email, role }) => `${domain} ${email} ${role}`);
