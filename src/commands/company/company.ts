import { Command } from "commander";
import type { Context } from "../../context.ts";
import { companyCreate } from "./create.ts";
import { companyList } from "./list.ts";
import { companySet } from "./set.ts";
import { companyShow } from "./show.ts";

export const companyCommand = (ctx: Context): Command =>
  new Command("company")
    .description("Companies (workspaces), their plans and sizes. A self-hosted install has one.")
    .addCommand(companyCreate(ctx))
    .addCommand(companyList(ctx))
    .addCommand(companyShow(ctx))
    .addCommand(companySet(ctx));
