import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { parseKey } from "../../tickets/reading/values.ts";
import { renderTicket } from "../../tickets/render.ts";
import { showTicket } from "../../tickets/show.ts";

export const ticketShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one ticket, with its branches and what it was before")
    .description("Shows a ticket, the branches that are about it, and what it was until when.")
    .argument("<key>", "its key, such as JIRA-123", parseKey)
    .option("-d, --domain <domain>", "in which domain, where several have one of that key")
    .addHelpText("after", examples("quad ticket show JIRA-123"))
    .action(async (key: string, { domain }: { domain?: string }) => {
      const ticket = await ctx.withDb((sql) => showTicket(sql, key, domain));
      await ctx.output.result(ticket, renderTicket);
    });
