import { Command } from "commander";
import type { Context } from "../../context.ts";
import { cancelled, needsAttention } from "../../errors.ts";
import { countDue, flushMail, listDue } from "../../mail/flush.ts";
import { flushedInWords, renderMails, undeliveredLine } from "../../mail/render.ts";
import { noServer } from "../../mail/server.ts";
import { examples } from "../../terminal/help.ts";
import { counted } from "../../terminal/style.ts";
import { parseLimit } from "./flags.ts";

interface Flags {
  limit: number;
  ifConfigured?: boolean;
  dryRun?: boolean;
}

export const mailFlush = (ctx: Context): Command =>
  new Command("flush")
    .summary("send what waits; for cron")
    .description(
      "Sends every mail that is due, over one connection. What the server does not take now is tried again in 1, 5, 15 and 60 minutes, then hourly for three days; what it will never take is given up at once. Several runs beside each other share the work. Exit code 8 when a mail was given up, cannot be put into words, or cannot get through for a day; 6 when the server takes nothing.",
    )
    .option("--limit <n>", "at most so many", parseLimit, Number.POSITIVE_INFINITY)
    .option("--if-configured", "done, where no mail server is set")
    .option("--dry-run", "show what would be sent, and send nothing")
    .addHelpText("after", examples("quad mail flush", "quad mail flush --if-configured --quiet"))
    .action(async ({ limit, ifConfigured = false, dryRun = false }: Flags) => {
      const settings = await (await ctx.install()).mail();
      if (dryRun) {
        const due = await ctx.withDb((sql) => listDue(sql, settings, limit));
        ctx.output.note("Nothing was sent: --dry-run.");
        return ctx.output.result(due, renderMails);
      }
      if (settings.server === undefined && ifConfigured) {
        ctx.output.note("No mail server is set; nothing was sent.");
        return ctx.output.result({ sent: 0, delayed: [], dead: [] }, () => "");
      }
      const { unworded, stuck, senderless, ...flushed } = await ctx.withDb(
        async (sql) => {
          const { due, senderless } = await countDue(sql);
          if (due > 0 && settings.server === undefined) throw noServer();
          const flushed = await ctx.unhurried(() =>
            ctx.output.progress("Sending mail", () => flushMail(sql, settings, { limit, signal: ctx.signal })),
          );
          return { ...flushed, senderless: settings.from === undefined ? senderless : 0 };
        },
        { finishes: true },
      );
      const { sent, delayed, dead } = flushed;
      const cutOff = ctx.signal?.aborted === true;
      if (!ctx.output.json && !(cutOff && sent + delayed.length + dead.length === 0))
        ctx.output.note(flushedInWords(flushed));
      await ctx.output.result(flushed, () => "");
      if (dead.length > 0) {
        throw needsAttention(`${counted(dead.length, "mail")} cannot be delivered.`, {
          detail: dead.slice(0, 5).map(undeliveredLine),
          hint: "See them: quad mail list --dead",
        });
      }
      if (unworded.length > 0) {
        throw needsAttention(`${counted(unworded.length, "mail")} cannot be put into words for now.`, {
          detail: unworded.slice(0, 5).map(undeliveredLine),
          hint: "What waits goes out by itself once that is corrected; at once with: quad mail retry ID",
        });
      }
      if (stuck.length > 0) {
        throw needsAttention(`${counted(stuck.length, "mail")} cannot get through for now.`, {
          detail: stuck.slice(0, 5).map(undeliveredLine),
          hint: "They are tried again for three days in all. Ask whoever runs the server; see what is set: quad doctor",
        });
      }
      if (senderless > 0) {
        throw needsAttention(`Nobody is the sender of ${counted(senderless, "mail")}, and so they wait.`, {
          hint: "Say whom they are from: QUAD_MAIL_FROM=quad@example.com, or mail_from in quad.yaml",
        });
      }
      if (cutOff) throw cancelled("Interrupted; what was not sent yet waits.");
    });
