import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import type { Day } from "../../values/day.ts";
import { parseEmail } from "../../values/email.ts";
import { explainWorkload } from "../../workload/explain.ts";
import { renderExplained } from "../../workload/render-explained.ts";
import { findScope, snapshotDay } from "../../workload/scope.ts";
import { companyFlag, dateFlag, domainFlag, type ScopeFlags } from "./flags.ts";

interface Flags extends ScopeFlags {
  date?: Day;
}

export const workloadExplain = (ctx: Context): Command =>
  new Command("explain")
    .summary("what a person's number is made of")
    .description(
      "Shows what is behind a person's number: the tickets, branches and points of that moment, the formula with the values in it, and whose setting the multiplier is; of several domains the last line is what they are in all, which is beside each in JSON. The stored inputs are put through the formula again; exit code 8 where that makes something else.",
    )
    .argument("<email>", "whose", parseEmail)
    .option(...domainFlag)
    .option(...dateFlag)
    .option(...companyFlag)
    .addHelpText("after", examples("quad workload explain dev@massmutual.com"))
    .action(async (email: string, { date, ...where }: Flags) => {
      const explained = await ctx.withDb(async (sql) => {
        const scope = await findScope(sql, where);
        return explainWorkload(sql, scope, email, await snapshotDay(sql, scope, date));
      });
      const whole = explained.every(({ replays }) => replays);
      await ctx.output.result(explained, renderExplained, whole ? ExitCode.done : ExitCode.needsAttention);
    });
