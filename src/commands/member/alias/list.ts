import { Command } from "commander";
import { findCompany } from "../../../companies/find.ts";
import type { Context } from "../../../context.ts";
import { listAliases } from "../../../members/alias.ts";
import { renderAliases } from "../../../members/render-alias.ts";
import { examples } from "../../../terminal/help.ts";
import { parseEmail } from "../../../values/email.ts";

export const memberAliasList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("who goes by which other names")
    .description("Lists the other names of people.")
    .option("--email <email>", "only this person's", parseEmail)
    .option("--company <company>", "only in this company")
    .addHelpText("after", examples("quad member alias list"))
    .action(async ({ email, company }: { email?: string; company?: string }) => {
      const aliases = await ctx.withDb(async (sql) =>
        listAliases(sql, {
          email,
          companyId: company === undefined ? undefined : (await findCompany(sql, company)).id,
        }),
      );
      await ctx.output.result(aliases, renderAliases);
    });
