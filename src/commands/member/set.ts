import { Command } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { changeMember } from "../../members/change.ts";
import { renderChanged } from "../../members/render.ts";
import { parseRole, type Role } from "../../members/roles.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parsePercentage } from "../../values/percentage.ts";

interface Flags {
  domain?: string;
  role?: Role;
  toRole?: Role;
  allocation?: number;
  primary?: boolean;
  ask?: boolean;
  dryRun?: boolean;
}

export const memberSet = (ctx: Context): Command =>
  new Command("set")
    .summary("change a membership: allocation, role, primary domain")
    .description("Changes a membership: its allocation, its role, or whether the domain is the person's primary one.")
    .argument("<email>", "the person", parseEmail)
    .option("-d, --domain <domain>", "path or unique name")
    .option("-r, --role <role>", "which of their roles there, where they have several", parseRole)
    .option("-a, --allocation <percent>", "the new allocation, 0 to 100", parsePercentage)
    .option("--to-role <role>", "the new role", parseRole)
    .option("--primary", "make it their primary domain")
    .option("--no-primary", "make it no longer their primary domain")
    .option(...askFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad member set dev@massmutual.com --domain life-insurance --allocation 60"))
    .action(async (email: string, { domain, role, toRole, allocation, primary, ask, dryRun }: Flags) => {
      if (allocation === undefined && toRole === undefined && primary === undefined) {
        throw usage("Missing: what to change.", { hint: "--allocation N, --to-role ROLE, --primary or --no-primary" });
      }
      const where =
        domain ??
        (await ctx.prompt.ask([{ name: "domain", message: "In which domain?", flag: "--domain DOMAIN" }])).domain;
      const changed = await ctx.withDb(
        (sql) => changeMember(sql, { email, domain: where, role, toRole, allocation, primary, ask }),
        { dryRun },
      );
      await ctx.output.result(changed, orAsked(renderChanged));
    });
