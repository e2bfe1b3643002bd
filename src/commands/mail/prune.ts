import { Command } from "commander";
import type { Context } from "../../context.ts";
import { pruneMail } from "../../mail/prune.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { counted } from "../../terminal/style.ts";
import { parseSpan } from "../../values/moment.ts";

export const mailPrune = (ctx: Context): Command =>
  new Command("prune")
    .summary("let go of mails that went out long ago")
    .description(
      "Lets go of mails that were sent or dropped longer ago than is to be kept, with their attachments. What waits, is held or was given up stays.",
    )
    .requiredOption("--keep <span>", "how long those stay, as in 90d", parseSpan)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad mail prune --keep 90d", "quad mail prune --keep 52w --dry-run"))
    .action(async ({ keep, dryRun }: { keep: number; dryRun?: boolean }) => {
      if (!dryRun) {
        const since = new Date(Date.now() - keep * 1000).toISOString().slice(0, 10);
        await ctx.prompt.confirm(`Let go of every mail that was sent or dropped before ${since}?`);
      }
      const pruned = await ctx.withDb((sql) => pruneMail(sql, keep), { dryRun });
      await ctx.output.result(pruned, ({ mails }) =>
        mails === 0 ? "Nothing to let go of." : `Let go of ${counted(mails, "mail")}.`,
      );
    });
