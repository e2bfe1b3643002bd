import { Command } from "commander";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { counted } from "../../terminal/style.ts";
import { parseMonths } from "../../values/day.ts";
import { pruneWorkload } from "../../workload/prune.ts";
import { renderPruned } from "../../workload/render.ts";

export const workloadPrune = (ctx: Context): Command =>
  new Command("prune")
    .summary("let go of days that are too old")
    .description("Lets go of whole months of days, and of what was so before them. They cannot be computed again.")
    .requiredOption("--keep <months>", "how many whole months before this one stay, as in 24mo", parseMonths)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad workload prune --keep 24mo", "quad workload prune --keep 2y --dry-run"))
    .action(async ({ keep, dryRun }: { keep: number; dryRun?: boolean }) => {
      if (!dryRun) await ctx.prompt.confirm(`Let go of every day of more than ${counted(keep, "month")} ago?`);
      const pruned = await ctx.withDb((sql) => pruneWorkload(sql, keep), { dryRun });
      await ctx.output.result(pruned, renderPruned);
    });
