import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { standstill } from "../../patches/apply/standstill.ts";
import { renderStatus } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";

export const patchStatus = (ctx: Context): Command =>
  new Command("status")
    .summary("whether a patch was broken off, and where")
    .description(
      "Shows whether a patch was broken off here, at which step, and what to run. Exit code 8 where one was.",
    )
    .addHelpText("after", examples("quad patch status"))
    .action(async () => {
      const found = standstill((await ctx.install()).home.value) ?? null;
      await ctx.output.result(found, renderStatus, found === null ? ExitCode.done : ExitCode.needsAttention);
    });
