import { Command } from "commander";
import { showCalendar } from "../../calendar/calendar.ts";
import { calendarJson, renderCalendar } from "../../calendar/render.ts";
import { parseYear } from "../../calendar/year.ts";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { companyFlag } from "./flags.ts";

export const calendarShow = (ctx: Context): Command =>
  new Command("show")
    .summary("on which days the company works, where, and when it does not")
    .description("Shows a company's working days, its time zone and where that comes from, and the holidays of a year.")
    .option("--year <year>", "the holidays of this year, not of the current one", parseYear)
    .option(...companyFlag)
    .addHelpText("after", examples("quad calendar show", "quad calendar show --year 2027"))
    .action(async ({ year, company }: { year?: number; company?: string }) => {
      const shown = await ctx.withDb(async (sql) => showCalendar(sql, await findCompany(sql, company), year));
      await ctx.output.result(calendarJson(shown), (_, style) => renderCalendar(shown, style));
    });
