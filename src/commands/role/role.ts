import { Command } from "commander";
import { renderRole, renderRoles } from "../../access/render.ts";
import { listRoles, type RoleSummary } from "../../access/roles.ts";
import type { Context } from "../../context.ts";
import { parseRole, type Role } from "../../members/roles.ts";
import { examples } from "../../terminal/help.ts";

export const roleCommand = (ctx: Context): Command =>
  new Command("role")
    .description("The eight roles, and what each can and cannot do.")
    .addCommand(roleList(ctx))
    .addCommand(roleShow(ctx));

const roleList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("the eight roles")
    .description("Lists the eight roles, from the widest to the narrowest.")
    .addHelpText("after", examples("quad role list"))
    .action(async () => {
      await ctx.output.result(await ctx.withDb(listRoles), renderRoles);
    });

const roleShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("what a role can and cannot do")
    .description("Shows what a role can and cannot do, and where.")
    .argument("<role>", "one of the eight", parseRole)
    .addHelpText("after", examples("quad role show SUBDOMAIN_ADMIN"))
    .action(async (wanted: Role) => {
      const roles = await ctx.withDb(listRoles);
      await ctx.output.result(roles.find(({ role }) => role === wanted) as RoleSummary, renderRole);
    });
