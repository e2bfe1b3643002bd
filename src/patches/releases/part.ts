import { writeSync } from "node:fs";
import { chmod, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { kernelLock } from "../../files/kernel-lock.ts";
import { replaceFile } from "../../files/replace-file.ts";
import { syncPath } from "../../files/sync-path.ts";
import { named } from "../archive/named.ts";

/** A file that is being fetched: what is there of it stays when it is broken off. */
export interface Part {
  readonly path: string;
  /** In bytes. */
  readonly length: number;
  /** By what the server knows its file again; undefined where it said nothing. */
  readonly validator: string | undefined;
  /** Writes at once: who sends is held back by it. */
  append(piece: Buffer): void;
  /** Drops what is there. */
  restart(validator?: string): Promise<void>;
  /** Gives it its name, on the disk. */
  name(path: string): Promise<void>;
}

/**
 * Lends the part of a file, for one quad at a time: `PATH.part`, with `PATH.part.json` beside it, which says of which file it is. What is
 * there of another file, by its SHA-256, or is too long, is dropped. Throws locked (exit 9) where another has it.
 */
export async function withPart<T>(
  target: string,
  { sha256, size }: { readonly sha256: string; readonly size: number },
  use: (part: Part) => Promise<T>,
): Promise<T> {
  const path = `${target}.part`;
  const about = `${path}.json`;
  const handle = await lockedPart(path);
  let length = 0;
  try {
    length = (await handle.stat()).size;
    const before = await readFile(about, "utf8").then(parsed, () => undefined);
    let validator = before?.validator;
    const part: Part = {
      path,
      get length() {
        return length;
      },
      get validator() {
        return validator;
      },
      append(piece) {
        try {
          for (let at = 0; at < piece.length; ) at += writeSync(handle.fd, piece, at);
        } catch (error) {
          throw Object.assign(error as NodeJS.ErrnoException, { path });
        }
        length += piece.length;
      },
      async restart(of) {
        await named(path, handle.truncate(0));
        [length, validator] = [0, of];
        await replaceFile(about, JSON.stringify({ sha256, validator }));
      },
      async name(as) {
        await chmod(path, 0o644);
        await named(path, handle.sync());
        await rename(path, as);
        await rm(about, { force: true });
        await syncPath(dirname(as));
      },
    };
    if (before?.sha256 !== sha256 || length > size) await part.restart();
    return await use(part);
  } catch (error) {
    if (length === 0) for (const empty of [path, about]) await rm(empty, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** The lock is on the part itself; whoever had it before may have given it its name meanwhile. */
async function lockedPart(path: string) {
  for (;;) {
    const handle = await kernelLock(path, {
      patience: 500,
      busy: `Another quad is fetching ${path.replace(/\.part$/, "")}.`,
      hint: "Wait for it, and run it again.",
    });
    const there = await stat(path).catch(() => undefined);
    if (there?.ino === (await handle.stat()).ino) return handle;
    await handle.close();
  }
}

function parsed(text: string): { readonly sha256?: string; readonly validator?: string } | undefined {
  try {
    const { sha256, validator } = JSON.parse(text);
    return { sha256, ...(typeof validator === "string" && /^[ -~]{1,500}$/.test(validator) && { validator }) };
  } catch {
    return undefined;
  }
}
