import { Command } from "commander";
import { explainNames } from "../../branches/explain.ts";
import { parseBranchName, readNames } from "../../branches/names.ts";
import { renderExplained } from "../../branches/render.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";

export const branchExplain = (ctx: Context): Command =>
  new Command("explain")
    .summary("what is found in the name of a branch, and why")
    .description(
      "Shows which ticket is found in the names of branches, and because of which project's configuration; and what is known of the branches of those names. They need not be there yet.",
    )
    .argument("[names...]", "names of branches")
    .option("--stdin", "read the names, one a line")
    .option("-d, --domain <domain>", "whose projects count (default: all that are configured)")
    .addHelpText(
      "after",
      examples(
        "quad branch explain feature/JIRA-123-login --domain life-insurance",
        "git branch | quad branch explain --stdin",
      ),
    )
    .action(async (given: readonly string[], { stdin = false, domain }: { stdin?: boolean; domain?: string }) => {
      if (stdin === given.length > 0) {
        throw stdin
          ? usage("Names come either as arguments or from --stdin.")
          : usage("Missing: <names>, or --stdin.", { hint: "As in git branch | quad branch explain --stdin" });
      }
      const names = stdin ? readNames(await ctx.readStdin()) : given.map(parseBranchName);
      const explained = await ctx.withDb(async (sql) =>
        explainNames(sql, names, domain === undefined ? undefined : await findDomain(sql, domain)),
      );
      await ctx.output.result(explained, renderExplained);
    });
