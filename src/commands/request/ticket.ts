import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { mustBeTeam } from "../../requests/steps.ts";
import { ticketCsv, ticketOf, ticketText } from "../../requests/ticket.ts";
import { examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";

const formats = ["text", "jira-csv"] as const;

export const requestTicket = (ctx: Context): Command =>
  new Command("ticket")
    .summary("the team's side: the ticket of a request, to be filed")
    .description(
      "Makes the team's ticket of a request: its title, labels, priority and text. With --json as GitHub's API takes it.",
    )
    .argument("<request>", "its slug, such as postman-1234")
    .addOption(new Option("--format <format>", "as text, or a file that Jira imports").choices(formats).default("text"))
    .addHelpText(
      "after",
      examples("quad request ticket postman-1234", "quad request ticket postman-1234 --format jira-csv >postman.csv"),
    )
    .action(async (reference: string, { format }: { format: (typeof formats)[number] }) => {
      const ticket = await ctx.withDb(async (sql) => {
        await mustBeTeam(sql);
        return ticketOf(sql, reference);
      });
      const render = format === "text" ? ticketText : ticketCsv;
      await ctx.output.result(ticket, (made) => render(made).split("\n").map(visible).join("\n"));
    });
