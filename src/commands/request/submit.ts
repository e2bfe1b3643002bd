import { Command } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { platformVersion } from "../../install/platform-version.ts";
import {
  categories,
  parseCategory,
  parseDetails,
  parseTeamSize,
  parseTool,
  type RequestForm,
  readForm,
} from "../../requests/form.ts";
import { renderSubmitted } from "../../requests/render.ts";
import { submitRequest } from "../../requests/submit.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { readInput } from "./input.ts";

interface Flags {
  tool?: string;
  category?: string;
  teamSize?: number;
  details?: string;
  email?: string;
  company?: string;
  from?: string;
  anyway?: boolean;
  ask?: boolean;
  domain?: string;
  dryRun?: boolean;
}

export const requestSubmit = (ctx: Context): Command =>
  new Command("submit")
    .aliases(["create", "new"])
    .summary("ask the QUAD team for an integration")
    .description(
      "Asks the QUAD team for an integration, by the platform's form: what is missing is asked for. The mail to the team goes out with quad mail flush.",
    )
    .option("--tool <name>", "which tool, such as Postman", parseTool)
    .option("--category <category>", `what for: ${categories.join(", ")}`, parseCategory)
    .option("--team-size <people>", "how many people need it", parseTeamSize)
    .option("--details <text>", "what else the team should know, at most 500 characters", parseDetails)
    .option("--email <email>", "who asks, and is told; whoever acts when left out", parseEmail)
    .option("--company <company>", "for which company, where there are several")
    .option("--from <file>", "take the form from a JSON file, or - for standard input")
    .option("--anyway", "also where the tool is there, or was asked for, already")
    .option(...askFlag)
    .option("-d, --domain <domain>", "with --ask: where it is to be approved; the root when left out")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad request submit",
        'quad request submit --tool Postman --category "API Testing" --team-size 5',
        "quad request submit --from request.json --json",
      ),
    )
    .action(async (flags: Flags) => {
      const form = flags.from === undefined ? await complete(ctx, flags) : await fromFile(ctx, flags.from, flags);
      const { anyway, ask, domain, dryRun } = flags;
      const { home } = await ctx.install();
      const version = (await platformVersion(home.value, ctx.environment))?.value;
      const { answer, comingSoon } = await ctx.withDb(
        (sql) => submitRequest(sql, { ...form, anyway, ask, domain, version }),
        { dryRun },
      );
      for (const name of comingSoon) ctx.output.note(`${name} is coming soon; that you want it is noted.`);
      await ctx.output.result(answer, orAsked(renderSubmitted));
    });

async function fromFile(ctx: Context, file: string, flags: Flags): Promise<RequestForm> {
  const { tool, category, teamSize, details } = flags;
  if (tool !== undefined || category !== undefined || teamSize !== undefined || details !== undefined)
    throw usage(
      "--from takes the whole form from the file; --tool, --category, --team-size and --details go without it.",
    );
  const { text, from } = await readInput(ctx, file);
  const form = await readForm(text, from);
  return { ...form, userEmail: flags.email ?? form.userEmail, company: flags.company ?? form.company };
}

async function complete(ctx: Context, flags: Flags): Promise<RequestForm> {
  const { tool, category, teamSize, details, email: userEmail, company } = flags;
  const all = tool === undefined && category === undefined && teamSize === undefined && details === undefined;
  const missing = [
    ...(tool === undefined
      ? [{ name: "tool" as const, message: "Tool name:", flag: "--tool NAME", check: parseTool }]
      : []),
    ...(category === undefined
      ? [{ name: "category" as const, message: "Category:", flag: "--category CATEGORY", choices: categories }]
      : []),
    ...(teamSize === undefined
      ? [{ name: "teamSize" as const, message: "Team size:", flag: "--team-size PEOPLE", check: parseTeamSize }]
      : []),
    ...(all && ctx.prompt.interactive
      ? [
          {
            name: "details" as const,
            message: "Additional details (optional):",
            flag: "--details TEXT",
            check: (answer: string) => (answer.trim() === "" ? undefined : parseDetails(answer)),
          },
        ]
      : []),
  ];
  const answers: Partial<Record<"tool" | "category" | "teamSize" | "details", string>> = await ctx.prompt.ask(missing);
  return {
    tool: tool ?? parseTool(answers.tool ?? ""),
    category: category ?? parseCategory(answers.category ?? ""),
    teamSize: teamSize ?? parseTeamSize(answers.teamSize ?? ""),
    details: details ?? (answers.details?.trim() ? parseDetails(answers.details) : undefined),
    userEmail,
    company,
  };
}
