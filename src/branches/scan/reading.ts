import { usage } from "../../errors.ts";
import { chooseBase } from "../git/base.ts";
import type { GitOptions } from "../git/git.ts";
import type { Location } from "../git/location.ts";
import { containedInBase } from "../git/merged.ts";
import { readRepository } from "../git/refs.ts";
import { longestName } from "../names.ts";

/** A branch as it stands in its repository; the commit is null where only names are known. */
export interface Seen {
  readonly name: string;
  readonly commit: string | null;
  readonly committedAt: Date | null;
  readonly author: string | null;
  readonly merged: boolean;
}

/** A repository at one moment, as far as a scan wants it. */
export interface Reading {
  /** Without the base, which is nobody's work. */
  readonly branches: readonly Seen[];
  readonly base: string | null;
  readonly baseTip: string | null;
  /** Dates and authors are known; of a server, or a list of names, they are not. */
  readonly told: boolean;
  readonly shallow: boolean;
  /** Branches that are left out, because their names are longer than is kept. */
  readonly tooLong: number;
  /** Of these commits those that the base contains. */
  readonly contained: (commits: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** Reads what git has. Throws as `readRepository` does. */
export async function readByGit(location: Location, base: string | null, git: GitOptions): Promise<Reading> {
  const state = await readRepository(location, { ...git, base: base ?? undefined });
  const others = state.branches.filter(({ name }) => name !== state.base);
  const branches = others.filter(({ name }) => Buffer.byteLength(name) <= longestName);
  return {
    branches: branches.map(({ author, authorName, ...branch }) => ({ ...branch, author: author ?? authorName })),
    base: state.base,
    baseTip: state.branches.find(({ name }) => name === state.base)?.commit ?? null,
    told: location.kind === "local",
    shallow: state.shallow,
    tooLong: others.length - branches.length,
    contained: async (commits) =>
      state.base === null ? new Set() : containedInBase(location, state.base, commits, git),
  };
}

/** Names that were handed over, all that the repository has. Throws a usage error where the base is not among them. */
export function readFromNames(names: readonly string[], wanted: string | null): Reading {
  const known = new Set(names);
  if (wanted !== null && names.length > 0 && !known.has(wanted))
    throw usage(`The base ${wanted} is not among the names.`);
  const base = chooseBase(known, { firstly: wanted ?? undefined });
  return {
    branches: names
      .filter((name) => name !== base)
      .map((name) => ({ name, commit: null, committedAt: null, author: null, merged: false })),
    base,
    baseTip: null,
    told: false,
    shallow: false,
    tooLong: 0,
    contained: async () => new Set(),
  };
}
