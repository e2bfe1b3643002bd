import { Command } from "commander";
import type { Context } from "../../context.ts";
import { acceptInvitation } from "../../members/change.ts";
import { renderAccepted } from "../../members/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";

export const memberAccept = (ctx: Context): Command =>
  new Command("accept")
    .summary("make an invitation an active membership")
    .description("Makes an invited person's membership in a domain active.")
    .argument("<email>", "the person", parseEmail)
    .requiredOption("-d, --domain <domain>", "path or unique name")
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad member accept dev1@startupalpha.com --domain startup-alpha"))
    .action(async (email: string, { domain, dryRun }: { domain: string; dryRun?: boolean }) => {
      const accepted = await ctx.withDb((sql) => acceptInvitation(sql, domain, email), { dryRun });
      await ctx.output.result(accepted, renderAccepted);
    });
