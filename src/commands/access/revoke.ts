import { Command } from "commander";
import { findLogin, revokeLogin } from "../../access/logins.ts";
import { renderRevoked } from "../../access/render.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";

export const accessRevoke = (ctx: Context): Command =>
  new Command("revoke")
    .alias("rm")
    .summary("end a person's login and its connections")
    .description("Ends a person's login: its Postgres role goes, and whoever is connected with it is cut off.")
    .argument("<email>", "the person", parseEmail)
    .option("--company <company>", "where there are several companies")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad access revoke dev@massmutual.com --yes"))
    .action(async (email: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const revoked = await ctx.withDb(
        async (sql) => {
          const login = await findLogin(sql, email, company);
          if (login && !dryRun) await ctx.prompt.confirm(`End the login ${login.login} of ${email}?`);
          return revokeLogin(sql, email, company);
        },
        { dryRun },
      );
      await ctx.output.result(revoked, renderRevoked);
    });
