import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { QuadError } from "../../errors.ts";
import { visible } from "../../terminal/style.ts";

/** A regular file below a folder. */
export interface Found {
  /** Below the folder. */
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
}

/**
 * The files below a folder; none where there is no such folder. `allowed` throws what is wrong with a path. What cannot be shipped is a
 * mistake, in a sentence. Throws what the file system says.
 */
export async function filesBelow(
  folder: string,
  allowed: (path: string) => void,
): Promise<{ readonly files: readonly Found[]; readonly mistakes: readonly string[] }> {
  const files: Found[] = [];
  const mistakes: string[] = [];
  const look = async (path: string): Promise<void> => {
    const at = join(folder, path);
    const found = await lstat(at);
    if (found.isDirectory()) {
      // Names as bytes: what is no UTF-8 would be read as another name.
      const names = await readdir(at, { encoding: "buffer" });
      if (names.length === 0 && path !== "") mistakes.push(`${visible(at)} is empty; only files are shipped.`);
      for (const bytes of names) {
        const name = bytes.toString();
        const below = path === "" ? name : `${path}/${name}`;
        if (Buffer.from(name).equals(bytes)) await look(below);
        else mistakes.push(`${visible(join(at, name))} has a name that is not UTF-8.`);
      }
      return;
    }
    const why = found.isSymbolicLink()
      ? "is a symbolic link"
      : !found.isFile()
        ? "is no regular file"
        : found.nlink > 1
          ? "is a hard link"
          : undefined;
    if (why !== undefined) mistakes.push(`${visible(at)} ${why}; only files by themselves are shipped.`);
    else {
      mistakes.push(...refused(path, allowed));
      files.push({ path, size: found.size, executable: (found.mode & 0o100) !== 0 });
    }
  };
  await look("").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" || error.path !== folder) throw error;
  });
  return { files, mistakes };
}

function refused(path: string, allowed: (path: string) => void): readonly string[] {
  try {
    allowed(path);
    return [];
  } catch (error) {
    if (error instanceof QuadError) return [visible(error.message)];
    throw error;
  }
}
