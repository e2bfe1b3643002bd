import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { renderReshaped } from "../../domains/render.ts";
import { moveDomain } from "../../domains/reshape.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const domainMove = (ctx: Context): Command =>
  new Command("move")
    .alias("mv")
    .summary("put a domain, with everything below it, under another")
    .description("Puts a domain, with everything below it, under another domain.")
    .argument("<domain>", "path or unique name")
    .option("--to <domain>", "its new parent")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad domain move annuities --to wealth-management"))
    .action(async (reference: string, { to, dryRun }: { to?: string; dryRun?: boolean }) => {
      const parent =
        to ?? (await ctx.prompt.ask([{ name: "to", message: "Under which domain?", flag: "--to DOMAIN" }])).to;
      const moved = await ctx.withDb(
        async (sql) => {
          const { id, companyId } = await findDomain(sql, reference);
          const change = (tx: typeof sql) => moveDomain(tx, id, parent);
          const { confirmKeyEffects } = await import("../key/effects.ts");
          await confirmKeyEffects(ctx, sql, { companyId, domainId: id }, change, { dryRun });
          return change(sql);
        },
        { dryRun },
      );
      await ctx.output.result(moved, renderReshaped);
    });
