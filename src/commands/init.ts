import { Command, Option } from "commander";
import type { DeploymentModel, Plan } from "../companies/create.ts";
import { deploymentModels, initInstall, plans } from "../companies/create.ts";
import { renderInitialised } from "../companies/render.ts";
import type { Context } from "../context.ts";
import { examples } from "../terminal/help.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { parseEmail } from "../values/email.ts";
import { parseLabel, parseSize } from "../values/label.ts";
import { parseSlug, slugify } from "../values/slug.ts";

interface Flags {
  company?: string;
  root?: string;
  admin?: string;
  displayName?: string;
  size?: string;
  plan: Plan;
  model: DeploymentModel;
  embedded?: string | true;
}

export const initCommand = (ctx: Context): Command =>
  new Command("init")
    .description("Makes an install ready: schema, company, root domain and its administrator. Safe to run twice.")
    .option("--company <name>", "the company's name", parseLabel)
    .option("--root <slug>", "the name of its root domain", parseSlug)
    .option("--admin <email>", "who administers it", parseEmail)
    .option("--display-name <text>", "how the root is shown; the company's name when left out", parseLabel)
    .option("--size <text>", "the company's size, such as startup or enterprise", parseSize)
    .addOption(new Option("--plan <plan>", "its plan").choices(plans).default("free"))
    .addOption(new Option("--model <model>", "where it runs").choices(deploymentModels).default("self-hosted"))
    .option("--embedded [dir]", "make an embedded Postgres for it first, in DIR")
    .addHelpText(
      "after",
      examples(
        "quad init --company 'Massachusetts Mutual Life Insurance' --root massmutual --admin it-admin@massmutual.com",
        "quad init --embedded ./acme --company Acme --root acme --admin admin@acme.com",
      ),
    )
    .action(async (flags: Flags) => {
      const { company, root, admin } = await complete(ctx, flags);
      const install = await ctx.install();
      const where = flags.embedded;
      const embedded =
        where === undefined
          ? undefined
          : await ctx.output.progress("Making an embedded Postgres …", () => install.makeEmbedded(where));
      const done = await ctx.withBareDb(async (sql) => {
        const { migrate } = await import("../postgres/migrate.ts");
        await migrate(sql, await ctx.schema());
        const { displayName, size, plan, model } = flags;
        return initInstall(sql, { name: company, root, admin, displayName, size, plan }, model);
      });
      await ctx.output.result(done, renderInitialised);
      if (embedded?.mention) {
        ctx.output.note(`Later commands need: export QUAD_DATABASE_URL=${shellWord(`pg:${embedded.directory}`)}`);
      }
    });

/** Asks for what the flags left out. The root's name is suggested from the company's. */
async function complete(ctx: Context, flags: Flags): Promise<{ company: string; root: string; admin: string }> {
  const questions = [
    { name: "company", message: "The company's name:", flag: "--company NAME", check: parseLabel },
    { name: "admin", message: "Its administrator's e-mail:", flag: "--admin EMAIL", check: parseEmail },
    { name: "root", message: "The name of its root domain:", flag: "--root SLUG", check: parseSlug },
  ] as const;
  const missing = questions.filter(({ name }) => flags[name] === undefined);
  if (!ctx.prompt.interactive) await ctx.prompt.ask(missing);
  const first = await ctx.prompt.ask(missing.filter(({ name }) => name !== "root"));
  const company = flags.company ?? parseLabel(first.company);
  const rest = await ctx.prompt.ask(
    missing.filter(({ name }) => name === "root").map((question) => ({ ...question, initial: slugify(company) })),
  );
  return { company, root: flags.root ?? parseSlug(rest.root), admin: flags.admin ?? parseEmail(first.admin) };
}
