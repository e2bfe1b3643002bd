import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { notFound, usage } from "../../errors.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import type { OpenFile } from "../signature/digest.ts";

/** Lends an archive that is open to be read. Throws not found, and what the file system says. */
export function withArchive<T>(path: string, use: (file: OpenFile) => Promise<T>): Promise<T> {
  return onDisk(async () => {
    // A pipe is not waited for.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? notFound(`There is no archive ${path}.`, { cause: error }) : error;
    });
    try {
      if (!(await handle.stat()).isFile())
        throw usage(`${path} is no file.`, { hint: "Name the archive, NAME.tar.gz." });
      return await use({ handle, path });
    } finally {
      await handle.close();
    }
  });
}
