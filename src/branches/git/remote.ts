import { remoteFailure } from "./failures.ts";
import { type GitOptions, gitRemotely } from "./git.ts";
import type { Location } from "./location.ts";
import { nameOf } from "./name.ts";

/** What a server says of a repository. */
export interface RemoteBranches {
  /** The commits that its branches point to, by their names. */
  readonly commits: ReadonlyMap<string, string>;
  /** Its default branch. */
  readonly head: string | undefined;
  /** It has no ref at all. */
  readonly empty: boolean;
}

/** Asks a server for its branches. Throws unreachable (exit 6) where it does not answer, or refuses. */
export async function readRemoteBranches(location: Location, options: GitOptions): Promise<RemoteBranches> {
  const commits = new Map<string, string>();
  let head: string | undefined;
  let empty = true;
  const onLine = (line: string) => {
    const [, target] = /^ref: refs\/heads\/(.+)\tHEAD$/.exec(line) ?? [];
    if (target !== undefined) head = nameOf(target);
    const [, commit, name] = /^([0-9a-f]{40,64})\trefs\/heads\/(.+)$/.exec(line) ?? [];
    if (commit !== undefined && name !== undefined) commits.set(nameOf(name), commit);
    empty = false;
    return true;
  };
  const end = await gitRemotely(["ls-remote", "--symref", "--", location.text], { ...options, onLine });
  if (end.exitCode !== 0) throw remoteFailure(location.text, end);
  return { commits, head, empty };
}
