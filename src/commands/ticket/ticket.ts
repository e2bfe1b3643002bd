import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ticketImport } from "./import.ts";
import { ticketList } from "./list.ts";
import { ticketProject } from "./project.ts";
import { ticketShow } from "./show.ts";

export const ticketCommand = (ctx: Context): Command =>
  new Command("ticket")
    .description("The tickets people work on, as their tools have them, and which projects their keys are of.")
    .addCommand(ticketImport(ctx))
    .addCommand(ticketList(ctx))
    .addCommand(ticketShow(ctx))
    .addCommand(ticketProject(ctx));
