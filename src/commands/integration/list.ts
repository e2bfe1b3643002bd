import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { listIntegrations } from "../../integrations/list.ts";
import { renderIntegrations } from "../../integrations/render.ts";
import { examples } from "../../terminal/help.ts";

interface Flags {
  role?: string;
  all?: boolean;
  company?: string;
}

export const integrationList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("what there is and what is coming, and what the company has on")
    .description("Lists the catalogue of integrations as the platform shows it, and which of them the company has on.")
    .option("--role <role>", "only the list of these people, such as backend")
    .option("--all", "also what the company has a switch for and the catalogue does not name")
    .option("--company <company>", "of which company, where there are several")
    .addHelpText("after", examples("quad integration list", "quad integration list --role backend"))
    .action(async ({ company, ...filter }: Flags) => {
      const integrations = await ctx.withDb(async (sql) =>
        listIntegrations(sql, (await findCompany(sql, company)).id, filter),
      );
      await ctx.output.result(integrations, renderIntegrations);
    });
