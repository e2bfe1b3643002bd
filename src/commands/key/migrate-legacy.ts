import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { migrateLegacyKeys } from "../../keys/legacy.ts";
import { renderLegacy } from "../../keys/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

export const keyMigrateLegacy = (ctx: Context): Command =>
  new Command("migrate-legacy")
    .summary("move the keys of legacy integrations to the root domain")
    .description(
      "Moves the keys of QUAD_company_integrations to the root domain of their company; the switches stay there. Exit code 8: some cannot be moved; each with its reason.",
    )
    .option("--company <company>", "only of this company")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad key migrate-legacy --dry-run", "quad key migrate-legacy"))
    .action(async ({ company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const keys = await ctx.withDb((sql) => migrateLegacyKeys(sql, company), { dryRun });
      const some = keys.some(({ outcome }) => outcome === "stays");
      await ctx.output.result(keys, renderLegacy, some ? ExitCode.needsAttention : ExitCode.done);
    });
