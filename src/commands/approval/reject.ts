import { Command } from "commander";
import { decide } from "../../approvals/decide.ts";
import { renderDecided } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const approvalReject = (ctx: Context): Command =>
  new Command("reject")
    .summary("reject a request, with a reason")
    .description("Rejects a request, with a reason that whoever has asked can read.")
    .argument("<id>", "its id, or the first six digits or more")
    .option("--reason <text>", "why")
    .option(...dryRunFlag)
    .addHelpText("after", examples('quad approval reject 3f2a1b9c --reason "Claims has one already."'))
    .action(async (reference: string, { reason, dryRun }: { reason?: string; dryRun?: boolean }) => {
      const why = reason ?? (await ctx.prompt.ask([{ name: "reason", message: "Why?", flag: "--reason TEXT" }])).reason;
      const decided = await ctx.withDb((sql) => decide(sql, reference, { approve: false, reason: why }), { dryRun });
      await ctx.output.result(decided, renderDecided);
    });
