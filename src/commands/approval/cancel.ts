import { Command } from "commander";
import { cancelApproval } from "../../approvals/decide.ts";
import { renderDecided } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const approvalCancel = (ctx: Context): Command =>
  new Command("cancel")
    .alias("withdraw")
    .summary("withdraw a request")
    .description("Withdraws a request: one's own, or one that one may decide on.")
    .argument("<id>", "its id, or the first six digits or more")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad approval cancel 3f2a1b9c"))
    .action(async (reference: string, { dryRun }: { dryRun?: boolean }) => {
      const cancelled = await ctx.withDb((sql) => cancelApproval(sql, reference), { dryRun });
      await ctx.output.result(cancelled, renderDecided);
    });
