import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { syncPath } from "../../files/sync-path.ts";
import type { Deal } from "../apply/deal.ts";
import type { Manifest } from "../manifest.ts";

/** A script that is run in the database. */
export interface Migration {
  readonly name: string;
  readonly file: string;
  /** How long each of its statements waits for a lock, in seconds. */
  readonly lockTimeout: number;
}

/** What a patch runs: on the way forward its migrations, on the way back what takes them back, the last first. */
export function scriptsOf(kind: Deal["kind"], migrations: Manifest["migrations"]): readonly Migration[] {
  const there = migrations.map(({ name, up, lock_timeout: lockTimeout }) => ({ name, file: up, lockTimeout }));
  if (kind === "apply") return there;
  return [...migrations]
    .reverse()
    .flatMap(({ name, down, lock_timeout: lockTimeout }) =>
      down === undefined ? [] : [{ name, file: down, lockTimeout }],
    );
}

/** The SQL files of a patch, those that take it back too. */
export const filesOfScripts = (migrations: Manifest["migrations"]): readonly string[] => [
  ...new Set(migrations.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down]))),
];

/** Copies the SQL files of a patch to where they are run from; `from` tells where each is now. May be done again. */
export async function keepScripts(
  migrations: Manifest["migrations"],
  from: (file: string) => string,
  directory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const file of filesOfScripts(migrations)) {
    await copyFile(from(file), join(directory, file));
    await syncPath(join(directory, file));
  }
  await syncPath(directory);
}
