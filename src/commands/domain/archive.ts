import { Command } from "commander";
import type { Context } from "../../context.ts";
import { archiveDomain, restoreDomain } from "../../domains/archive.ts";
import { renderArchived, renderRestored } from "../../domains/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const domainArchive = (ctx: Context): Command =>
  new Command("archive")
    .summary("put a domain to rest, with everything below it")
    .description("Puts a domain and everything below it to rest: it keeps its members, and takes no new ones.")
    .argument("<domain>", "path or unique name")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad domain archive disability"))
    .action(async (reference: string, { dryRun }: { dryRun?: boolean }) => {
      const archived = await ctx.withDb((sql) => archiveDomain(sql, reference), { dryRun });
      await ctx.output.result(archived, renderArchived);
    });

export const domainRestore = (ctx: Context): Command =>
  new Command("restore")
    .summary("bring an archived domain back")
    .description("Brings an archived domain back, with those below it that were archived along with it.")
    .argument("<domain>", "path or unique name")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad domain restore disability"))
    .action(async (reference: string, { dryRun }: { dryRun?: boolean }) => {
      const restored = await ctx.withDb((sql) => restoreDomain(sql, reference), { dryRun });
      await ctx.output.result(restored, renderRestored);
    });
