import { existsSync } from "node:fs";
import { type Made, makeBackup } from "../../../backups/backup.ts";
import { pruneBackups } from "../../../backups/list.ts";
import type { OwnRetention } from "../../../backups/retention.ts";
import type { Context } from "../../../context.ts";
import { readProject } from "../../../install/compose/project.ts";
import { packageRoot, packageVersion } from "../../../install/package.ts";
import { aloneWithPatches, mustBeFinished, unfinishedRun } from "../../../patches/runs/places.ts";
import { installDirectory } from "../home.ts";
import { serverPlace } from "./place.ts";

/**
 * Makes a backup of the install while no patch is applied to it, and removes what need not be kept. Where a run was broken off nothing is
 * removed: it may want an older one.
 */
export async function makeOne(
  ctx: Context,
  {
    directory,
    recipients,
    retention,
  }: {
    directory: string;
    recipients: readonly string[];
    retention: OwnRetention | undefined;
  },
): Promise<Made & { readonly removed: readonly string[] }> {
  const { output } = ctx;
  const home = await installDirectory(ctx);
  if (recipients.length === 0) {
    output.note(
      "Without --encrypt-to passwords in .env and the sessions of the platform are in the backup in the clear.",
    );
  }
  return ctx.unhurried(() =>
    aloneWithPatches(home, async () => {
      const brokenOff = unfinishedRun(home) !== undefined;
      if (brokenOff) {
        output.warn(
          "A patch was broken off: the files are backed up as they stand, and no backup is removed. See: quad patch status",
        );
      }
      const made = await makeHere(ctx, { home, directory, recipients });
      if (brokenOff || !retention) return { ...made, removed: [] };
      const { removed } = await pruneBackups(directory, {
        ...retention,
        wanted: [...(retention.wanted ?? []), made.name],
      });
      return { ...made, removed };
    }),
  );
}

/**
 * Removes what need not be kept while nobody restores one of them. Throws locked (exit 9), and needs attention where a run was broken off:
 * it may want one.
 */
export async function pruneHere(directory: string, retention: OwnRetention) {
  const { home } = retention;
  const prune = () => pruneBackups(directory, retention);
  if (!existsSync(home)) return prune();
  return aloneWithPatches(home, async () => {
    mustBeFinished(home);
    return prune();
  });
}

/** The same under whatever lock there is. */
export async function makeHere(
  ctx: Context,
  {
    home,
    directory,
    recipients,
  }: { readonly home: string; readonly directory: string; readonly recipients: readonly string[] },
): Promise<Made> {
  const { environment, signal, output } = ctx;
  const project = await readProject(home, environment);
  return makeBackup({
    ...{ home, directory, environment, recipients, signal, version: packageVersion(packageRoot()) },
    ...(await serverPlace(ctx)),
    images:
      project && (async () => (await import("../../../install/compose/docker.ts")).serviceImages(home, environment)),
    onStep: (step) => output.note(`  ${step} …`),
  });
}
