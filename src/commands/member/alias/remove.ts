import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { parseAlias, removeAlias } from "../../../members/alias.ts";
import { renderRemovedAlias } from "../../../members/render-alias.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";

export const memberAliasRemove = (ctx: Context): Command =>
  new Command("remove")
    .alias("rm")
    .summary("take a name away that somebody does not go by")
    .description("Takes a name away that somebody does not go by. Tickets stay theirs until they are imported again.")
    .argument("<alias>", "the name", parseAlias)
    .option("--company <company>", "in which company, where several have it")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad member alias remove jdoe@users.noreply.github.com"))
    .action(async (alias: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const removed = await ctx.withDb((sql) => removeAlias(sql, alias, company), { dryRun });
      await ctx.output.result(removed, renderRemovedAlias);
    });
