import { Command } from "commander";
import { dueDay, parseBusinessDays } from "../../calendar/due.ts";
import { renderDue } from "../../calendar/render.ts";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { companyFlag, parseCalendarDay } from "./flags.ts";

export const calendarDue = (ctx: Context): Command =>
  new Command("due")
    .summary("which day is so many business days away")
    .description(
      "Tells by the end of which day something is due that may take so many business days: that many after today, or the first from today on with 0.",
    )
    .requiredOption("--days <n>", "how many business days", parseBusinessDays)
    .option("--from <day>", "after this day, not today", parseCalendarDay)
    .option(...companyFlag)
    .addHelpText("after", examples("quad calendar due --days 5", "quad calendar due --days 10 --from 2026-12-18"))
    .action(async ({ days, from, company }: { days: number; from?: string; company?: string }) => {
      const due = await ctx.withDb(async (sql) => dueDay(sql, await findCompany(sql, company), days, from));
      await ctx.output.result(due, renderDue);
    });
