import { Command } from "commander";
import { decide } from "../../approvals/decide.ts";
import { renderDecided } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { platformVersion } from "../../install/platform-version.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const approvalApprove = (ctx: Context): Command =>
  new Command("approve")
    .summary("approve a request, and carry it out")
    .description(
      "Approves a request and carries it out. It takes the right to approve there, and to make that change oneself.",
    )
    .argument("<id>", "its id, or the first six digits or more")
    .option("--reason <text>", "why; a QUAD_ADMIN has to say it of their own requests")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad approval approve 3f2a1b9c"))
    .action(async (reference: string, { reason, dryRun }: { reason?: string; dryRun?: boolean }) => {
      const { home } = await ctx.install();
      const version = (await platformVersion(home.value, ctx.environment))?.value;
      const decided = await ctx.withDb((sql) => decide(sql, reference, { approve: true, reason, version }), { dryRun });
      await ctx.output.result(decided, renderDecided);
    });
