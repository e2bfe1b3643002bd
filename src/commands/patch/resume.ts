import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderEnded } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";

export const patchResume = (ctx: Context): Command =>
  new Command("resume")
    .summary("bring what was broken off to its end")
    .description(
      "Goes on with a patch that was broken off: applies the rest of it, or undoes the rest where it was being undone.",
    )
    .addHelpText("after", examples("quad patch resume"))
    .action(async () => {
      const [{ resumeRun }, { patchInstall }] = await Promise.all([
        import("../../patches/apply/recover.ts"),
        import("./install.ts"),
      ]);
      const install = await patchInstall(ctx);
      await ctx.output.result(await ctx.unhurried(() => resumeRun(install)), renderEnded);
    });
