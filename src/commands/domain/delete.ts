import { Command } from "commander";
import type { Context } from "../../context.ts";
import { deleteDomain, deletionOf } from "../../domains/delete.ts";
import { renderDeleted, went } from "../../domains/render.ts";
import { conflict } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  recursive?: boolean;
  confirm?: string;
  dryRun?: boolean;
}

export const domainDelete = (ctx: Context): Command =>
  new Command("delete")
    .alias("rm")
    .summary("delete a domain")
    .description("Deletes a domain. One with domains below it or members in it wants --recursive and its name typed.")
    .argument("<domain>", "path or unique name")
    .option("-r, --recursive", "with everything below it and everybody in it")
    .option("--confirm <name>", "its name, typed beforehand")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad domain delete legacy", "quad domain delete legacy --recursive --confirm legacy"),
    )
    .action(async (reference: string, { recursive, confirm, dryRun }: Flags) => {
      const deleted = await ctx.withDb(
        async (sql) => {
          const deletion = await deletionOf(sql, reference);
          if (deletion.descendants + deletion.memberships > 0) {
            const what = `${deletion.path} goes${went(deletion)}.`;
            if (!recursive) {
              throw conflict(`${deletion.path} is not empty.`, {
                detail: what,
                hint: `With all of it: quad domain delete ${deletion.path.slice(1)} --recursive`,
              });
            }
            if (!dryRun) await ctx.prompt.typed(what, deletion.name, confirm, "--confirm");
          }
          return deleteDomain(sql, deletion.path);
        },
        { dryRun },
      );
      await ctx.output.result(deleted, renderDeleted);
    });
