import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderPlan } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";
import { type ArchiveFlags, archiveFlags, parsePath, wantedOf } from "./flags.ts";

export const patchPlan = (ctx: Context): Command => {
  const command = new Command("plan")
    .summary("show what a patch would do to this install")
    .description("Verifies a patch, and shows what applying it would do: files, services, room. Changes nothing.")
    .argument("<archive>", "the archive, with its signature NAME.tar.gz.minisig beside it", parsePath);
  for (const [flags, about] of archiveFlags) command.option(flags, about);
  return command
    .addHelpText("after", examples("quad patch plan ./postman-beta-1.1.tar.gz"))
    .action(async (archive: string, flags: ArchiveFlags) => {
      const wanted = wantedOf(archive, flags);
      const [{ planArchive }, { patchInstall }] = await Promise.all([
        import("../../patches/apply/apply.ts"),
        import("./install.ts"),
      ]);
      const { plan } = await planArchive(wanted, await patchInstall(ctx));
      await ctx.output.result(plan, renderPlan);
    });
};
