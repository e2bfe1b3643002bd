import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { listMembers } from "../../members/list.ts";
import { renderMembers } from "../../members/render.ts";
import { parseRole, type Role } from "../../members/roles.ts";
import { examples } from "../../terminal/help.ts";

interface Flags {
  domain?: string;
  recursive?: boolean;
  role?: Role;
  pending?: boolean;
  company?: string;
}

export const memberList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("who works where, in which role, at what allocation")
    .description("Lists memberships: who works where, in which role, at what allocation.")
    .option("-d, --domain <domain>", "only in this domain")
    .option("--recursive", "and below it")
    .option("-r, --role <role>", "only in this role", parseRole)
    .option("--pending", "only invitations that are not accepted yet")
    .option("--company <company>", "only in this company")
    .addHelpText(
      "after",
      examples("quad member list --domain insurance-division --recursive", "quad member list --pending"),
    )
    .action(async ({ domain, recursive, role, pending, company }: Flags) => {
      const members = await ctx.withDb(async (sql) =>
        listMembers(sql, {
          domain: domain === undefined ? undefined : (await findDomain(sql, domain)).path,
          companyId: company === undefined ? undefined : (await findCompany(sql, company)).id,
          status: pending ? "pending" : undefined,
          recursive,
          role,
        }),
      );
      await ctx.output.result(members, renderMembers);
    });
