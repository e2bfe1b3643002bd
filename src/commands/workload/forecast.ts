import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { domainTrend, personTrend } from "../../workload/past.ts";
import { renderForecast } from "../../workload/render-trend.ts";
import { findScope, snapshotDay } from "../../workload/scope.ts";
import { companyFlag, domainFlag, parseCount, type ScopeFlags } from "./flags.ts";

/** How far back it looks; what is older says little of what comes. */
const remembered = 150;

export const workloadForecast = (ctx: Context): Command =>
  new Command("forecast")
    .summary("where a person's or a domain's load is going")
    .description(
      "Projects the total of a person, or the utilisation of a domain and everything below it, with an interval that four of five days are to lie in, and says when it passes 100 %.",
    )
    .option("-u, --user <email>", "of this person, over all of their domains", parseEmail)
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
    .action(async ({ user, days, ...where }: ScopeFlags & { user?: string; days: number }) => {
      const { of, past } = await ctx.withDb(async (sql) => {
        const scope = await findScope(sql, where);
        const day = await snapshotDay(sql, scope, undefined);
        const trend =
          user === undefined
            ? await domainTrend(sql, scope, day, remembered)
            : await personTrend(sql, scope, user, day, remembered);
        return { of: user ?? scope.path, past: trend };
      });
      const { forecast } = await import("../../workload/forecast/forecast.ts");
      const history = past.days.map((date, i) => ({ date, value: past.values[i] ?? null }));
      await ctx.output.result({ of, forecast: forecast(history, days) }, renderForecast);
    });
