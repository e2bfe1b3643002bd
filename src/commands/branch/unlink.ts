import { Command } from "commander";
import { linkBranch } from "../../branches/link.ts";
import { parseBranchName } from "../../branches/names.ts";
import { renderLinked } from "../../branches/render.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  repo?: string;
  domain?: string;
  dryRun?: boolean;
}

export const branchUnlink = (ctx: Context): Command =>
  new Command("unlink")
    .summary("say that a branch is about no ticket")
    .description("Says that a branch is about no ticket, whatever its name says, until it is linked again.")
    .argument("<branch>", "its name", parseBranchName)
    .option("-r, --repo <name>", "in which repository, where several have it")
    .option("-d, --domain <domain>", "in which domain, or below it")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad branch unlink release/UTC-8"))
    .action(async (branch: string, { repo: repository, domain, dryRun }: Flags) => {
      const linked = await ctx.withDb((sql) => linkBranch(sql, { branch, repository, domain }, null), { dryRun });
      await ctx.output.result(linked, renderLinked);
    });
