import { Command, Option } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { renderUser, renderUserAdded, renderUserRemoved, renderUserRenamed, renderUsers } from "../../users/render.ts";
import { addUser, findUser, listUsers, removeUser, renameUser, ssoProviders } from "../../users/users.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLabel } from "../../values/label.ts";
import { parseWebAddress } from "../../values/web-address.ts";

const companyFlag = ["--company <company>", "where there are several companies"] as const;

export const userCommand = (ctx: Context): Command =>
  new Command("user")
    .description("People's accounts. A member is linked to the account of their e-mail as soon as both exist.")
    .addCommand(userAdd(ctx))
    .addCommand(userList(ctx))
    .addCommand(userShow(ctx))
    .addCommand(userRename(ctx))
    .addCommand(userRemove(ctx));

interface AddFlags {
  company?: string;
  name?: string;
  sso?: string;
  ssoSubject?: string;
  avatar?: string;
  dryRun?: boolean;
}

const userAdd = (ctx: Context): Command =>
  new Command("add")
    .alias("create")
    .summary("add an account")
    .description("Adds an account, and links it to the memberships of its e-mail.")
    .argument("<email>", "the person", parseEmail)
    .option("--name <text>", "their full name", parseLabel)
    .addOption(new Option("--sso <provider>", "where they sign in").choices(ssoProviders))
    .option("--sso-subject <id>", "who they are there", parseLabel)
    .option("--avatar <url>", "their picture", parseWebAddress)
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad user add dev@massmutual.com --name 'Dev Eloper' --sso okta"))
    .action(async (email: string, { name, sso, ssoSubject, avatar, company, dryRun }: AddFlags) => {
      const wanted = { email, fullName: name, ssoProvider: sso, ssoSubject, avatarUrl: avatar, company };
      await ctx.output.result(await ctx.withDb((sql) => addUser(sql, wanted), { dryRun }), renderUserAdded);
    });

const userList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("all accounts")
    .description("Lists accounts by e-mail.")
    .option("--company <company>", "only of this company")
    .addHelpText("after", examples("quad user list"))
    .action(async ({ company }: { company?: string }) => {
      const users = await ctx.withDb(async (sql) =>
        listUsers(sql, company === undefined ? undefined : (await findCompany(sql, company)).id),
      );
      await ctx.output.result(users, renderUsers);
    });

const userShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one account")
    .description("Shows one account.")
    .argument("<email>", "the person", parseEmail)
    .option(...companyFlag)
    .addHelpText("after", examples("quad user show dev@massmutual.com"))
    .action(async (email: string, { company }: { company?: string }) => {
      await ctx.output.result(await ctx.withDb((sql) => findUser(sql, email, company)), renderUser);
    });

const userRename = (ctx: Context): Command =>
  new Command("rename")
    .summary("give an account another e-mail; everything follows")
    .description("Gives an account another e-mail. Memberships, tickets, branches, requests and history follow.")
    .argument("<email>", "the person", parseEmail)
    .argument("<new-email>", "the new e-mail", parseEmail)
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad user rename dev@massmutual.com developer@massmutual.com"))
    .action(async (email: string, newEmail: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const renamed = await ctx.withDb((sql) => renameUser(sql, email, newEmail, company), { dryRun });
      await ctx.output.result(renamed, renderUserRenamed);
    });

const userRemove = (ctx: Context): Command =>
  new Command("remove")
    .alias("rm")
    .summary("remove an account with its keys, sessions and login")
    .description("Removes an account with its keys, sessions and login. The memberships of its e-mail stay.")
    .argument("<email>", "the person", parseEmail)
    .option(...companyFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad user remove dev@massmutual.com --yes"))
    .action(async (email: string, { company, dryRun }: { company?: string; dryRun?: boolean }) => {
      const removed = await ctx.withDb(
        async (sql) => {
          const { login } = await findUser(sql, email, company);
          const its = login === null ? "its keys and sessions" : `its keys, sessions and login ${login}`;
          if (!dryRun) await ctx.prompt.confirm(`Remove the account of ${email}, with ${its}?`);
          return removeUser(sql, email, company);
        },
        { dryRun },
      );
      await ctx.output.result(removed, renderUserRemoved);
    });
