import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { removeMember } from "../../members/change.ts";
import { renderRemoved } from "../../members/render.ts";
import { parseRole, type Role } from "../../members/roles.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";

export const memberRemove = (ctx: Context): Command =>
  new Command("remove")
    .alias("rm")
    .summary("end a person's memberships in a domain")
    .description("Ends a person's memberships in a domain, or one role of them.")
    .argument("<email>", "the person", parseEmail)
    .requiredOption("-d, --domain <domain>", "path or unique name")
    .option("-r, --role <role>", "only this role", parseRole)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad member remove dev@massmutual.com --domain life-insurance"))
    .action(async (email: string, { domain, role, dryRun }: { domain: string; role?: Role; dryRun?: boolean }) => {
      const removed = await ctx.withDb(
        async (sql) => {
          const { id, companyId } = await findDomain(sql, domain);
          const change = (tx: typeof sql) => removeMember(tx, id, email, role);
          const { confirmKeyEffects } = await import("../key/effects.ts");
          await confirmKeyEffects(ctx, sql, { companyId, domainId: id, email }, change, { dryRun });
          return change(sql);
        },
        { dryRun },
      );
      await ctx.output.result(removed, renderRemoved);
    });
