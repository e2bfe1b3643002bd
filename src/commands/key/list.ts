import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { renderKeys } from "../../keys/render.ts";
import { listKeys } from "../../keys/stored.ts";
import { examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";
import { userFlag } from "./flags.ts";

interface Flags {
  domain?: string;
  recursive?: boolean;
  user?: string;
  provider?: string;
  company?: string;
}

export const keyList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("the keys that are set, as they are stored")
    .description(
      "Lists what domains and people have: keys by their paths, blocks, and what passes on. Which one applies: quad key matrix.",
    )
    .option("-d, --domain <domain>", "only of this domain")
    .option("--recursive", "and below it")
    .option(...userFlag)
    .option("--provider <provider>", "only for this tool", parseProvider)
    .option("--company <company>", "only in this company")
    .addHelpText("after", examples("quad key list", "quad key list --domain insurance-division --recursive"))
    .action(async ({ domain, company, ...filter }: Flags) => {
      const keys = await ctx.withDb(async (sql) =>
        listKeys(sql, {
          ...filter,
          domain: domain === undefined ? undefined : (await findDomain(sql, domain)).path,
          companyId: company === undefined ? undefined : (await findCompany(sql, company)).id,
        }),
      );
      await ctx.output.result(keys, renderKeys);
    });
