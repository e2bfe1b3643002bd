import { Command, Option } from "commander";
import { type CompanyChange, changeCompany } from "../../companies/change.ts";
import { plans } from "../../companies/create.ts";
import { renderCompany } from "../../companies/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLabel, parseSize } from "../../values/label.ts";

interface Flags extends Omit<CompanyChange, "countKeyUses"> {
  readonly countKeyUses?: "yes" | "no";
  readonly dryRun?: boolean;
}

export const companySet = (ctx: Context): Command =>
  new Command("set")
    .summary("change a company's plan, size, admin or name")
    .description("Changes a company. A plan that its people exceed is refused.")
    .argument("[company]", "its name, or the name of its root; the only one when left out")
    .addOption(new Option("--plan <plan>", "its plan").choices(plans))
    .option("--size <text>", "its size, such as startup or enterprise", parseSize)
    .option("--admin <email>", "whom the vendor writes to", parseEmail)
    .option("--name <text>", "its name", parseLabel)
    .addOption(
      new Option(
        "--count-key-uses <answer>",
        "whether it is counted how often keys are taken out of the vault",
      ).choices(["yes", "no"]),
    )
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad company set --plan pro"))
    .action(async (reference: string | undefined, { dryRun, countKeyUses, ...flags }: Flags) => {
      const change = { ...flags, ...(countKeyUses && { countKeyUses: countKeyUses === "yes" }) };
      if (Object.keys(change).length === 0) {
        throw usage("Missing: what to change.", { hint: "--plan, --size, --admin, --name or --count-key-uses" });
      }
      const company = await ctx.withDb((sql) => changeCompany(sql, reference, change), { dryRun });
      await ctx.output.result(company, renderCompany);
    });
