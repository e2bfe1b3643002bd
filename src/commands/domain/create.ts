import { Command } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { createDomain } from "../../domains/create.ts";
import { renderCreated } from "../../domains/render.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLabel } from "../../values/label.ts";
import { parseSlug } from "../../values/slug.ts";

interface Flags {
  parent?: string;
  company?: string;
  displayName?: string;
  admin?: string;
  ask?: boolean;
  dryRun?: boolean;
}

export const domainCreate = (ctx: Context): Command =>
  new Command("create")
    .aliases(["add", "new"])
    .summary("add a domain under another, or a root")
    .description("Adds a domain under another; without --parent, a root.")
    .argument("[name]", "slug, such as life-insurance", parseSlug)
    .option("--parent <domain>", "path or unique name of the parent; a root is made when left out")
    .option("--display-name <text>", "how it is shown; the name when left out", parseLabel)
    .option("--admin <email>", "make this person its admin in the same step", parseEmail)
    .option("--company <company>", "of a new root, where there are several companies")
    .option(...askFlag)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad domain create life-insurance --parent insurance-division --admin lead@massmutual.com"),
    )
    .action(async (name: string | undefined, flags: Flags) => {
      const wanted = await complete(ctx, name, flags);
      const created = await ctx.withDb((sql) => createDomain(sql, { ...flags, ...wanted }), {
        dryRun: flags.dryRun,
      });
      await ctx.output.result(created, orAsked(renderCreated));
    });

async function complete(ctx: Context, name: string | undefined, { parent }: Flags) {
  if (name !== undefined) return { name, parent };
  const answers = await ctx.prompt.ask([
    { name: "name", message: "Name of the domain (a slug):", flag: "<name>", check: parseSlug },
    ...(parent === undefined
      ? [{ name: "parent" as const, message: "Under which domain?", flag: "--parent DOMAIN" }]
      : []),
  ]);
  return { name: parseSlug(answers.name), parent: parent ?? answers.parent };
}
