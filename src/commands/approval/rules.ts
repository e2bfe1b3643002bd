import { Command } from "commander";
import { renderRules } from "../../approvals/render.ts";
import { listRules } from "../../approvals/rules.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const approvalRules = (ctx: Context): Command =>
  new Command("rules")
    .summary("which changes need an approval")
    .description("Lists which changes the company wants approved, and how long a request waits.")
    .option("--company <company>", "its name, or the name of its root; the only one when left out")
    .addHelpText("after", examples("quad approval rules"))
    .action(async ({ company }: { company?: string }) => {
      await ctx.output.result(await ctx.withDb((sql) => listRules(sql, company)), renderRules);
    });
