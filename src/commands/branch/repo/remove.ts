import { Command } from "commander";
import { activeIn, findRepository, unbindRepository } from "../../../branches/bind.ts";
import { renderUnbound } from "../../../branches/render.ts";
import type { Context } from "../../../context.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";
import { counted } from "../../../terminal/style.ts";

export const branchRepoRemove = (ctx: Context): Command =>
  new Command("remove")
    .alias("rm")
    .summary("scan it no more; its branches count as gone")
    .description(
      "Unbinds a repository from its domain. It is not scanned any more, and its active branches count as gone.",
    )
    .argument("<name>", "what it is called here")
    .option("-d, --domain <domain>", "a domain of the company, where several have one of that name")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad branch repo remove policy-app --yes"))
    .action(async (name: string, { domain, dryRun }: { domain?: string; dryRun?: boolean }) => {
      const removed = await ctx.withDb(
        async (sql) => {
          const repository = await findRepository(sql, name, domain);
          const active = await activeIn(sql, repository);
          if (active > 0 && !dryRun) {
            await ctx.prompt.confirm(
              `Unbind ${repository.name} from ${repository.domain}, with ${counted(active, "active branch", "active branches")}?`,
            );
          }
          return unbindRepository(sql, repository);
        },
        { dryRun },
      );
      await ctx.output.result(removed, renderUnbound);
    });
