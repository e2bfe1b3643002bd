import { Command, Option } from "commander";
import { listBranches, type State, states } from "../../branches/branch.ts";
import { renderBranches } from "../../branches/render.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { examples } from "../../terminal/help.ts";
import { parseKey } from "../../tickets/reading/values.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLimit, repoFlag, underFlag } from "./flags.ts";

interface Flags {
  domain?: string;
  repo?: string;
  developer?: string;
  ticket?: string;
  state: State;
  limit?: number;
}

export const branchList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("branches, their tickets and their people")
    .description("Lists branches as they were at their last scan, with the ticket and the person of each.")
    .option(...underFlag)
    .option(...repoFlag)
    .option("--developer <email>", "only this person's", parseEmail)
    .option("--ticket <key>", "only those of this ticket", parseKey)
    .addOption(new Option("--state <state>", "only those in this state").choices(states).default("active"))
    .option("-n, --limit <number>", "at most so many", parseLimit)
    .addHelpText(
      "after",
      examples("quad branch list --domain insurance-division", "quad branch list --ticket JIRA-123 --state all"),
    )
    .action(async ({ domain, repo: repository, ...filter }: Flags) => {
      const branches = await ctx.withDb(async (sql) =>
        listBranches(sql, {
          ...filter,
          repository,
          under: domain === undefined ? undefined : (await findDomain(sql, domain)).path,
        }),
      );
      await ctx.output.result(branches, renderBranches);
    });
