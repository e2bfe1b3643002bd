import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../context.ts";
import { QuadError } from "../../errors.ts";
import type { ComposeTool } from "../../install/compose/docker.ts";
import { dormantServices } from "../../install/compose/profiles.ts";
import { composeFiles, type Project, readProject } from "../../install/compose/project.ts";
import { platformVersion } from "../../install/platform-version.ts";
import type { Install } from "../../patches/apply/apply.ts";
import { appliedPatches } from "../../patches/history.ts";
import { faultsOf } from "../../patches/journal/fault.ts";
import { inWords } from "../../patches/render.ts";
import { runPlaces, unfinishedRun } from "../../patches/runs/places.ts";
import { composeServices } from "../../patches/services/compose.ts";
import { maintenanceOf } from "../../patches/services/maintenance.ts";
import { runBackups } from "./backup/run.ts";
import { installDirectory } from "./home.ts";

/**
 * The install that patches are applied to, from what a command is handed. Throws not found where its directory is not there, and where its
 * compose file cannot be used what is wrong with it: of one that a run has brought which was broken off, where the one of before is kept.
 */
export async function patchInstall(ctx: Context): Promise<Install> {
  const home = await installDirectory(ctx);
  return installIn(ctx, home).catch((error: unknown) => {
    throw withKeptFile(error, home);
  });
}

/** Names the compose file of before a run that was broken off, which has brought another. */
function withKeptFile(error: unknown, home: string): unknown {
  if (!(error instanceof QuadError) || !unfinishedRun(home)) return error;
  const { kept } = runPlaces(home);
  const file = composeFiles.find((name) => existsSync(join(kept, name)));
  if (file === undefined || sameBytes(join(kept, file), join(home, file))) return error;
  const { code, message, detail, hint, cause } = error;
  const more = [
    `${file} came with what was broken off. The one of before: cp ${join(kept, file)} ${join(home, file)}`,
    "Then undo the rest: quad patch rollback",
  ];
  return new QuadError(code, message, { detail, hint: [...hint, ...more], cause });
}

const sameBytes = (one: string, other: string): boolean =>
  existsSync(other) && readFileSync(one).equals(readFileSync(other));

async function installIn(ctx: Context, home: string): Promise<Install> {
  const { environment, signal } = ctx;
  const settings = await ctx.install();
  let begun: number | undefined;
  const project = await readProject(home, environment);
  const { value: target } = await settings.database();
  const tool = project && (await asMade(project));
  const { servicesBesidePostgres } = await import("../../install/compose/postgres.ts");
  const wanted = (await settings.config())?.values.postgres_service;
  const besidePostgres = project ? await servicesBesidePostgres(project, wanted) : [];
  const maintenance = project && maintenanceOf(project);
  // A proxy asks nobody while it shows its page.
  const isSilent = (name: string) => name === maintenance?.service && existsSync(join(home, maintenance.page));
  const askers = () => besidePostgres.filter((name) => !isSilent(name));
  const services = project && tool && composeServices(tool, project, environment, askers);
  // A tool of a profile, as one that empties the database, is not started because the vendor has sent a patch.
  const dormant = project ? dormantServices(project) : [];
  const awake = services && dormant.length > 0 ? await services.running(dormant) : [];
  const stoppable = besidePostgres.filter((name) => !dormant.includes(name) || awake.includes(name));
  return {
    ...{ environment, signal, home, services },
    server: target.kind === "server" ? target : undefined,
    backups: await runBackups(ctx, home),
    fault: faultsOf(environment),
    warn: (text) => ctx.output.warn(text),
    // What is undone after an interrupt is undone in the database as well.
    withDb: (use) => ctx.withDb(use, { finishes: true }),
    stoppable,
    maintenance,
    async standing(sql) {
      return {
        home,
        ...(await appliedPatches(sql)),
        platform: (await platformVersion(home, environment))?.value,
        services: stoppable,
        onHostNetwork: project ? await hostNetworked(project, stoppable) : [],
        maintenance,
      };
    },
    onStep(step, undo) {
      if (!services && ofServices.includes(step)) return;
      begun ??= performance.now();
      const elapsed = `${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s`;
      ctx.output.note(`${elapsed}  ${undo ? "undoing: " : ""}${inWords(step)}${undo ? "" : " …"}`);
    },
  };

  /** The compose that made the containers of an install, and would work on the same ones. */
  async function asMade(project: Project): Promise<ComposeTool> {
    const tool = await settings.composeTool();
    // What was broken off may have exchanged those very files, and is brought to its end all the same.
    if (unfinishedRun(home)) return tool;
    const { mustBeAsMade } = await import("../../install/compose/docker.ts");
    await mustBeAsMade(project, tool, environment);
    return tool;
  }
}

/** Those of these services that share the host's network. */
async function hostNetworked(project: Project, services: readonly string[]): Promise<readonly string[]> {
  const { readService } = await import("../../install/compose/service.ts");
  const read = await Promise.all(services.map((name) => readService(project, name)));
  return read.filter(({ hostNetwork }) => hostNetwork).map(({ name }) => name);
}

const ofServices = ["pulled", "announced", "quiesced", "started", "healthy", "opened"];
