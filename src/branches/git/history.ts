import { requireWhole } from "./failures.ts";
import { type GitOptions, gitIn } from "./git.ts";

/**
 * Which of these commits a commit contains, itself included. Throws a usage error where its history has a hole.
 *
 * It walks the history rather than to ask `for-each-ref --merged`, which takes a hole for the end, and then says of a merged branch
 * that it is not.
 */
export async function containedIn(
  top: string,
  commit: string,
  wanted: ReadonlySet<string>,
  options: GitOptions,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (wanted.size === 0) return found;
  const onLine = (line: string) => {
    if (wanted.has(line)) found.add(line);
    return found.size < wanted.size;
  };
  requireWhole(top, await gitIn(top, ["rev-list", commit, "--"], { ...options, onLine }));
  return found;
}

/** Which of these are commits of the repository. */
export async function existing(top: string, commits: readonly string[], options: GitOptions): Promise<Set<string>> {
  const found = new Set<string>();
  const whole = commits.filter((commit) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit));
  if (whole.length === 0) return found;
  const onLine = (line: string) => {
    const [id = "", type] = line.split(" ");
    if (type === "commit") found.add(id);
    return true;
  };
  const input = Buffer.from(`${whole.join("\n")}\n`);
  const words = ["cat-file", "--batch-check=%(objectname) %(objecttype)"];
  requireWhole(top, await gitIn(top, words, { ...options, input, onLine }));
  return found;
}
