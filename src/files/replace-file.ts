import { randomUUID } from "node:crypto";
import { chmod, chown, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file at once or not at all. One that is there keeps its owner, and its mode where none is said. A failure of the file
 * system names the file.
 */
export async function replaceFile(path: string, content: string | Buffer, mode?: number): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // A hidden file is no crontab and no unit, so that nothing reads it half written.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, content, { flush: true });
    await chmod(temporary, mode ?? (found ? found.mode & 0o777 : 0o644));
    if (found && found.uid !== process.getuid?.()) await chown(temporary, found.uid, found.gid);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}
