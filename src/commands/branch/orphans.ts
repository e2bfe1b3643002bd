import { Command } from "commander";
import { listBranches } from "../../branches/branch.ts";
import { renderBranches } from "../../branches/render.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLimit, repoFlag, underFlag } from "./flags.ts";

interface Flags {
  domain?: string;
  repo?: string;
  developer?: string;
  limit?: number;
}

export const branchOrphans = (ctx: Context): Command =>
  new Command("orphans")
    .summary("active branches that are about no ticket; for cron")
    .description(
      "Lists active branches without a ticket, whose last commit is longest ago first. Without a terminal nothing is printed where there are none.",
    )
    .option(...underFlag)
    .option(...repoFlag)
    .option("--developer <email>", "only this person's", parseEmail)
    .option("-n, --limit <number>", "at most so many", parseLimit)
    .addHelpText("after", examples("quad branch orphans --domain insurance-division"))
    .action(async ({ domain, repo: repository, ...filter }: Flags) => {
      const branches = await ctx.withDb(async (sql) =>
        listBranches(sql, {
          ...filter,
          repository,
          orphans: true,
          under: domain === undefined ? undefined : (await findDomain(sql, domain)).path,
        }),
      );
      await ctx.output.result(branches, renderBranches);
    });
