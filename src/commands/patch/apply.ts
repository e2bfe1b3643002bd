import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderApplied, renderPlan } from "../../patches/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { type ArchiveFlags, archiveFlags, parsePath, wantedOf } from "./flags.ts";

export const patchApply = (ctx: Context): Command => {
  const command = new Command("apply")
    .summary("apply a patch; whatever fails, everything is as it was")
    .description(
      "Verifies a patch, shows what it will do, and does it. Whatever fails, at whatever moment: files, services and database of the install end exactly as they were or exactly as they should be.",
    )
    .argument("<archive>", "the archive, with its signature NAME.tar.gz.minisig beside it", parsePath);
  for (const [flags, about] of archiveFlags) command.option(flags, about);
  return command
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad patch apply ./postman-beta-1.1.tar.gz", "quad patch apply ./postman-beta-1.1.tar.gz --dry-run"),
    )
    .action(async (archive: string, { dryRun, ...flags }: ArchiveFlags & { dryRun?: boolean }) => {
      const wanted = wantedOf(archive, flags);
      const [{ applyPatch, planArchive }, { patchInstall }] = await Promise.all([
        import("../../patches/apply/apply.ts"),
        import("./install.ts"),
      ]);
      const install = await patchInstall(ctx);
      const { plan } = await planArchive(wanted, install);
      if (dryRun) return ctx.output.result(plan, renderPlan);
      const { mustBeDecided } = await import("../../patches/plan/plan.ts");
      mustBeDecided(plan);
      await ctx.prompt.confirm(`Apply ${plan.name} ${plan.version} to ${install.home}?`);
      await ctx.output.result(await ctx.unhurried(() => applyPatch(wanted, install)), renderApplied);
    });
};
