import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { decideMail, type State } from "../../mail/outbox.ts";
import { renderDecided } from "../../mail/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  dead?: boolean;
  held?: boolean;
  dryRun?: boolean;
}

export const mailRetry = (ctx: Context): Command =>
  verb(ctx, "retry")
    .summary("let a mail go out after all, or at once")
    .description(
      "Lets mails go out with the next run as if they had never been tried: what was given up, held or dropped, and what waits for a later attempt.",
    );

export const mailDrop = (ctx: Context): Command =>
  verb(ctx, "drop")
    .summary("take a mail out of what goes out")
    .description("Takes mails out of what goes out. They stay in the list: quad mail list --state dropped.");

const verb = (ctx: Context, action: "retry" | "drop"): Command =>
  new Command(action)
    .argument("[mails...]", "their ids, or how those begin")
    .option("--dead", "all that were given up")
    .option("--held", "all that are held")
    .option(...dryRunFlag)
    .addHelpText("after", examples(`quad mail ${action} 3f2a91c0`, `quad mail ${action} --dead`))
    .action(async (mails: string[], { dead = false, held = false, dryRun }: Flags) => {
      const state: State | undefined = dead ? "dead" : held ? "held" : undefined;
      if ([mails.length > 0, dead, held].filter(Boolean).length !== 1)
        throw usage("Say which mails: their ids, or --dead, or --held.", { hint: "See them: quad mail list" });
      const decided = await ctx.withDb((sql) => decideMail(sql, { mails, state, action }), { dryRun });
      await ctx.output.result(decided, (all) => renderDecided(all, action));
    });
