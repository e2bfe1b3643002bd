import { constants, copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { conflict } from "../../errors.ts";
import { historyOf } from "../runs/places.ts";
import { sha256At } from "../signature/digest.ts";
import type { Deal } from "./deal.ts";

/** Puts the files that a run has replaced where they are staged to be put back. Throws a conflict where one is not what it was. */
export async function stageKept(home: string, { reverts, changes }: Deal, staged: string): Promise<void> {
  await mkdir(staged, { recursive: true, mode: 0o700 });
  for (const change of changes) {
    if (change.action === "delete") continue;
    const to = join(staged, change.path);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    // A copy: what is kept is not to change with what is in use.
    await copyFile(join(historyOf(home, reverts ?? ""), "kept", change.path), to, constants.COPYFILE_FICLONE);
    // Another name of the file may be in use, as those are that `cp -l` makes, and what is written there is written here.
    if (change.after !== undefined && (await sha256At(to)) !== change.after)
      throw conflict(`What is kept of ${change.path} was changed since it was replaced.`, {
        hint: "Restore a backup from before the patch: quad patch backup --list",
      });
  }
}
