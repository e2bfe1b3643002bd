import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { formatOf, giveReport, outputFlag } from "../../terminal/report.ts";
import type { Day } from "../../values/day.ts";
import { parseEmail } from "../../values/email.ts";
import { type Format, formats, reportAs } from "../../workload/formats.ts";
import { renderReport } from "../../workload/render.ts";
import { workloadReport } from "../../workload/report.ts";
import { findScope, snapshotDay } from "../../workload/scope.ts";
import { companyFlag, dateFlag, domainFlag, type ScopeFlags } from "./flags.ts";

interface Flags extends ScopeFlags {
  date?: Day;
  user?: string;
  format?: Format;
  output?: string;
}

export const workloadReportCommand = (ctx: Context): Command =>
  new Command("report")
    .summary("who is overloaded, since when, and where")
    .description(
      "Shows a day of a domain and everything below it, from its snapshot: everybody's load in the bands of 50, 70, 90 and 100 %, over all of their domains, and the domains rolled up.",
    )
    .option(...domainFlag)
    .option("-u, --user <email>", "only this person", parseEmail)
    .option(...dateFlag)
    .addOption(new Option("--format <format>", "how (default: table, with --json json)").choices(formats))
    .option(...outputFlag)
    .option(...companyFlag)
    .addHelpText(
      "after",
      examples(
        "quad workload report",
        "quad workload report --domain insurance-division --format html --output workload.html",
        "quad workload report --format prometheus --output /var/lib/node_exporter/quad.prom",
      ),
    )
    .action(async ({ date, user, format: said, output, ...where }: Flags) => {
      const format = formatOf(said, ctx.output.json);
      const made = await ctx.withDb(async (sql) => {
        const scope = await findScope(sql, where);
        const report = await workloadReport(sql, scope, await snapshotDay(sql, scope, date), user);
        const text = format === "table" ? undefined : await reportAs(sql, scope, report, format);
        return { report, text };
      });
      await giveReport(ctx.output, made.report, { render: renderReport, text: made.text, file: output });
    });
