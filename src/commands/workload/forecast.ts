import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { renderForecast, tooFewDays } from "../../workload/render-trend.ts";
import { readTrend } from "../../workload/trend.ts";
import { companyFlag, domainFlag, parseCount, type ScopeFlags } from "./flags.ts";

/** How far back it looks; what is older says little of what comes. */
const remembered = 150;

export const workloadForecast = (ctx: Context): Command =>
  new Command("forecast")
    .summary("where a person's or a domain's load is going")
    .description(
      "Projects the total of a person, or the utilisation of a domain and everything below it, with an interval that four of five days are to lie in, and says when it passes 100 %.",
    )
    .option("-u, --user <email>", "of this person, over all of their domains, or over those of --domain", parseEmail)
    .option(...domainFlag)
    .option("--days <n>", "how many", parseCount, 14)
    .option(...companyFlag)
    .addHelpText(
      "after",
      examples(
        "quad workload forecast --user dev@massmutual.com",
        "quad workload forecast --domain insurance-division --days 30",
      ),
    )
    .action(async ({ days, ...flags }: ScopeFlags & { user?: string; days: number }) => {
      const past = await ctx.withDb((sql) => readTrend(sql, { ...flags, days: remembered }));
      const { forecast } = await import("../../workload/forecast/forecast.ts");
      const outlook = { of: past.of, within: past.within, forecast: forecast(past.days, days) };
      if (outlook.forecast === null && !ctx.output.json) ctx.output.note(tooFewDays(past));
      await ctx.output.result(outlook, renderForecast);
    });
