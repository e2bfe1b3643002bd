import { Command } from "commander";
import type { Context } from "../../context.ts";
import { calendarAdd } from "./add.ts";
import { calendarDue } from "./due.ts";
import { calendarImport } from "./import.ts";
import { calendarRemove } from "./remove.ts";
import { calendarSet } from "./set.ts";
import { calendarShow } from "./show.ts";

export const calendarCommand = (ctx: Context): Command =>
  new Command("calendar")
    .description(
      "When a company works: its weekend, its time zone and its holidays. What is due in business days goes by it.",
    )
    .addCommand(calendarShow(ctx))
    .addCommand(calendarSet(ctx))
    .addCommand(calendarImport(ctx))
    .addCommand(calendarAdd(ctx))
    .addCommand(calendarRemove(ctx))
    .addCommand(calendarDue(ctx));
