import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { keyMatrix } from "../../keys/matrix.ts";
import { renderMatrix } from "../../keys/render.ts";
import { examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";

interface Flags {
  domain?: string;
  provider?: string;
  company?: string;
}

export const keyMatrixCommand = (ctx: Context): Command =>
  new Command("matrix")
    .summary("people × tools: whose key applies to everybody")
    .description(
      "Shows for each active member, in each of their domains, whose key applies for which tool, as a matrix people × tools.",
    )
    .option("-d, --domain <domain>", "only in this domain and below it")
    .option("--provider <provider>", "only for this tool", parseProvider)
    .option("--company <company>", "of which company, where there are several")
    .addHelpText("after", examples("quad key matrix", "quad key matrix --domain insurance-division"))
    .action(async ({ domain, provider, company }: Flags) => {
      const matrix = await ctx.withDb(async (sql) => {
        const under = domain === undefined ? undefined : await findDomain(sql, domain);
        const companyId = under?.companyId ?? (await findCompany(sql, company)).id;
        return keyMatrix(sql, companyId, { under: under?.path, provider });
      });
      await ctx.output.result(matrix, renderMatrix);
    });
