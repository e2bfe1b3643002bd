import { Command } from "commander";
import type { Context } from "../../context.ts";
import { parseReason } from "../../requests/form.ts";
import { withdrawRequest } from "../../requests/take-part.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  reason?: string;
  dryRun?: boolean;
}

export const requestWithdraw = (ctx: Context): Command =>
  new Command("withdraw")
    .alias("cancel")
    .summary("take a request back")
    .description("Takes a request back, and tells the team. It cannot be taken up again; another one can be submitted.")
    .argument("<request>", "its slug, such as postman-1234")
    .option("--reason <text>", "why, at most 500 characters", parseReason)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad request withdraw postman-1234 --reason 'We use Bruno now.'"))
    .action(async (reference: string, { reason, dryRun }: Flags) => {
      const request = await ctx.withDb((sql) => withdrawRequest(sql, reference, reason), { dryRun });
      await ctx.output.result(request, ({ slug }) => `Withdrawn: ${slug}.`);
    });
