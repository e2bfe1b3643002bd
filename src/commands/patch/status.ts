import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { renderStatus } from "../../patches/adopt/render.ts";
import { patchStatus as statusOf } from "../../patches/adopt/status.ts";
import { appliedPatches } from "../../patches/history.ts";
import { examples } from "../../terminal/help.ts";
import { installDirectory } from "./home.ts";

export const patchStatus = (ctx: Context): Command =>
  new Command("status")
    .summary("whether a patch was broken off, or extracted by hand")
    .description(
      "Shows whether a patch was broken off here, at which step, and which ones were extracted by hand and are not on record; and what to run. Exit code 8 where there is any.",
    )
    .addHelpText("after", examples("quad patch status"))
    .action(async () => {
      const home = await installDirectory(ctx);
      const status = await statusOf(home, async () => (await ctx.withDb(appliedPatches)).applied);
      const { run, byHand, problem } = status;
      if (problem !== null) ctx.output.warn(`Whether a patch was extracted by hand is not known: ${problem}`);
      const isWell = (run === null || run.underWay) && (byHand ?? []).length === 0;
      await ctx.output.result(status, renderStatus, isWell ? ExitCode.done : ExitCode.needsAttention);
    });
