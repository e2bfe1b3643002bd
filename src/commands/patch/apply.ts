import { Command } from "commander";
import type { Context } from "../../context.ts";
import type { Meant } from "../../patches/releases/meant.ts";
import { renderApplied, renderPlan } from "../../patches/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { plain } from "../../terminal/style.ts";
import { archiveArgument, archiveNamed } from "./archive-argument.ts";
import { type ArchiveFlags, archiveFlags, undoByOption, wantedOf } from "./flags.ts";
import { fromFlag, type SourceFlags } from "./reach.ts";

export const patchApply = (ctx: Context): Command => {
  const command = new Command("apply")
    .summary("apply a patch; whatever fails, everything is as it was")
    .description(
      "Verifies a patch, shows what it will do, and does it. Whatever fails, at whatever moment: files, services and database of the install end exactly as they were or exactly as they should be.",
    )
    .argument(...archiveArgument);
  for (const [flags, about] of archiveFlags) command.option(flags, about);
  command.option(...fromFlag).addOption(undoByOption());
  return command
    .option("--no-backup", "leave out the backup that is made first")
    .option(dryRunFlag[0], "show what would be done, and change nothing; as quad patch plan does")
    .addHelpText(
      "after",
      examples(
        "quad patch apply postman-beta-1.1",
        "quad patch apply postman-beta-1.1 --from /media/usb",
        "quad patch apply ./postman-beta-1.1.tar.gz --dry-run",
      ),
    )
    .action(async (meant: Meant, { dryRun, ...flags }: ArchiveFlags & SourceFlags & { dryRun?: boolean }) => {
      const wanted = await wantedOf(meant, flags, () => archiveNamed(ctx, meant, flags));
      const [{ applyPatch, planArchive }, { patchInstall }] = await Promise.all([
        import("../../patches/apply/apply.ts"),
        import("./install.ts"),
      ]);
      const install = await patchInstall(ctx);
      const { plan } = await planArchive(wanted, install);
      if (dryRun) return ctx.output.result(plan, renderPlan);
      const { mustBeDecided } = await import("../../patches/plan/plan.ts");
      mustBeDecided(plan);
      if (ctx.prompt.interactive) ctx.output.note(renderPlan(plan, plain));
      await ctx.prompt.confirm(`Apply ${plan.name} ${plan.version} to ${install.home}?`);
      await ctx.output.result(await ctx.unhurried(() => applyPatch(wanted, install)), renderApplied);
    });
};
