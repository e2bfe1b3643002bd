import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { conflict } from "../../errors.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import type { Entry } from "./entries.ts";
import { flush } from "./flush.ts";
import { named } from "./named.ts";
import { withArchive } from "./open.ts";
import { type Destination, readArchive } from "./read.ts";
import { Tasks } from "./tasks.ts";

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
        await files.written();
        await flush(directory, files.paths, files.directories, signal);
      } catch (error) {
        await files.abandon();
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

/** So much of a file is kept before it is written. */
const pieceLength = 1024 * 1024;

/** Files that are written side by side: what a small one waits for is mostly the file system. */
class StagedFiles {
  readonly paths: string[] = [];
  readonly directories: Set<string>;
  readonly #root: string;
  readonly #writes = new Tasks(8);
  readonly #open = new Set<FileHandle>();

  constructor(root: string) {
    this.#root = root;
    this.directories = new Set([root]);
  }

  async create({ path, mode }: Entry): Promise<Destination> {
    const target = join(this.#root, path);
    await this.#makeDirectory(dirname(target));
    this.paths.push(target);
    let [pieces, length]: [Buffer[], number] = [[], 0];
    let handle: FileHandle | undefined;
    const writeOut = async () => {
      const [first, ...others] = pieces;
      [pieces, length] = [[], 0];
      handle ??= await this.#create(target);
      if (first) await named(target, handle.writeFile(others.length === 0 ? first : Buffer.concat([first, ...others])));
      return handle;
    };
    return {
      write: async (piece) => {
        pieces.push(piece);
        length += piece.length;
        if (length >= pieceLength) await writeOut();
      },
      end: () =>
        this.#writes.start(async () => {
          const file = await writeOut();
          // Whatever the umask is.
          await named(target, file.chmod(mode));
          this.#open.delete(file);
          await named(target, file.close());
        }),
    };
  }

  /** Waits until all files are. */
  written(): Promise<void> {
    return this.#writes.ended();
  }

  async abandon(): Promise<void> {
    await this.#writes.ended().catch(() => undefined);
    for (const file of this.#open) await file.close().catch(() => undefined);
  }

  async #create(target: string): Promise<FileHandle> {
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = await open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    this.#open.add(file);
    return file;
  }

  async #makeDirectory(path: string): Promise<void> {
    if (this.directories.has(path)) return;
    await this.#makeDirectory(dirname(path));
    await mkdir(path, { mode: 0o755 });
    this.directories.add(path);
  }
}
