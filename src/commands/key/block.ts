import { Command } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { renderBlocked } from "../../keys/render.ts";
import { blockKey } from "../../keys/set.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";

interface Flags {
  domain: string;
  ask?: boolean;
  dryRun?: boolean;
}

export const keyBlock = (ctx: Context): Command =>
  new Command("block")
    .summary("let no key apply in a domain, on purpose")
    .description(
      "Records that no key for a tool applies in a domain, nor below it unless one is set there. People's own keys still do.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .requiredOption("-d, --domain <domain>", "path or unique name")
    .option(...askFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad key block github --domain legacy"))
    .action(async (provider: string, { domain: reference, ask, dryRun }: Flags) => {
      const blocked = await ctx.withDb(
        async (sql) => {
          const { id, companyId } = await findDomain(sql, reference);
          const change = (tx: typeof sql) => blockKey(tx, id, provider, ask);
          const scope = { companyId, domainId: id, provider };
          const { confirmKeyEffects } = await import("./effects.ts");
          const effects = await confirmKeyEffects(ctx, sql, scope, change, { dryRun, insist: true });
          const done = await change(sql);
          return "approval" in done ? done : { ...done, effects };
        },
        { dryRun },
      );
      await ctx.output.result(blocked, orAsked(renderBlocked));
    });
