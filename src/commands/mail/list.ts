import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { listMail, type State, states } from "../../mail/outbox.ts";
import { renderMails } from "../../mail/render.ts";
import { examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parseLimit } from "./flags.ts";

interface Flags {
  state?: State;
  dead?: boolean;
  held?: boolean;
  to?: string;
  limit: number;
}

export const mailList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("what waits, what was given up, what is held")
    .description("Lists mails that have not gone out, those that were written last first; with --state any others.")
    .addOption(new Option("--state <state>", "only these").choices(states))
    .option("--dead", "only what was given up")
    .option("--held", "only what may have gone out already, and is sent again only by hand")
    .option("--to <email>", "only to this person", parseEmail)
    .option("--limit <n>", "at most so many", parseLimit, 1000)
    .addHelpText("after", examples("quad mail list", "quad mail list --dead", "quad mail list --state sent --limit 20"))
    .action(async ({ state, dead, held, to, limit }: Flags) => {
      const named = [...(state ? [state] : []), ...(dead ? ["dead" as const] : []), ...(held ? ["held" as const] : [])];
      const mails = await ctx.withDb((sql) =>
        listMail(sql, { states: named.length > 0 ? named : undefined, to, limit }),
      );
      await ctx.output.result(mails, renderMails);
    });
