import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import type { Day } from "../../values/day.ts";
import { parseEmail } from "../../values/email.ts";
import { renderTrend } from "../../workload/render-trend.ts";
import { readTrend } from "../../workload/trend.ts";
import { companyFlag, dateFlag, domainFlag, parseCount, type ScopeFlags } from "./flags.ts";

interface Flags extends ScopeFlags {
  user?: string;
  days: number;
  date?: Day;
}

export const workloadTrend = (ctx: Context): Command =>
  new Command("trend")
    .summary("a person's or a domain's days, drawn")
    .description("Draws the total of a person, or the utilisation of a domain and everything below it, a line a day.")
    .option("-u, --user <email>", "of this person, over all of their domains, or over those of --domain", parseEmail)
    .option(...domainFlag)
    .option("--days <n>", "how many", parseCount, 30)
    .option(...dateFlag)
    .option(...companyFlag)
    .addHelpText(
      "after",
      examples(
        "quad workload trend --user dev@massmutual.com",
        "quad workload trend --domain insurance-division --days 90",
      ),
    )
    .action(async (flags: Flags) => {
      const trend = await ctx.withDb((sql) => readTrend(sql, flags));
      await ctx.output.result(trend, renderTrend);
    });
