import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderDomain } from "../../domains/render.ts";
import { showDomain } from "../../domains/show.ts";
import { examples } from "../../terminal/help.ts";

export const domainShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one domain: where it is, what is below, who works in it")
    .description("Shows one domain: where it is, what is below it and who works in it.")
    .argument("<domain>", "path or unique name")
    .addHelpText("after", examples("quad domain show insurance-division"))
    .action(async (reference: string) => {
      const domain = await ctx.withDb((sql) => showDomain(sql, reference));
      await ctx.output.result(domain, renderDomain);
    });
