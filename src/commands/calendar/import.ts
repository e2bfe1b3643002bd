import { Command } from "commander";
import { importHolidays } from "../../calendar/import.ts";
import { renderImported } from "../../calendar/render.ts";
import { parseYears, type Years } from "../../calendar/year.ts";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { companyFlag } from "./flags.ts";

interface Flags {
  years?: Years;
  replace?: boolean;
  company?: string;
  dryRun?: boolean;
}

export const calendarImport = (ctx: Context): Command =>
  new Command("import")
    .summary("bring holidays in from a calendar's export or a list")
    .description(
      [
        "Brings holidays in from a file of at most 4 MB. All of it or nothing; a day that is there gets the file's name; a second run changes nothing.",
        "",
        "  a calendar  what Google, Apple or Outlook export (.ics): its events of whole days",
        "  a list      a day and its name a line, as in 2026-12-25 Christmas; a comma between them will do (.csv)",
      ].join("\n"),
    )
    .argument("<file>", "a file, or - for standard input")
    .option("--years <years>", "only these, such as 2026-2028; what repeats is else taken for three years", parseYears)
    .option(
      "--replace",
      "what is not in the file, in those years, is no holiday any more; without --years at all, or in the three of what repeats",
    )
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad calendar import holidays.ics --years 2026-2027",
        "quad calendar import days.csv --replace --dry-run",
      ),
    )
    .action(async (file: string, { company, dryRun, years, replace = false }: Flags) => {
      const wanted = { file, stdin: ctx.stdin, years, replace };
      const imported = await ctx.withDb(async (sql) => importHolidays(sql, await findCompany(sql, company), wanted), {
        dryRun,
      });
      for (const note of imported.notes) ctx.output.note(visible(note));
      await ctx.output.result(imported, renderImported);
    });
