import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { listDomains } from "../../domains/list.ts";
import { renderDomains } from "../../domains/render.ts";
import { examples } from "../../terminal/help.ts";

export const domainList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("all domains, or those under one, by path")
    .description("Lists domains by path, with their members and what is allocated in them.")
    .option("--under <domain>", "this domain and everything below it")
    .option("--archived", "archived ones too")
    .addHelpText("after", examples("quad domain list", "quad domain list --under insurance-division --json"))
    .action(async ({ under, archived }: { under?: string; archived?: boolean }) => {
      const domains = await ctx.withDb(async (sql) =>
        listDomains(sql, { under: under === undefined ? undefined : (await findDomain(sql, under)).path, archived }),
      );
      await ctx.output.result(domains, renderDomains);
    });
