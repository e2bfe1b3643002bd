import { lstat, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { conflict } from "../../errors.ts";
import { sha256At } from "../signature/digest.ts";

/**
 * Looks at files below an install directory, each directory on the way once: gives the SHA-256 of what stands at a path, undefined where
 * nothing does. Throws a conflict where it, or a directory on the way to it, is no such thing: a link leads out of the install, and what is
 * mounted there cannot be renamed over.
 */
export async function filesOf(home: string): Promise<(path: string) => Promise<string | undefined>> {
  const { dev } = await stat(home);
  const looked = new Map<string, boolean>();
  const isThere = async (directory: string, path: string): Promise<boolean> => {
    const known = looked.get(directory);
    if (known !== undefined) return known;
    const found = await existing(join(home, directory));
    if (found && !found.isDirectory())
      throw conflict(`${join(home, directory)} is no directory, and in the way of ${path}.`);
    if (found && found.dev !== dev) throw conflict(`${join(home, directory)} is on another file system than ${home}.`);
    looked.set(directory, found !== undefined);
    return found !== undefined;
  };
  return async (path) => {
    for (const above of directoriesOf(path)) if (!(await isThere(above, path))) return undefined;
    const found = await existing(join(home, path));
    if (found === undefined) return undefined;
    if (!found.isFile()) {
      const what = found.isSymbolicLink() ? "a symbolic link" : found.isDirectory() ? "a directory" : "no regular file";
      throw conflict(`${join(home, path)} is ${what}; a patch changes files only.`);
    }
    if (found.dev !== dev) throw conflict(`${join(home, path)} is mounted by itself, and cannot be renamed over.`);
    return sha256At(join(home, path));
  };
}

const directoriesOf = (path: string): readonly string[] => {
  const found = [];
  for (let above = dirname(path); above !== "."; above = dirname(above)) found.unshift(above);
  return found;
};

const existing = (path: string) =>
  lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
