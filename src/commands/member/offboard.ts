import { Command } from "commander";
import type { Context } from "../../context.ts";
import { holdingsOf, offboard } from "../../members/offboard.ts";
import { renderHoldings, renderOffboarded } from "../../members/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";

export const memberOffboard = (ctx: Context): Command =>
  new Command("offboard")
    .summary("end everything a person holds, at once")
    .description(
      "Shows everything a person holds, and ends it in one transaction: memberships, keys, sessions, login, account.",
    )
    .argument("<email>", "the person", parseEmail)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad member offboard dev@massmutual.com", "quad member offboard dev@massmutual.com --yes"),
    )
    .action(async (email: string, { dryRun }: { dryRun?: boolean }) => {
      const ended = await ctx.withDb(
        async (sql) => {
          ctx.output.note(await renderHoldings(await holdingsOf(sql, email), ctx.output.noteStyle));
          if (!dryRun) await ctx.prompt.confirm(`End all of this for ${email}?`);
          return offboard(sql, email);
        },
        { dryRun },
      );
      await ctx.output.result(ended, renderOffboarded);
    });
