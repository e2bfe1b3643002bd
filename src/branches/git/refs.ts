import { chooseBase, noSuchBranch } from "./base.ts";
import { type GitOptions, gitIn } from "./git.ts";
import { containedIn } from "./history.ts";
import { readLocalBranches } from "./local.ts";
import type { Location } from "./location.ts";
import { knownPlace, type Place } from "./place.ts";
import { readRemoteBranches } from "./remote.ts";

export interface Branch {
  /** Without the remote; a byte that is no UTF-8 is written `\xNN`. */
  readonly name: string;
  readonly commit: string;
  /** Of its last commit; null where a server was asked. */
  readonly committedAt: Date | null;
  /** The e-mail address of who made its last commit, lower-cased, after .mailmap; null where it is none, or a server was asked. */
  readonly author: string | null;
  readonly authorName: string | null;
  /** The base contains it. A server does not say. */
  readonly merged: boolean;
}

/** A repository at one moment. */
export interface RepositoryState {
  /** The branch that others are merged into. */
  readonly base: string | null;
  /** Some of the history was not fetched, so that merged branches may be missed. */
  readonly shallow: boolean;
  /** It has no commit yet. */
  readonly empty: boolean;
  readonly branches: readonly Branch[];
}

/**
 * The branches of a repository, all of them or none.
 *
 * The base is what the option names; or else what the remote's HEAD points to, or the HEAD of a bare repository; or else main, master,
 * trunk or develop; and in a work tree, at last, what is checked out, because somebody may work on a branch while it is read.
 *
 * Throws a usage error where it is no repository, is damaged, or has no such base; not found; not allowed where it belongs to somebody
 * else; unreachable.
 */
export async function readRepository(
  location: Location,
  options: GitOptions & { readonly base?: string | undefined },
): Promise<RepositoryState> {
  return location.kind === "local" ? readLocal(location, options) : readRemote(location, options);
}

type Options = GitOptions & { readonly base?: string | undefined };

async function readLocal(location: Location, options: Options): Promise<RepositoryState> {
  const place = await knownPlace(location.text, options);
  const { branches, head, originHead } = await readLocalBranches(place, options);
  if (branches.size === 0) {
    return { base: null, shallow: place.shallow, empty: !(await hasCommit(place, options)), branches: [] };
  }
  const base =
    (await named(location, branches, options)) ??
    chooseBase(branches, place.bare ? { firstly: head } : { firstly: originHead, lastly: head });
  const tip = base === null ? undefined : branches.get(base)?.commit;
  const contained = tip === undefined ? new Set() : await containedIn(place.top, tip, tips(branches.values()), options);
  return {
    base,
    shallow: place.shallow,
    empty: false,
    branches: [...branches.values()].map(({ name, commit, committedAt, author }) => ({
      name,
      commit,
      committedAt,
      author: author.email,
      authorName: author.name,
      // git cannot tell a branch that was just made from one that was merged by fast-forward and is the newest: it is fresh.
      merged: commit !== tip && contained.has(commit),
    })),
  };
}

async function readRemote(location: Location, options: Options): Promise<RepositoryState> {
  const { commits, head, empty } = await readRemoteBranches(location, options);
  const branches = [...commits].map(([name, commit]) => ({
    name,
    commit,
    committedAt: null,
    author: null,
    authorName: null,
    merged: false,
  }));
  if (branches.length === 0) return { base: null, shallow: false, empty, branches };
  const base = (await named(location, commits, options)) ?? chooseBase(commits, { firstly: head });
  return { base, shallow: false, empty, branches };
}

/** The base that was asked for, which has to be there. */
async function named(
  location: Location,
  branches: ReadonlyMap<string, unknown>,
  { base }: Options,
): Promise<string | undefined> {
  if (base === undefined || branches.has(base)) return base;
  throw await noSuchBranch(location, base, branches.keys());
}

const tips = (branches: Iterable<{ commit: string }>): ReadonlySet<string> =>
  new Set([...branches].map(({ commit }) => commit));

const hasCommit = async ({ top }: Place, options: GitOptions): Promise<boolean> =>
  (await gitIn(top, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}", "--"], options)).exitCode === 0;
