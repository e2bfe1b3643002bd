import { Command } from "commander";
import { findCapability } from "../../access/capabilities.ts";
import { renderHolders } from "../../access/render.ts";
import { whoCan } from "../../access/who-can.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const accessWhoCan = (ctx: Context): Command =>
  new Command("who-can")
    .alias("who")
    .summary("who may do something in a domain")
    .description("Lists who may do something in a domain, by which role in which domain; the nearest first.")
    .argument("<capability>", "what, as quad role show names it")
    .requiredOption("-d, --domain <domain>", "path or unique name")
    .addHelpText("after", examples("quad access who-can approve_request --domain life-insurance"))
    .action(async (text: string, { domain }: { domain: string }) => {
      const capability = await findCapability(text);
      const found = await ctx.withDb((sql) => whoCan(sql, capability, domain));
      const nobody = found.holders.length === 0;
      await ctx.output.result(found, nobody ? () => "" : renderHolders);
      if (nobody) ctx.output.note(`Nobody has ${capability} in ${found.domain}.`);
    });
