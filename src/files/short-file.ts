import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { usage } from "../errors.ts";

/**
 * The bytes of a file; undefined where it is not there. A pipe is not waited for. Throws a usage error for what is no file, or longer than
 * `most` bytes.
 */
export async function shortFile(path: string, most: number): Promise<Buffer | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  try {
    const found = await handle?.stat();
    if (found && !found.isFile()) throw usage(`${path} is no file.`);
    if (found && found.size > most) throw usage(`${path} is longer than ${most.toLocaleString("en")} bytes.`);
    return await handle?.readFile();
  } finally {
    await handle?.close();
  }
}
