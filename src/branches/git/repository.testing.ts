import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { QuadError } from "../../errors.ts";
import type { GitOptions } from "./git.ts";
import { parseLocation as parse } from "./location.ts";
import { containedInBase as contained } from "./merged.ts";
import { type Branch, type RepositoryState, readRepository as readState } from "./refs.ts";

/** A directory of the test's own, which goes with it. */
export function directory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "quad-git-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/** What is tested, in the environment of the tests. */
export const parseLocation = (text: string) => parse(text, here);
export const readRepository = (
  location: Parameters<typeof readState>[0],
  options: Partial<Parameters<typeof readState>[1]> = {},
) => readState(location, { ...here, ...options });
export const containedInBase = (
  location: Parameters<typeof contained>[0],
  base: string,
  commits: readonly string[],
  options: Partial<GitOptions> = {},
) => contained(location, base, commits, { ...here, ...options });

const here: GitOptions = { environment: process.env };

/** Runs git as the tests' person, untouched by this host's config; gives what it prints. */
export const git = (cwd: string, words: readonly string[], input: string | Buffer = "", env = {}): string =>
  execFileSync("git", ["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.com", ...words], {
    cwd,
    input,
    encoding: "utf8",
    maxBuffer: 100_000_000,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...env },
  }).trimEnd();

/** A work tree, or a bare repository, whose HEAD is main; without a commit. */
export function repository(...options: readonly string[]): string {
  const path = join(directory(), "app");
  git("/", ["init", "--quiet", "--initial-branch=main", ...options, path]);
  return path;
}

/** git knows it without its being written. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** Makes a branch with a commit of its own on top of another; gives the commit. */
export function branch(path: string, name: string, on?: string, contact = "Jane Doe <jane@example.com>"): string {
  const parent = on === undefined ? "" : `parent ${git(path, ["rev-parse", on])}\n`;
  const stamp = `${contact} 1750000000 +0000`;
  const text = `tree ${emptyTree}\n${parent}author ${stamp}\ncommitter ${stamp}\n\n${name}\n`;
  const commit = rawCommit(path, Buffer.from(text));
  git(path, ["update-ref", `refs/heads/${name}`, commit]);
  return commit;
}

/** Writes a commit as it is, however odd. */
export const rawCommit = (path: string, text: Buffer): string =>
  git(path, ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], text);

/** The state of what a path or URL names. */
export const read = async (
  text: string,
  options: Parameters<typeof readRepository>[1] = {},
): Promise<RepositoryState> => readRepository(await parse(text, { ...here, ...options }), options);

/** The branches of a state by their names. */
export const byName = ({ branches }: RepositoryState): Record<string, Branch> =>
  Object.fromEntries(branches.map((one) => [one.name, one]));

export const namesOf = ({ branches }: RepositoryState): string[] => branches.map(({ name }) => name).sort();

/** The expected failure that a promise ends in. */
export async function failure(promise: Promise<unknown>): Promise<QuadError> {
  const error = await promise.then(
    (value) => new Error(`It did not fail: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof QuadError) return error;
  throw error;
}
