import { Command } from "commander";
import { findEntry } from "../../audit/list.ts";
import { renderEntry } from "../../audit/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { shortened } from "../../terminal/style.ts";

export const auditShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one change, with the row before and after")
    .description("Shows one change whole: who made it, how, and the row before and after.")
    .argument("<id>", "the entry's number, as quad audit list shows it", parseId)
    .addHelpText("after", examples("quad audit show 120"))
    .action(async (id: number) => {
      await ctx.output.result(await ctx.withDb((sql) => findEntry(sql, id)), renderEntry);
    });

function parseId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw usage(`${JSON.stringify(shortened(text))} is no number of an entry.`, { hint: "See them: quad audit list" });
}
