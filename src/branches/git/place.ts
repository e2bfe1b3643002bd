import { basename, dirname, resolve } from "node:path";
import { notARepository, requireWhole } from "./failures.ts";
import { type GitOptions, gitIn } from "./git.ts";

/** A repository on this host. */
export interface Place {
  /** Its top directory: of the work tree, or of a bare repository the directory itself. */
  readonly top: string;
  readonly bare: boolean;
  /** Some of the history was not fetched. */
  readonly shallow: boolean;
}

/** The repository in which a directory lies; its path has to be absolute and without links. Throws where it is none. */
export async function findPlace(path: string, options: GitOptions): Promise<Place> {
  const lines: string[] = [];
  const asked = [
    "--is-bare-repository",
    "--is-shallow-repository",
    "--is-inside-work-tree",
    "--show-cdup",
    "--absolute-git-dir",
  ];
  const end = await gitIn(path, ["rev-parse", ...asked], { ...options, onLine: (line) => lines.push(line) > 0 });
  if (end.said.some((line) => /^fatal: cannot change to .*: Not a directory/.test(line))) throw notARepository(path);
  requireWhole(path, end);
  const [bare, shallow, inside, ...rest] = lines;
  // The way up is a line of its own inside a work tree only. A directory's name may have line ends.
  const top = inside === "true" ? resolve(path, utf8(rest[0] ?? "")) : topOf(utf8(rest.join("\n")));
  return { top, bare: bare === "true", shallow: shallow === "true" };
}

/** The place of a repository that is known. Its directory must still be one, and not just lie in another. */
export async function knownPlace(top: string, options: GitOptions): Promise<Place> {
  const place = await findPlace(top, options);
  if (place.top !== top) throw notARepository(top);
  return place;
}

const topOf = (gitDirectory: string): string =>
  basename(gitDirectory) === ".git" ? dirname(gitDirectory) : gitDirectory;

const utf8 = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");
