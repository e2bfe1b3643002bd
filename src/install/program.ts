import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Environment } from "./setting.ts";

/** The file of a program, as a shell finds it: by PATH, or where its name has a slash by that. Undefined where there is none. */
export async function findProgram(name: string, { PATH = "" }: Environment): Promise<string | undefined> {
  const candidates = name.includes("/")
    ? [name]
    : PATH.split(delimiter).flatMap((directory) => (directory === "" ? [] : [join(directory, name)]));
  for (const file of candidates) {
    const runs = await access(file, constants.X_OK).then(
      async () => (await stat(file)).isFile(),
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}
