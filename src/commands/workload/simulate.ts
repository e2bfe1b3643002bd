import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { percent } from "../../terminal/style.ts";
import { parseKey } from "../../tickets/reading/values.ts";
import { parseEmail } from "../../values/email.ts";
import { parsePercentage } from "../../values/percentage.ts";
import { rounded } from "../../workload/balance/rounded.ts";
import { domainDesk, movesOf, type Trial } from "../../workload/desk.ts";
import { renderComparison } from "../../workload/render-moves.ts";
import { findScope } from "../../workload/scope.ts";
import { companyFlag, type ScopeFlags } from "./flags.ts";

interface Flags extends ScopeFlags {
  move: readonly Trial[];
  allocate: readonly Trial[];
}

const parts = (text: string, what: string): readonly [string, string] => {
  const at = text.lastIndexOf("=");
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw usage(`${JSON.stringify(text.slice(0, 80))} is not ${what}.`);
};

const moved = (text: string, before: readonly Trial[]): readonly Trial[] => {
  const [key, email] = parts(text, "a move, such as JIRA-12=dev@massmutual.com");
  const move = { key: parseKey(key), to: parseEmail(email) };
  for (const one of before) {
    if (!("key" in one) || one.key !== move.key) continue;
    throw usage(`${move.key} is moved twice, to ${one.to} and to ${move.to}.`, { hint: "Say where it ends." });
  }
  return [...before, move];
};

const allocated = (text: string, before: readonly Trial[]): readonly Trial[] => {
  const [email, percentage] = parts(text, "an allocation, such as dev@massmutual.com=60");
  const trial = { email: parseEmail(email), allocation: parsePercentage(percentage.replace(/\s*%$/, "")) };
  for (const one of before) {
    if (!("email" in one) || one.email !== trial.email) continue;
    throw usage(`${trial.email} is allocated twice, ${percent(one.allocation)} and ${percent(trial.allocation)}.`, {
      hint: "Say --allocate once for each person.",
    });
  }
  return [...before, trial];
};

export const workloadSimulate = (ctx: Context): Command =>
  new Command("simulate")
    .summary("before and after moves that you have in mind")
    .description(
      "Shows how full everybody in a domain would be after tickets were moved or allocations changed. Changes nothing.",
    )
    .requiredOption("-d, --domain <domain>", "whose people")
    .option("--move <key=email>", "give this ticket to this person; may be repeated", moved, [])
    .option("--allocate <email=percent>", "change this person's allocation there; may be repeated", allocated, [])
    .option(...companyFlag)
    .addHelpText("after", examples("quad workload simulate --domain life-insurance --move JIRA-12=dev@massmutual.com"))
    .action(async ({ move, allocate, ...where }: Flags) => {
      const trials = [...allocate, ...move];
      if (trials.length === 0)
        throw usage("Missing: what to try.", { hint: "--move KEY=EMAIL, or --allocate EMAIL=PERCENT" });
      const { scope, desk, moves } = await ctx.withDb(async (sql) => {
        const scope = await findScope(sql, where);
        const desk = await domainDesk(sql, scope);
        return { scope, desk, moves: await movesOf(sql, scope, desk, trials) };
      });
      const { simulate } = await import("../../workload/balance/simulate.ts");
      const comparison = rounded(simulate(desk, moves));
      await ctx.output.result({ domain: scope.path, moves, ...comparison }, renderComparison);
    });
