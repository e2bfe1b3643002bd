import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { counted } from "../../terminal/style.ts";
import { listTickets } from "../../tickets/list.ts";
import { renderTickets } from "../../tickets/render.ts";
import { countOf } from "../../values/count.ts";
import { parseEmail } from "../../values/email.ts";

interface Flags {
  domain?: string;
  assignee?: string;
  done?: boolean;
  all?: boolean;
  limit: number;
}

export const ticketList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("tickets, the open ones if nothing else is said")
    .description("Lists tickets. People see those of the domains whose activity they may view, and their own.")
    .option("-d, --domain <domain>", "only of this domain and what is below it")
    .option("-a, --assignee <email>", "only of this person", parseEmail)
    .addOption(new Option("--open", "those that are not done (the default)").conflicts(["done", "all"]))
    .addOption(new Option("--done", "those that are done").conflicts(["open", "all"]))
    .addOption(new Option("--all", "both").conflicts(["open", "done"]))
    .option("-n, --limit <number>", "at most so many", countOf("tickets", 9_999_999), 1000)
    .addHelpText(
      "after",
      examples("quad ticket list --domain insurance-division", "quad ticket list --assignee dev@massmutual.com --all"),
    )
    .action(async ({ domain, assignee, done, all, limit }: Flags) => {
      const which = all ? "all" : done ? "done" : "open";
      const { tickets, more } = await ctx.withDb((sql) => listTickets(sql, { domain, assignee, which, limit }));
      await ctx.output.result(tickets, renderTickets);
      if (more) ctx.output.note(`There are more than ${counted(limit, "ticket")}; see more of them with --limit.`);
    });
