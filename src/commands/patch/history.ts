import { Command } from "commander";
import type { Context } from "../../context.ts";
import { patchHistory } from "../../patches/history.ts";
import { renderHistory } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";

export const patchHistoryCommand = (ctx: Context): Command =>
  new Command("history")
    .summary("what was applied here, when, and by whose signature")
    .description("Lists every patch that was applied to this install, those that were rolled back included.")
    .addHelpText("after", examples("quad patch history"))
    .action(async () => {
      await ctx.output.result(await ctx.withDb(patchHistory), renderHistory);
    });
