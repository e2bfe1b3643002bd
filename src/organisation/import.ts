import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { applyPlan } from "./apply.ts";
import { findTarget, holdCurrent } from "./current.ts";
import { refusal } from "./limits.ts";
import { type Allocation, isNothing, type Plan, planImport } from "./plan.ts";
import { createProblems, type Problems } from "./problems.ts";
import { readSources, type Source } from "./sources.ts";
import type { RoleMapping, Rules, Wanted } from "./wanted.ts";

export const formats = ["peribolos", "csv", "quad"] as const;
export type Format = (typeof formats)[number];

export interface ImportInput {
  readonly from: Format;
  /** Files, directories, and `-` for standard input. */
  readonly files: readonly string[];
  /** Path or unique name; the only root when left out. */
  readonly under?: string | undefined;
  readonly mailHost?: string | undefined;
  readonly roles: RoleMapping;
  readonly allocation: Allocation;
  readonly readStdin: () => Promise<string>;
}

type Parse = (sources: readonly Source[], rules: Rules, problems: Problems) => Wanted;

interface Reader {
  readonly extensions: readonly string[];
  /** In bytes; as much as is read in a few seconds. */
  readonly largest: number;
  readonly load: () => Promise<Parse>;
}

const readers: Readonly<Record<Format, Reader>> = {
  peribolos: {
    extensions: [".yaml", ".yml"],
    largest: 4_000_000,
    load: async () => (await import("./peribolos.ts")).parsePeribolos,
  },
  csv: { extensions: [".csv"], largest: 16_000_000, load: async () => (await import("./csv.ts")).parseCsv },
  quad: {
    extensions: [".yaml", ".yml"],
    largest: 4_000_000,
    load: async () => (await import("./quad-format.ts")).parseQuad,
  },
};

/** Reads what an import is told to read. What cannot be read is among the problems, for `importOrganisation`. */
export async function readOrganisation({ from, files, readStdin }: ImportInput) {
  const problems = createProblems();
  const { extensions, largest } = readers[from];
  const sources = await readSources(files, { extensions, largest, readStdin }, problems);
  return { sources, problems };
}

/**
 * Brings an organisation in, in one transaction, and returns what was done. Throws a usage error that lists every
 * problem of the files, and a conflict that lists everything in the way; either way nothing was changed.
 */
export async function importOrganisation(
  sql: Sql,
  { sources, problems }: Awaited<ReturnType<typeof readOrganisation>>,
  { from, under, mailHost, roles, allocation }: ImportInput,
): Promise<Plan> {
  const target = await findTarget(sql, under);
  const parse = await readers[from].load();
  const wanted = parse(sources, { target, mailHost, roles }, problems);
  for (const member of allocation === "even" ? wanted.members : []) {
    if (member.allocation !== null)
      problems.add(member.at, "It sets an allocation, which --allocation even would set too.");
  }
  problems.throwIfAny();
  const emails = [...new Set(wanted.members.map(({ email }) => email))];
  return transaction(sql, async (tx) => {
    const current = await holdCurrent(tx, target, emails);
    const plan = planImport(current, wanted, allocation);
    const refused = refusal(current, wanted, plan);
    if (refused) throw refused;
    if (!isNothing(plan)) await applyPlan(tx, plan);
    return plan;
  });
}
