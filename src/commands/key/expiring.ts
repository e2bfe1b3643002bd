import { Command, Option } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { expiringKeys } from "../../keys/expiring.ts";
import { renderExpiring } from "../../keys/render.ts";
import { examples } from "../../terminal/help.ts";
import { parseSpan } from "../../values/moment.ts";

export const keyExpiring = (ctx: Context): Command =>
  new Command("expiring")
    .summary("keys that expire soon or have; for cron")
    .description(
      "Lists keys that expire before long or have, and former paths whose grace period ends. Prints nothing when there are none; exit code 8 when there are.",
    )
    .addOption(new Option("--within <span>", "how soon").argParser(parseSpan).default(30 * 86_400, "30d"))
    .option("--company <company>", "only of this company")
    .addHelpText("after", examples("quad key expiring --within 30d"))
    .action(async ({ within, company }: { within: number; company?: string }) => {
      const keys = await ctx.withDb(async (sql) =>
        expiringKeys(sql, within, {
          companyId: company === undefined ? undefined : (await findCompany(sql, company)).id,
        }),
      );
      await ctx.output.result(keys, renderExpiring, keys.length > 0 ? ExitCode.needsAttention : ExitCode.done);
    });
