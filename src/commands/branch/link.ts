import { Command } from "commander";
import { linkBranch, linkByName } from "../../branches/link.ts";
import { parseBranchName } from "../../branches/names.ts";
import { renderLinked } from "../../branches/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseKey } from "../../tickets/reading/values.ts";

interface Flags {
  byName?: boolean;
  repo?: string;
  domain?: string;
  dryRun?: boolean;
}

export const branchLink = (ctx: Context): Command =>
  new Command("link")
    .summary("say which ticket a branch is about")
    .description("Says which ticket a branch is about, whatever its name says. A scan leaves that as it is.")
    .argument("<branch>", "its name", parseBranchName)
    .argument("[key]", "the ticket, such as JIRA-123", parseKey)
    .option("--by-name", "leave it to the branch's name again")
    .option("-r, --repo <name>", "in which repository, where several have it")
    .option("-d, --domain <domain>", "in which domain, or below it")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad branch link hotfix JIRA-123", "quad branch link hotfix --by-name"))
    .action(async (branch: string, key: string | undefined, { byName, repo: repository, domain, dryRun }: Flags) => {
      if ((key === undefined) !== (byName === true)) {
        throw usage(byName ? "--by-name goes without a key." : "Missing: <key>, the ticket.", {
          hint: byName ? "Say either of the two." : "Or leave it to its name: --by-name",
        });
      }
      const input = { branch, repository, domain };
      const linked = await ctx.withDb(
        (sql) => (key === undefined ? linkByName(sql, input) : linkBranch(sql, input, key)),
        { dryRun },
      );
      await ctx.output.result(linked, renderLinked);
    });
