import { Command } from "commander";
import type { Context } from "../../context.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { renderEnded, renderRolledBack } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";

export const patchRollback = (ctx: Context): Command =>
  new Command("rollback")
    .summary("take a patch back, or undo one that was broken off")
    .description(
      "Puts every file that a patch replaced back in its place. Without a name: undoes the patch that was broken off here.",
    )
    .argument("[name]", "a patch that is applied", parsePatchName)
    .addHelpText("after", examples("quad patch rollback postman-beta-1.1", "quad patch rollback"))
    .action(async (name: string | undefined) => {
      const { patchInstall } = await import("./install.ts");
      const install = await patchInstall(ctx);
      if (name === undefined) {
        const { undoRun } = await import("../../patches/apply/recover.ts");
        return ctx.output.result(await ctx.unhurried(() => undoRun(install)), renderEnded);
      }
      const { rollBackPatch } = await import("../../patches/apply/rollback.ts");
      await ctx.prompt.confirm(`Take ${name} back from ${install.home}?`);
      await ctx.output.result(await ctx.unhurried(() => rollBackPatch(name, install)), renderRolledBack);
    });
