import type { Context } from "../../context.ts";
import { readProject } from "../../install/compose/project.ts";
import { platformVersion } from "../../install/platform-version.ts";
import type { Install } from "../../patches/apply/apply.ts";
import { appliedPatches } from "../../patches/history.ts";
import { faultsOf } from "../../patches/journal/fault.ts";
import { inWords } from "../../patches/render.ts";
import { composeServices } from "../../patches/services/compose.ts";
import { maintenanceOf } from "../../patches/services/maintenance.ts";
import { runBackups } from "./backup/run.ts";
import { installDirectory } from "./home.ts";

/** The install that patches are applied to, from what a command is handed. Throws not found where its directory is not there. */
export async function patchInstall(ctx: Context): Promise<Install> {
  const { environment, signal } = ctx;
  const settings = await ctx.install();
  const home = await installDirectory(ctx);
  let begun: number | undefined;
  const project = await readProject(home, environment);
  const { value: target } = await settings.database();
  const services = project && composeServices(await settings.composeTool(), project, environment);
  const { servicesBesidePostgres } = await import("../../install/compose/postgres.ts");
  const stoppable = project ? await servicesBesidePostgres(project) : [];
  const maintenance = project && maintenanceOf(project);
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
}

const ofServices = ["announced", "quiesced", "started", "healthy", "opened"];
