import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import { renderCompany } from "../../companies/render.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const companyShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one company: plan, seats, roots")
    .description("Shows one company: its plan, seats and roots.")
    .argument("[company]", "its name, or the name of its root; the only one when left out")
    .addHelpText("after", examples("quad company show", "quad company show startup-alpha"))
    .action(async (reference: string | undefined) => {
      const company = await ctx.withDb((sql) => findCompany(sql, reference));
      await ctx.output.result(company, renderCompany);
    });
