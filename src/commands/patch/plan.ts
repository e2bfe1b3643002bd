import { Command } from "commander";
import type { Context } from "../../context.ts";
import type { Meant } from "../../patches/releases/meant.ts";
import { renderPlan } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";
import { archiveArgument, archiveNamed } from "./archive-argument.ts";
import { type ArchiveFlags, archiveFlags, undoByOption, wantedOf } from "./flags.ts";
import { fromFlag, type SourceFlags } from "./reach.ts";

export const patchPlan = (ctx: Context): Command => {
  const command = new Command("plan")
    .summary("show what a patch would do to this install")
    .description(
      "Verifies a patch, and shows what applying it would do: files, services, room. What is named and not here yet is fetched; nothing else changes.",
    )
    .argument(...archiveArgument);
  for (const [flags, about] of archiveFlags) command.option(flags, about);
  command.option(...fromFlag).addOption(undoByOption());
  return command
    .addHelpText("after", examples("quad patch plan postman-beta-1.1", "quad patch plan ./postman-beta-1.1.tar.gz"))
    .action(async (meant: Meant, flags: ArchiveFlags & SourceFlags) => {
      const wanted = await wantedOf(meant, flags, () => archiveNamed(ctx, meant, flags));
      const [{ planArchive }, { patchInstall }] = await Promise.all([
        import("../../patches/apply/apply.ts"),
        import("./install.ts"),
      ]);
      const { plan } = await planArchive(wanted, await patchInstall(ctx));
      await ctx.output.result(plan, renderPlan);
    });
};
