import { Command } from "commander";
import type { Context } from "../../context.ts";
import { voteFor } from "../../requests/take-part.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { counted, visible } from "../../terminal/style.ts";

export const requestVote = (ctx: Context): Command =>
  verb(ctx, "vote", true)
    .alias("upvote")
    .summary("say that one wants it too")
    .description("Votes for a request of one's company; it is counted where the team decides what comes first.");

export const requestUnvote = (ctx: Context): Command =>
  verb(ctx, "unvote", false).summary("take one's vote back").description("Takes one's vote for a request back.");

const verb = (ctx: Context, name: string, wanted: boolean): Command =>
  new Command(name)
    .argument("<request>", "its slug, such as postman-1234")
    .option(...dryRunFlag)
    .addHelpText("after", examples(`quad request ${name} postman-1234`))
    .action(async (reference: string, { dryRun }: { dryRun?: boolean }) => {
      const voted = await ctx.withDb((sql) => voteFor(sql, reference, wanted), { dryRun });
      await ctx.output.result(voted, ({ slug, tool, votes, changed }) =>
        changed
          ? `${visible(tool)} (${slug}) has ${counted(votes, "vote")}.`
          : `Nothing to do: ${wanted ? "you have voted for it already" : "you have not voted for it"}.`,
      );
    });
