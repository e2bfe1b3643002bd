import { Command } from "commander";
import { entryLine, exportEntries } from "../../audit/export.ts";
import { everyEntry } from "../../audit/list.ts";
import { renderExported } from "../../audit/render.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { type WantedFlags, wantedFlags } from "./wanted.ts";

export const auditExport = (ctx: Context): Command =>
  wantedFlags(
    new Command("export")
      .summary("write changes as JSON Lines")
      .description(
        "Writes changes, the oldest first, as JSON Lines: into a file of its owner's alone, or to standard output.",
      ),
  )
    .argument("[file]", "where to; - or nothing: standard output")
    .addHelpText(
      "after",
      examples("quad audit export --since 30d changes.jsonl", "quad audit export | jq -r .actor | sort | uniq -c"),
    )
    .action(async (file: string | undefined, wanted: WantedFlags) => {
      if (file !== undefined && file !== "-") {
        const exported = await ctx.withDb((sql) => exportEntries(sql, wanted, file));
        return ctx.output.result(exported, renderExported);
      }
      await ctx.withDb(async (sql) => {
        for await (const entries of everyEntry(sql, wanted)) await ctx.output.lines(entries, entryLine);
      });
    });
