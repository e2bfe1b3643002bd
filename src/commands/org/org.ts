import { Command } from "commander";
import type { Context } from "../../context.ts";
import { orgExport } from "./export.ts";
import { orgImport } from "./import.ts";

export const orgCommand = (ctx: Context): Command =>
  new Command("org")
    .description("A whole organisation: its tree of teams and everybody in them.")
    .addCommand(orgImport(ctx))
    .addCommand(orgExport(ctx));
