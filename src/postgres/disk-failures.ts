import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { conflict, notFound, QuadError, unreachable, usage } from "../errors.ts";

/** Does `work`, and turns what the file system refuses into a failure that names the file and can be shown. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDiskFailure(error);
  }
}

/** What the file system refused, as a failure that names the file and can be shown; another error as it is. */
export function asDiskFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof QuadError) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  if (path === undefined) return error;
  const more = { cause: error };
  if (code === "EACCES" || code === "EPERM") {
    return new QuadError("notAllowed", `${path} cannot be used by this user.`, {
      ...more,
      hint: "Run it as its owner, or choose another directory.",
    });
  }
  if (code === "ENOENT") {
    return notFound(
      existsSync(dirname(path)) ? `${path} is not there.` : `There is no directory ${dirname(path)}.`,
      more,
    );
  }
  if (code === "EROFS") return new QuadError("notAllowed", `${path} is on a read-only file system.`, more);
  if (code === "ENOTDIR" || code === "EEXIST" || code === "ELOOP") {
    return conflict(`${path} is not a directory, and in the way.`, { ...more, hint: "Choose another directory." });
  }
  if (code === "ENOSPC" || code === "EDQUOT") return unreachable(`There is no room for ${path} on the disk.`, more);
  if (code === "ENAMETOOLONG") return usage("The directory's path is longer than this system's may be.", more);
  return error;
}
