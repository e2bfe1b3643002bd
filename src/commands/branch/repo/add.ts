import { Command } from "commander";
import { bindRepository, boundElsewhere } from "../../../branches/bind.ts";
import { parseLocation } from "../../../branches/git/location.ts";
import { parseBranchName } from "../../../branches/names.ts";
import { renderAdded } from "../../../branches/render.ts";
import { parseRepositoryName, usualName } from "../../../branches/repository.ts";
import type { Context } from "../../../context.ts";
import { findDomain } from "../../../domains/find.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";

interface Flags {
  domain: string;
  name?: string;
  base?: string;
  dryRun?: boolean;
}

export const branchRepoAdd = (ctx: Context): Command =>
  new Command("add")
    .summary("bind a repository to a domain")
    .description("Binds a repository to the domain whose work its branches are. It is read by the next scan.")
    .argument("<location>", "its path on this host, or its URL")
    .requiredOption("-d, --domain <domain>", "path or unique name")
    .option("--name <name>", "what it is called here (default: the last part of its location)", parseRepositoryName)
    .option("--base <branch>", "the branch that others are merged into (default: as git has it)", parseBranchName)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad branch repo add https://git.example.com/policy-app.git --domain life-insurance"),
    )
    .action(async (text: string, { domain, name, base, dryRun }: Flags) => {
      const location = await parseLocation(text, ctx);
      const added = await ctx.withDb(
        async (sql) => {
          const binding = {
            domain: await findDomain(sql, domain),
            name: name ?? usualName(location),
            location: location.text,
          };
          const { repository, isNew } = await bindRepository(sql, { ...binding, base });
          if (!isNew) throw boundElsewhere(location.text, repository);
          return repository;
        },
        { dryRun },
      );
      const { name: called, domain: path, location: where, base: into } = added;
      await ctx.output.result({ name: called, domain: path, location: where, base: into }, renderAdded);
    });
