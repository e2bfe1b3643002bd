import { Command } from "commander";
import { listLogins } from "../../access/logins.ts";
import { renderLogins } from "../../access/render.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const accessList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("people's logins")
    .description("Lists people's logins by e-mail, and says which of them the server does not have.")
    .option("--company <company>", "only of this company")
    .addHelpText("after", examples("quad access list"))
    .action(async ({ company }: { company?: string }) => {
      await ctx.output.result(await ctx.withDb((sql) => listLogins(sql, company)), renderLogins);
    });
