import { Command } from "commander";
import { followEntries, listEntries } from "../../audit/list.ts";
import { renderEntries, renderLine } from "../../audit/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { countOf } from "../../values/count.ts";
import { type WantedFlags, wantedFlags } from "./wanted.ts";

interface Flags extends WantedFlags {
  limit: number;
  follow?: boolean;
}

export const auditList = (ctx: Context): Command =>
  wantedFlags(
    new Command("list")
      .aliases(["ls", "log"])
      .summary("who changed what, the newest last")
      .description(
        "Lists changes, the newest last, so that --follow goes on below. People see those of the domains whose activity they may view, and their own.",
      ),
  )
    .option(
      "-n, --limit <number>",
      "at most so many, the newest",
      countOf("entries", 99_999, "All of them: quad audit export"),
      50,
    )
    .option("-f, --follow", "and go on with each that is committed, until Ctrl-C; with --json a line each")
    .addHelpText(
      "after",
      examples(
        "quad audit list --domain insurance-division --since 7d",
        "quad audit list --by dev@massmutual.com --table domain_members --json",
        "quad audit list --follow",
      ),
    )
    .action(async ({ limit, follow, ...wanted }: Flags) => {
      if (!follow) {
        return ctx.output.result(await ctx.withDb((sql) => listEntries(sql, wanted, limit)), renderEntries);
      }
      if (wanted.until) throw usage("--follow goes on, and --until ends it.", { hint: "Leave one of them out." });
      await ctx.withDb(async (sql) => {
        for await (const entries of followEntries(sql, wanted, limit)) await ctx.output.lines(entries, renderLine);
      });
    });
