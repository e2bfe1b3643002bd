import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { rounded } from "../../workload/balance/rounded.ts";
import { domainDesk } from "../../workload/desk.ts";
import { renderSuggestion, stillOverNote } from "../../workload/render-moves.ts";
import { findScope } from "../../workload/scope.ts";
import { companyFlag, type ScopeFlags } from "./flags.ts";

/** A percentage above 0, at most 1000. Throws a usage error. */
function parseThreshold(text: string): number {
  const threshold = Number(text);
  if (/^\d{1,4}(\.\d{1,2})?$/.test(text) && threshold > 0 && threshold <= 1000) return threshold;
  throw usage(`${JSON.stringify(text.slice(0, 80))} is no threshold: a percentage above 0, at most 1000.`);
}

export const workloadSuggest = (ctx: Context): Command =>
  new Command("suggest")
    .summary("the fewest moves that bring everyone under a threshold")
    .description(
      "Proposes which tickets to give to whom, and whose allocation to raise, within one domain and with what is on the desks now, so that with the fewest moves nobody is above the threshold. Changes nothing.",
    )
    .requiredOption("-d, --domain <domain>", "whose people")
    .option("--threshold <percent>", "how full somebody may be", parseThreshold, 90)
    .option(...companyFlag)
    .addHelpText(
      "after",
      examples(
        "quad workload suggest --domain life-insurance",
        "quad workload suggest --domain life-insurance --threshold 70",
      ),
    )
    .action(async ({ threshold, ...where }: ScopeFlags & { threshold: number }) => {
      const { scope, desk } = await ctx.withDb(async (sql) => {
        const scope = await findScope(sql, where);
        return { scope, desk: await domainDesk(sql, scope) };
      });
      const { suggestMoves } = await import("../../workload/balance/suggest.ts");
      const suggestion = await ctx.output.progress("Looking for moves", async () =>
        rounded(suggestMoves(desk, threshold)),
      );
      await ctx.output.result({ domain: scope.path, threshold, ...suggestion }, renderSuggestion);
      if (!suggestion.solved && !ctx.output.json) ctx.output.note(stillOverNote({ ...suggestion, threshold }));
    });
