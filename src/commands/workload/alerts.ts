import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import type { Day } from "../../values/day.ts";
import { type AlertLevel, alertLevels, workloadAlerts } from "../../workload/alerts.ts";
import { renderAlerts } from "../../workload/render.ts";
import { findScope, snapshotDay } from "../../workload/scope.ts";
import { companyFlag, dateFlag, domainFlag, type ScopeFlags } from "./flags.ts";

interface Flags extends ScopeFlags {
  date?: Day;
  level?: AlertLevel;
  failOn?: AlertLevel;
}

export const workloadAlertsCommand = (ctx: Context): Command =>
  new Command("alerts")
    .summary("who is above a band, and who was told; for cron and CI")
    .description(
      "Lists who is above 100 % in a domain or in all, or has work without allocation, and who was told of it. Prints nothing when there is nobody.",
    )
    .addOption(new Option("--level <level>", "from this band upwards (default: overloaded)").choices(alertLevels))
    .addOption(new Option("--fail-on <level>", "the same, and exit code 8 when there is anybody").choices(alertLevels))
    .option(...domainFlag)
    .option(...dateFlag)
    .option(...companyFlag)
    .addHelpText(
      "after",
      examples("quad workload alerts", "quad workload alerts --fail-on high --domain insurance-division"),
    )
    .action(async ({ date, level, failOn, ...where }: Flags) => {
      const alerts = await ctx.withDb(async (sql) => {
        const scope = await findScope(sql, where);
        return workloadAlerts(sql, scope, await snapshotDay(sql, scope, date), failOn ?? level ?? "overloaded");
      });
      const fails = failOn !== undefined && alerts.length > 0;
      await ctx.output.result(alerts, renderAlerts, fails ? ExitCode.needsAttention : ExitCode.done);
    });
