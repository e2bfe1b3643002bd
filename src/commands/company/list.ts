import { Command } from "commander";
import { listCompanies } from "../../companies/find.ts";
import { renderCompanies } from "../../companies/render.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const companyList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("all companies")
    .description("Lists all companies, with their roots, plans and seats.")
    .addHelpText("after", examples("quad company list"))
    .action(async () => {
      const companies = await ctx.withDb(listCompanies);
      await ctx.output.result(companies, renderCompanies);
    });
