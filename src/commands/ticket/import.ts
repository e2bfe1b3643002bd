import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { parseMailHost } from "../../organisation/names.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { importTickets } from "../../tickets/import.ts";
import { parseStatusMap } from "../../tickets/reading/category.ts";
import { parseColumnMap } from "../../tickets/reading/columns.ts";
import { type Format, formats } from "../../tickets/reading/read.ts";
import type { Category, Field } from "../../tickets/reading/ticket.ts";
import { importNotes, renderImported } from "../../tickets/render.ts";

interface Flags {
  from: Format;
  domain: string;
  map?: Partial<Record<Field, string>>;
  status?: ReadonlyMap<string, Category>;
  emailDomain?: string;
  complete?: boolean;
  dryRun?: boolean;
}

export const ticketImport = (ctx: Context): Command =>
  new Command("import")
    .summary("bring tickets in from a file")
    .description(
      [
        "Brings tickets in from a file of any length. All of it or nothing; a ticket that is there is brought to what the file says, and what the file has no column for stays as it is; a second run changes nothing.",
        "",
        "  csv       a first line that names the columns, such as key,title,status,assignee,points",
        "  json      a list of objects, one object a line, or what Jira's REST API answers",
        "  jira-csv  what Jira exports, all fields or the current ones",
      ].join("\n"),
    )
    .argument("<file>", "a file, or - for standard input")
    .addOption(new Option("--from <format>", "what the file is").choices(formats).makeOptionMandatory())
    .requiredOption("-d, --domain <domain>", "whose tickets they are: path or unique name")
    .option("--map <field=header>", "which column a field is read from (may be repeated)", addColumn)
    .option("--status <name=category>", "what a status means: todo, in_progress or done (may be repeated)", addStatus)
    .option("--email-domain <host>", "where the mail of people goes who are named by a login", parseMailHost)
    .option("--complete", "the file has every open ticket of the domain: what is open and not in it is done")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad ticket import jira.csv --from jira-csv --domain life-insurance --dry-run",
        'quad ticket import work.csv --from csv --domain life-insurance --map points=Effort --status "On ice=todo"',
        "curl -s … | quad ticket import - --from json --domain life-insurance --complete",
      ),
    )
    .action(async (file: string, { from, domain, map = {}, status = new Map(), emailDomain, ...flags }: Flags) => {
      const { complete = false, dryRun } = flags;
      const wanted = { file, stdin: ctx.stdin, format: from, domain, columns: map, statuses: status };
      const imported = await ctx.output.progress("Importing …", () =>
        ctx.withDb((sql) => importTickets(sql, { ...wanted, mailHost: emailDomain, complete }), { dryRun }),
      );
      for (const note of importNotes(imported)) ctx.output.note(visible(note));
      await ctx.output.result(imported, renderImported);
    });

function addColumn(text: string, before: Partial<Record<Field, string>> = {}) {
  const [field, header] = parseColumnMap(text);
  return { ...before, [field]: header };
}

const addStatus = (text: string, before: ReadonlyMap<string, Category> = new Map()) =>
  new Map([...before, parseStatusMap(text)]);
