import { Argument, Command, Option } from "commander";
import { type SubjectType, subjectTypes } from "../../approvals/approval.ts";
import { renderRule } from "../../approvals/render.ts";
import { parseValidFor, setRule } from "../../approvals/rules.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  validFor?: number;
  off?: boolean;
  company?: string;
  dryRun?: boolean;
}

export const approvalRequire = (ctx: Context): Command =>
  new Command("require")
    .summary("have a kind of change approved from now on, or no longer")
    .description("Lets the company want a kind of change approved. Commands that make it ask for it from then on.")
    .addArgument(new Argument("<change>", "what is to be approved").choices(subjectTypes))
    .addOption(
      new Option("--valid-for <time>", "how long a request waits, as in 14d, 36h or 90m (default 14d)")
        .argParser(parseValidFor)
        .conflicts("off"),
    )
    .option("--off", "no longer")
    .option("--company <company>", "its name, or the name of its root; the only one when left out")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad approval require role --valid-for 7d", "quad approval require role --off"))
    .action(async (subjectType: SubjectType, { validFor, off, company, dryRun }: Flags) => {
      const change = { subjectType, required: !off, validForMinutes: validFor, company };
      await ctx.output.result(await ctx.withDb((sql) => setRule(sql, change), { dryRun }), renderRule);
    });
