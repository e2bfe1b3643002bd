import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderReshaped } from "../../domains/render.ts";
import { renameDomain } from "../../domains/reshape.ts";
import { usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseLabel } from "../../values/label.ts";
import { parseSlug } from "../../values/slug.ts";

export const domainRename = (ctx: Context): Command =>
  new Command("rename")
    .summary("give a domain another name; the paths below follow")
    .description("Gives a domain another name, or another display name. The paths of everything below it follow.")
    .argument("<domain>", "path or unique name")
    .argument("[name]", "the new slug", parseSlug)
    .option("--display-name <text>", "how it is shown", parseLabel)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad domain rename annuities pensions --display-name Pensions"))
    .action(async (reference: string, name: string | undefined, flags: { displayName?: string; dryRun?: boolean }) => {
      const { displayName, dryRun } = flags;
      if (name === undefined && displayName === undefined)
        throw usage("Missing: the new name, or --display-name TEXT.");
      const renamed = await ctx.withDb((sql) => renameDomain(sql, reference, { name, displayName }), { dryRun });
      await ctx.output.result(renamed, renderReshaped);
    });
