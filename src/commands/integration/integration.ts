import { Command } from "commander";
import type { Context } from "../../context.ts";
import { integrationHealth } from "./health.ts";
import { integrationList } from "./list.ts";
import { integrationShow } from "./show.ts";
import { integrationDisable, integrationEnable } from "./switch.ts";

export const integrationCommand = (ctx: Context): Command =>
  new Command("integration")
    .description("What the platform can be connected with: what there is, what a company has on, and whether it works.")
    .addCommand(integrationList(ctx))
    .addCommand(integrationShow(ctx))
    .addCommand(integrationHealth(ctx))
    .addCommand(integrationEnable(ctx))
    .addCommand(integrationDisable(ctx));
