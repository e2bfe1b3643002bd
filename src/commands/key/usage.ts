import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { usage } from "../../errors.ts";
import { keyUsage } from "../../keys/effects.ts";
import { renderUsage } from "../../keys/render.ts";
import { examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";

export const keyUsageCommand = (ctx: Context): Command =>
  new Command("usage")
    .summary("who would lose or change their key if one went")
    .description(
      "Shows who would lose their key, or get another in its place, if a domain's key for a tool went. Changes nothing.",
    )
    .argument("[provider]", "the tool, such as github", parseProvider)
    .option("--provider <provider>", "the same as a flag", parseProvider)
    .requiredOption("-d, --domain <domain>", "whose key: path or unique name")
    .addHelpText("after", examples("quad key usage --domain massmutual --provider github"))
    .action(async (named: string | undefined, flags: { provider?: string; domain: string }) => {
      const provider = named ?? flags.provider;
      if (provider === undefined) throw usage("Missing: --provider PROVIDER.");
      const { domain, effects } = await ctx.withDb(async (sql) => ({
        domain: await findDomain(sql, flags.domain),
        effects: await keyUsage(sql, flags.domain, provider),
      }));
      await ctx.output.result(effects, renderUsage(provider, domain.path));
    });
