import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { companyOf } from "../../keys/position.ts";
import { renderUnset } from "../../keys/render.ts";
import { unsetKey } from "../../keys/set.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";
import { domainFlag, type HolderFlags, holderOf, userFlag } from "./flags.ts";

export const keyUnset = (ctx: Context): Command =>
  new Command("unset")
    .alias("rm")
    .summary("take it away; what is above applies again")
    .description(
      "Takes away what a domain or a person has for a tool, a key or a block, so that what is above applies again.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .option(...domainFlag)
    .option(...userFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad key unset github --domain wealth-management"))
    .action(async (provider: string, { dryRun, ...whose }: HolderFlags & { dryRun?: boolean }) => {
      const holder = holderOf(whose);
      const unset = await ctx.withDb(
        async (sql) => {
          const domain = holder.domain === undefined ? undefined : await findDomain(sql, holder.domain);
          const scope = domain
            ? { companyId: domain.companyId, domainId: domain.id, provider }
            : { companyId: await companyOf(sql, holder.user ?? ""), email: holder.user, provider };
          const change = (tx: typeof sql) => unsetKey(tx, holder, provider);
          const { confirmKeyEffects } = await import("./effects.ts");
          const effects = await confirmKeyEffects(ctx, sql, scope, change, { dryRun, insist: true });
          return { ...(await change(sql)), effects };
        },
        { dryRun },
      );
      await ctx.output.result(unset, renderUnset);
    });
