import { Command } from "commander";
import { askCan } from "../../access/can.ts";
import { findCapability } from "../../access/capabilities.ts";
import { renderAnswer, renderExplained } from "../../access/render.ts";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";

export const accessCanI = (ctx: Context): Command =>
  new Command("can-i")
    .alias("can")
    .summary("whether you may do something in a domain, and why")
    .description(
      "Says whether the one who acts may do something in a domain: yes (exit code 0) or no (exit code 3). Postgres decides.",
    )
    .argument("<capability>", "what, as quad role show names it")
    .option("-d, --domain <domain>", "path or unique name; the root where there is but one")
    .option("--explain", "show the role and the domain that give it; or what comes near, and whom to ask")
    .addHelpText(
      "after",
      examples(
        "quad access can-i create_domain --domain insurance-division",
        "quad access can-i invite_user --domain life-insurance --as dev@massmutual.com --explain",
      ),
    )
    .action(async (text: string, { domain, explain }: { domain?: string; explain?: boolean }) => {
      const capability = await findCapability(text);
      const answer = await ctx.withDb((sql) => askCan(sql, capability, domain));
      const exitCode = answer.allowed ? ExitCode.done : ExitCode.notAllowed;
      await ctx.output.result(answer, explain ? renderExplained : renderAnswer, exitCode);
    });
