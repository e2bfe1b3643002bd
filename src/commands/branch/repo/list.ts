import { Command } from "commander";
import { renderRepositories } from "../../../branches/render.ts";
import { listRepositories } from "../../../branches/repositories.ts";
import type { Context } from "../../../context.ts";
import { findDomain } from "../../../domains/find.ts";
import { examples } from "../../../terminal/help.ts";
import { underFlag } from "../flags.ts";

export const branchRepoList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("which are bound where, and how their last scans went")
    .description("Lists the repositories, the domains that they are bound to, and how their last scans went.")
    .option(...underFlag)
    .addHelpText("after", examples("quad branch repo list"))
    .action(async ({ domain }: { domain?: string }) => {
      const repositories = await ctx.withDb(async (sql) =>
        listRepositories(sql, domain === undefined ? undefined : (await findDomain(sql, domain)).path),
      );
      await ctx.output.result(repositories, renderRepositories);
    });
