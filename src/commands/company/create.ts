import { Command, Option } from "commander";
import { createCompany, type Plan, plans } from "../../companies/create.ts";
import { renderCompany } from "../../companies/render.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLabel, parseSize } from "../../values/label.ts";
import { parseSlug, slugify } from "../../values/slug.ts";

interface Flags {
  root?: string;
  admin?: string;
  displayName?: string;
  size?: string;
  plan: Plan;
  dryRun?: boolean;
}

export const companyCreate = (ctx: Context): Command =>
  new Command("create")
    .aliases(["add", "new"])
    .summary("sign a company up on a cloud install")
    .description("Signs a company up on a cloud install: the company, its root domain and its founder.")
    .argument("[name]", "the company's name", parseLabel)
    .option("--root <slug>", "the name of its root domain", parseSlug)
    .option("--admin <email>", "its founder, who administers it", parseEmail)
    .option("--display-name <text>", "how the root is shown; the company's name when left out", parseLabel)
    .option("--size <text>", "its size, such as startup or enterprise", parseSize)
    .addOption(new Option("--plan <plan>", "its plan").choices(plans).default("free"))
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad company create 'Startup Alpha' --root startup-alpha --admin founder@startupalpha.com"),
    )
    .action(async (name: string | undefined, { root, admin, displayName, size, plan, dryRun }: Flags) => {
      const answers = await ctx.prompt.ask([
        ...(name === undefined
          ? [{ name: "name" as const, message: "The company's name:", flag: "<name>", check: parseLabel }]
          : []),
        ...(root === undefined
          ? [
              {
                name: "root" as const,
                message: "The name of its root domain:",
                flag: "--root SLUG",
                check: parseSlug,
                ...(name !== undefined && { initial: slugify(name) }),
              },
            ]
          : []),
        ...(admin === undefined
          ? [{ name: "admin" as const, message: "Its founder's e-mail:", flag: "--admin EMAIL", check: parseEmail }]
          : []),
      ]);
      const wanted = {
        name: name ?? parseLabel(answers.name),
        root: root ?? parseSlug(answers.root),
        admin: admin ?? parseEmail(answers.admin),
        displayName,
        size,
        plan,
      };
      const company = await ctx.withDb((sql) => createCompany(sql, wanted), { dryRun });
      await ctx.output.result(company, renderCompany);
    });
