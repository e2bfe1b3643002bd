import { Command, Option } from "commander";
import { connectionUrl } from "../../access/connection-url.ts";
import { grantLogin, parseLogin, resetLogin } from "../../access/logins.ts";
import { newPassword, scramVerifier } from "../../access/password.ts";
import { renderGranted, renderReset } from "../../access/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";

interface Flags {
  login?: string;
  certificate?: string;
  iam?: string;
  company?: string;
  reset?: boolean;
  dryRun?: boolean;
}

export const accessGrant = (ctx: Context): Command =>
  new Command("grant")
    .summary("give a member a login of their own, or another password")
    .description(
      "Gives a member a Postgres login that may do what their roles give them, with quad and with psql. Its password is made here, shown once, and told to nobody else, Postgres included.",
    )
    .argument("<email>", "the person", parseEmail)
    .option("--login <name>", "what the login is called (default: the e-mail)", parseLogin)
    .addOption(
      new Option("--certificate <name>", "no password: the name (CN) in their certificate")
        .argParser(parseLogin)
        .conflicts(["login", "iam", "reset"]),
    )
    .addOption(
      new Option("--iam <name>", "no password: what the cloud's IAM calls them")
        .argParser(parseLogin)
        .conflicts(["login", "reset"]),
    )
    .addOption(new Option("--reset", "give the login they have another password").conflicts("login"))
    .option("--company <company>", "where there are several companies")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad access grant director@massmutual.com",
        "quad access grant dev@massmutual.com --certificate dev.massmutual.com",
        "quad access grant director@massmutual.com --reset",
      ),
    )
    .action(async (email: string, { login, certificate, iam, company, reset, dryRun }: Flags) => {
      const { value: target } = await (await ctx.install()).database();
      if (target.kind === "embedded") {
        throw usage("An embedded install has no logins: whoever may read its directory is its owner.", {
          hint: `Act as somebody: --as ${email}`,
        });
      }
      const withoutPassword = certificate ?? iam;
      const password = newPassword();
      const name = reset ? undefined : (login ?? withoutPassword ?? parseLogin(email));
      const granted = await ctx.withDb(
        (sql) =>
          name === undefined
            ? resetLogin(sql, email, company, scramVerifier(password))
            : grantLogin(sql, {
                email,
                company,
                login: name,
                verifier: withoutPassword === undefined ? scramVerifier(password) : undefined,
              }),
        { dryRun },
      );
      const shown = dryRun || withoutPassword !== undefined ? null : password;
      const url = connectionUrl(target, granted.login, shown ?? undefined);
      await ctx.output.result({ login: granted, password: shown, url }, reset ? renderReset : renderGranted);
    });
