import { type Author, Contacts } from "./authors.ts";
import { brokenRef, requireWhole } from "./failures.ts";
import { type GitOptions, gitIn } from "./git.ts";
import { nameOf } from "./name.ts";
import type { Place } from "./place.ts";

/** A branch of a repository on this host. */
interface LocalBranch {
  readonly name: string;
  readonly commit: string;
  readonly committedAt: Date | null;
  readonly author: Author;
}

/** The branches by their names, and which of them are singled out. */
export interface LocalBranches {
  readonly branches: ReadonlyMap<string, LocalBranch>;
  /** What HEAD points to: the default of a bare repository, what is checked out in a work tree. */
  readonly head: string | undefined;
  /** What the remote origin's HEAD points to. */
  readonly originHead: string | undefined;
}

interface Ref {
  readonly rank: number;
  readonly commit: string;
  readonly committedAt: Date | null;
  readonly author: number;
}

const fields = [
  "refname",
  "objectname",
  "objecttype",
  "HEAD",
  "symref",
  "committerdate:unix",
  "authoremail",
  "authorname",
];
const format = fields.map((field) => `%(${field})`).join("%00");

/**
 * The branches of a repository: its own, and in a work tree those of its remotes too. Of one name the remote's is taken, because that
 * is what the team sees, and origin's before another's. Throws a usage error where a ref is broken.
 */
export async function readLocalBranches(place: Place, options: GitOptions): Promise<LocalBranches> {
  const { top, bare } = place;
  const remotes = bare ? [] : await remotesOf(top, options);
  const refs = new Map<string, Ref>();
  const contacts = new Contacts();
  let head: string | undefined;
  let originHead: string | undefined;
  const onLine = (line: string) => {
    const [ref = "", commit = "", type, current, symref = "", seconds = "", address = "", author = ""] =
      line.split("\0");
    const at = placeOfRef(ref, remotes);
    if (at === undefined) return true;
    if (type !== "commit") throw brokenRef(top, `${nameOf(ref)} points to a ${type || "thing"} that is no commit.`);
    if (current === "*") head = nameOf(at.name);
    if (at.rank < remotes.length && at.name === "HEAD") {
      if (ref === "refs/remotes/origin/HEAD")
        originHead = nameOf(symref.slice("refs/remotes/origin/".length)) || undefined;
      return true;
    }
    const name = nameOf(at.name);
    const other = refs.get(name);
    if (other !== undefined && other.rank < at.rank) return true;
    refs.set(name, { rank: at.rank, commit, committedAt: dateOf(seconds), author: contacts.add(address, author) });
    return true;
  };
  const wanted = bare ? ["refs/heads"] : ["refs/heads", "refs/remotes"];
  requireWhole(top, await gitIn(top, ["for-each-ref", `--format=${format}`, "--", ...wanted], { ...options, onLine }));
  const authors = await contacts.resolved(place, options);
  const branches = new Map<string, LocalBranch>();
  for (const [name, { commit, committedAt, author }] of refs) {
    branches.set(name, { name, commit, committedAt, author: authors[author] ?? { email: null, name: null } });
  }
  return { branches, head, originHead };
}

/** The names of its remotes, origin first. */
async function remotesOf(top: string, options: GitOptions): Promise<readonly string[]> {
  const names: string[] = [];
  requireWhole(top, await gitIn(top, ["remote"], { ...options, onLine: (line) => names.push(line) > 0 }));
  return names.sort((a, b) => Number(b === "origin") - Number(a === "origin"));
}

/** A branch's name without where it is, and how much that place counts: least is best. undefined where it is no branch. */
function placeOfRef(ref: string, remotes: readonly string[]): { name: string; rank: number } | undefined {
  if (ref.startsWith("refs/heads/")) return { name: ref.slice("refs/heads/".length), rank: remotes.length };
  const name = ref.slice("refs/remotes/".length);
  let rank = -1;
  // A remote's name may have slashes, and begin with another's.
  remotes.forEach((remote, i) => {
    if (name.startsWith(`${remote}/`) && remote.length > (remotes[rank] ?? "").length) rank = i;
  });
  return rank === -1 ? undefined : { name: name.slice((remotes[rank] ?? "").length + 1), rank };
}

const lastSecond = Date.UTC(9999, 11, 31) / 1000;

/** git's date; null where it has none that a calendar has. */
const dateOf = (seconds: string): Date | null =>
  /^-?\d+$/.test(seconds) && Math.abs(Number(seconds)) <= lastSecond ? new Date(Number(seconds) * 1000) : null;
