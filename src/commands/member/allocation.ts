import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { allocationMatrix } from "../../members/allocation.ts";
import { renderMatrix } from "../../members/render.ts";
import { examples } from "../../terminal/help.ts";
import { parsePercentage } from "../../values/percentage.ts";

interface Flags {
  domain?: string;
  company?: string;
  over?: number;
  free?: number;
}

export const memberAllocation = (ctx: Context): Command =>
  new Command("allocation")
    .aliases(["alloc", "allocations"])
    .summary("people × domains, and what is left of each person")
    .description("Shows who is allocated where, as a matrix people × domains, with what is left of each person.")
    .option("-d, --domain <domain>", "people of this domain and below it")
    .option("--over <percent>", "only people allocated more than this", parsePercentage)
    .option("--free <percent>", "only people of whom at least this is left", parsePercentage)
    .option("--company <company>", "only of this company")
    .addHelpText(
      "after",
      examples("quad member allocation", "quad member allocation --free 20 --domain insurance-division"),
    )
    .action(async ({ domain, company, over, free }: Flags) => {
      const rows = await ctx.withDb(async (sql) =>
        allocationMatrix(sql, {
          domain: domain === undefined ? undefined : (await findDomain(sql, domain)).path,
          companyId: company === undefined ? undefined : (await findCompany(sql, company)).id,
          over,
          free,
        }),
      );
      await ctx.output.result(rows, renderMatrix);
    });
