import { Command } from "commander";
import { setCalendar } from "../../calendar/calendar.ts";
import { calendarJson, renderSetCalendar } from "../../calendar/render.ts";
import { parseWeekend, type Weekend } from "../../calendar/weekend.ts";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { companyFlag } from "./flags.ts";

interface Flags {
  weekend?: Weekend;
  /** false: --no-time-zone. */
  timeZone?: string | false;
  company?: string;
  dryRun?: boolean;
}

export const calendarSet = (ctx: Context): Command =>
  new Command("set")
    .summary("which days of the week are free, and in which time zone days end")
    .description(
      "Sets which days of the week a company does not work on, and the time zone in which its days begin and end.",
    )
    .option("--weekend <days>", "the days that are free, such as fri,sat; none for none", parseWeekend)
    .option("--time-zone <zone>", "such as Europe/Berlin")
    .option("--no-time-zone", "the database's again")
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad calendar set --weekend fri,sat --time-zone Africa/Cairo"))
    .action(async ({ weekend, timeZone, company, dryRun }: Flags) => {
      if (weekend === undefined && timeZone === undefined) {
        throw usage("Nothing to set was named.", { hint: "Name --weekend DAYS, --time-zone ZONE, or both." });
      }
      const change = { weekend, timeZone: timeZone === false ? null : timeZone };
      const set = await ctx.withDb(async (sql) => setCalendar(sql, await findCompany(sql, company), change), {
        dryRun,
      });
      await ctx.output.result(calendarJson(set), (_, style) => renderSetCalendar(set, style));
    });
