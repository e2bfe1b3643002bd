import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { renderIntegration } from "../../integrations/render.ts";
import { showIntegration } from "../../integrations/show.ts";
import { examples } from "../../terminal/help.ts";

export const integrationShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one integration: how far it is, since which patch, and its keys")
    .description(
      "Shows one integration: how far it is, by which patch it came, whether the company has it on, and which keys there are for it (never where they lead).",
    )
    .argument("<integration>", "its name, such as github")
    .option("--company <company>", "of which company, where there are several")
    .addHelpText("after", examples("quad integration show postman"))
    .action(async (reference: string, { company }: { company?: string }) => {
      const shown = await ctx.withDb(async (sql) =>
        showIntegration(sql, (await findCompany(sql, company)).id, reference),
      );
      await ctx.output.result(shown, renderIntegration);
    });
