import { type Made, makeBackup } from "../../../backups/backup.ts";
import type { Context } from "../../../context.ts";
import { readProject } from "../../../install/compose/project.ts";
import { packageRoot, packageVersion } from "../../../install/package.ts";
import { aloneWithPatches, unfinishedRun } from "../../../patches/runs/places.ts";
import { installDirectory } from "../home.ts";
import { serverPlace } from "./place.ts";

/** Makes a backup of the install while no patch is applied to it. */
export async function makeOne(ctx: Context, directory: string, recipients: readonly string[]): Promise<Made> {
  const { output } = ctx;
  const home = await installDirectory(ctx);
  if (recipients.length === 0) {
    output.note(
      "Without --encrypt-to passwords in .env and the sessions of the platform are in the backup in the clear.",
    );
  }
  if (unfinishedRun(home)) {
    output.warn("A patch was broken off: the files are backed up as they stand. See: quad patch status");
  }
  return ctx.unhurried(() => aloneWithPatches(home, () => makeHere(ctx, { home, directory, recipients })));
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
