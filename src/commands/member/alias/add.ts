import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { addAlias, parseAlias } from "../../../members/alias.ts";
import { renderGivenAlias } from "../../../members/render-alias.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";
import { parseEmail } from "../../../values/email.ts";

export const memberAliasAdd = (ctx: Context): Command =>
  new Command("add")
    .summary("say who somebody is that git or a ticket tool names otherwise")
    .description(
      "Says who somebody is that git or a ticket tool names otherwise. Their branches and tickets are the person's at once.",
    )
    .argument("<alias>", "an author's e-mail, a login or a name; capitals do not count", parseAlias)
    .argument("<email>", "the person", parseEmail)
    .option("--company <company>", "in which company, where they are in several")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad member alias add jdoe@users.noreply.github.com john@massmutual.com"))
    .action(async (alias: string, email: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const given = await ctx.withDb((sql) => addAlias(sql, alias, email, company), { dryRun });
      await ctx.output.result(given, renderGivenAlias);
    });
