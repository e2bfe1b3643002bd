import { randomUUID } from "node:crypto";
import { chmod, chown, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file at once or not at all. One that is there keeps its owner, and its mode where none is said; a new one has that mode, or
 * what the umask leaves. Through a link it is the file that the link leads to. What is no file (a pipe, a terminal, /dev/null) is
 * written into as it is. A failure of the file system names the path.
 */
export async function replaceFile(path: string, content: string | Buffer, mode?: number): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  try {
    if (found !== undefined && !found.isFile()) return await writeFile(path, content);
    await replace(found === undefined ? path : await realpath(path), content, mode);
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

async function replace(path: string, content: string | Buffer, mode: number | undefined): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // A hidden file is no crontab and no unit, so that nothing reads it half written.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, content, { flush: true });
    const wanted = mode ?? (found && found.mode & 0o777);
    if (wanted !== undefined) await chmod(temporary, wanted);
    if (found && found.uid !== process.getuid?.()) await chown(temporary, found.uid, found.gid);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
