import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { missingKeys, renderSwitched } from "../../integrations/render.ts";
import { switchIntegration } from "../../integrations/switch.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const integrationEnable = (ctx: Context): Command =>
  verb(ctx, "enable", true)
    .summary("switch an integration on for the company")
    .description(
      "Switches an integration on for the whole company, and warns where no key for it applies to anybody. What is coming soon cannot be switched on.",
    );

export const integrationDisable = (ctx: Context): Command =>
  verb(ctx, "disable", false)
    .summary("switch an integration off for the company")
    .description("Switches an integration off for the whole company. Its keys stay as they are.");

const verb = (ctx: Context, name: string, on: boolean): Command =>
  new Command(name)
    .argument("<integration>", "its name, such as github")
    .option("--company <company>", "of which company, where there are several")
    .option(...dryRunFlag)
    .addHelpText("after", examples(`quad integration ${name} github`))
    .action(async (reference: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const switched = await ctx.withDb(
        async (sql) => switchIntegration(sql, await findCompany(sql, company), reference, on),
        { dryRun },
      );
      await ctx.output.result(switched, renderSwitched);
      const warning = missingKeys(switched);
      if (warning) ctx.output.warn(warning);
    });
