import { Command } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { addMember } from "../../members/add.ts";
import { renderAdded } from "../../members/render.ts";
import { parseRole, type Role, roles } from "../../members/roles.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parsePercentage } from "../../values/percentage.ts";

interface Flags {
  domain?: string;
  role?: Role;
  allocation?: number;
  primary?: boolean;
  ask?: boolean;
  dryRun?: boolean;
}

export const memberAdd = (ctx: Context): Command =>
  newMember(ctx, "add", "active")
    .summary("add a person to a domain")
    .description("Adds a person to a domain, in a role, at an allocation. They need not be a user yet.")
    .addHelpText(
      "after",
      examples("quad member add dev@massmutual.com --domain life-insurance --role developer --allocation 100"),
    );

export const memberInvite = (ctx: Context): Command =>
  newMember(ctx, "invite", "pending")
    .summary("invite a person: a member once they accept")
    .description(
      "Invites a person to a domain. A pending member holds seat and allocation, so that accepting cannot fail.",
    )
    .addHelpText("after", examples("quad member invite dev1@startupalpha.com --domain startup-alpha --role developer"));

const newMember = (ctx: Context, verb: string, status: "active" | "pending"): Command =>
  new Command(verb)
    .argument("[email]", "the person", parseEmail)
    .option("-d, --domain <domain>", "path or unique name")
    .option("-r, --role <role>", "one of the eight roles (see quad role list)", parseRole)
    .option("-a, --allocation <percent>", "how much of them, 0 to 100 (default 0)", parsePercentage)
    .option("--primary", "their primary domain")
    .option(...askFlag)
    .option(...dryRunFlag)
    .action(async (email: string | undefined, flags: Flags) => {
      const answers = await ctx.prompt.ask([
        ...(email === undefined
          ? [{ name: "email" as const, message: "Whose e-mail?", flag: "<email>", check: parseEmail }]
          : []),
        ...(flags.domain === undefined
          ? [{ name: "domain" as const, message: "In which domain?", flag: "--domain DOMAIN" }]
          : []),
        ...(flags.role === undefined
          ? [
              {
                name: "role" as const,
                message: "In which role?",
                flag: "--role ROLE",
                choices: roles,
                initial: "DEVELOPER",
              },
            ]
          : []),
      ]);
      const wanted = {
        email: email ?? parseEmail(answers.email),
        domain: flags.domain ?? answers.domain,
        role: flags.role ?? parseRole(answers.role),
        status,
        allocation: flags.allocation,
        primary: flags.primary,
        ask: flags.ask,
      };
      const added = await ctx.withDb((sql) => addMember(sql, wanted), { dryRun: flags.dryRun });
      await ctx.output.result(added, orAsked(renderAdded));
      if (!("approval" in added) && added.tooManyAdmins.length > 0) {
        ctx.output.warn(
          `There are ${added.tooManyAdmins.length} QUAD_ADMINs now (${added.tooManyAdmins.join(", ")}); one or two are meant to be enough.`,
        );
      }
    });
