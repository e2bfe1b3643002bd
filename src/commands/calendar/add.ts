import { Command } from "commander";
import { addHoliday } from "../../calendar/calendar.ts";
import { parseHolidayName } from "../../calendar/reading/name.ts";
import { renderAddedHoliday } from "../../calendar/render.ts";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { companyFlag, parseCalendarDay } from "./flags.ts";

export const calendarAdd = (ctx: Context): Command =>
  new Command("add")
    .summary("make a day a holiday")
    .description("Makes a day a holiday of the company.")
    .argument("<day>", "as in 2026-12-24", parseCalendarDay)
    .argument("<name>", "what it is called", parseHolidayName)
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples('quad calendar add 2026-12-24 "Christmas Eve"'))
    .action(async (day: string, name: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const added = await ctx.withDb(async (sql) => addHoliday(sql, await findCompany(sql, company), { day, name }), {
        dryRun,
      });
      await ctx.output.result(added, renderAddedHoliday);
    });
