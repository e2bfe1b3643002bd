import { Command } from "commander";
import { removeHoliday } from "../../calendar/calendar.ts";
import { renderRemovedHoliday } from "../../calendar/render.ts";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { companyFlag, parseCalendarDay } from "./flags.ts";

export const calendarRemove = (ctx: Context): Command =>
  new Command("remove")
    .alias("rm")
    .summary("make a holiday a day like others")
    .description("Makes a holiday of the company a day like others.")
    .argument("<day>", "as in 2026-12-24", parseCalendarDay)
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad calendar remove 2026-12-24"))
    .action(async (day: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const removed = await ctx.withDb(async (sql) => removeHoliday(sql, await findCompany(sql, company), day), {
        dryRun,
      });
      await ctx.output.result(removed, renderRemovedHoliday);
    });
