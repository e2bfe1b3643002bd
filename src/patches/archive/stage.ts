import { closeSync, constants, fchmodSync, mkdirSync, openSync, writeSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { conflict } from "../../errors.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import type { Entry } from "./entries.ts";
import { flush } from "./flush.ts";
import { named } from "./named.ts";
import { withArchive } from "./open.ts";
import { type Destination, readArchive } from "./read.ts";

interface Staging {
  /** The archive. */
  readonly path: string;
  /** Is made; on the file system of the install, so that its files can be renamed to where they belong. */
  readonly directory: string;
  /** The patch that it has to be. */
  readonly name?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the files of an archive, its manifest and its migrations below a fresh directory, with their modes, under the paths that they
 * will have; each is compared with what the manifest lists while it is written, and all are on the disk at the end. Nothing is written
 * anywhere else, and a failure leaves no directory behind. Throws a conflict where the directory exists already, not found where there
 * is no archive, what `readArchive` throws, and what the file system says, naming the file.
 */
export function stageArchive({ path, directory, name, signal }: Staging): Promise<void> {
  return onDisk(() =>
    withArchive(path, async (archive) => {
      await makeDirectory(directory);
      const files = new StagedFiles(resolve(directory));
      try {
        await readArchive(archive, { name, signal, sink: (entry) => files.create(entry) });
        await flush(directory, files.paths, files.directories, signal);
      } catch (error) {
        files.close();
        await rm(directory, { recursive: true, force: true });
        throw error;
      }
    }),
  );
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await named(path, mkdir(path, { mode: 0o700 }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw conflict(`${path} exists already; files are staged in a directory that does not.`);
  }
}

/**
 * Files that are written one after the other, by calls that block: what they take is a copy into the page cache, and handing each of them
 * to a thread takes longer than that.
 */
class StagedFiles {
  readonly paths: string[] = [];
  readonly directories: Set<string>;
  readonly #root: string;
  #open: number | undefined;

  constructor(root: string) {
    this.#root = root;
    this.directories = new Set([root]);
  }

  create({ path, mode }: Entry): Destination {
    const target = join(this.#root, path);
    this.#makeDirectory(dirname(target));
    this.paths.push(target);
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = openSync(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    this.#open = file;
    return {
      write: (piece) =>
        naming(target, () => {
          for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
        }),
      end: () =>
        naming(target, () => {
          // Whatever the umask is.
          fchmodSync(file, mode);
          this.close();
        }),
    };
  }

  close(): void {
    const file = this.#open;
    this.#open = undefined;
    if (file !== undefined) closeSync(file);
  }

  #makeDirectory(path: string): void {
    if (this.directories.has(path)) return;
    this.#makeDirectory(dirname(path));
    mkdirSync(path, { mode: 0o755 });
    this.directories.add(path);
  }
}

/** Does something with an open file; its failure names the file, which Node leaves out. */
function naming(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}
