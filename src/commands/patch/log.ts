import { Command } from "commander";
import type { Context } from "../../context.ts";
import { runLog } from "../../patches/log.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { renderLog } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";
import { installDirectory } from "./home.ts";

export const patchLog = (ctx: Context): Command =>
  new Command("log")
    .summary("what the last run did, step by step")
    .description("Shows each step of the last run, or of the last of a patch, how long it took, and why it was undone.")
    .argument("[name]", "a patch that was applied, or tried", parsePatchName)
    .addHelpText("after", examples("quad patch log", "quad patch log postman-beta-1.1"))
    .action(async (name: string | undefined) => {
      await ctx.output.result(runLog(await installDirectory(ctx), name), renderLog);
    });
