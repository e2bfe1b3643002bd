import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode, usage } from "../../errors.ts";
import { type DueFilter, type NextDue, nextDue } from "../../requests/sla.ts";
import { examples } from "../../terminal/help.ts";
import { counted, type Style } from "../../terminal/style.ts";
import { table } from "../../terminal/table.ts";

export const requestSla = (ctx: Context): Command =>
  new Command("sla")
    .summary("what is due next of each request, and what is late")
    .description(
      "Lists what is due next of each open request by the SLA of its company's plan, in business days. Ends with exit code 8 when something is late; best effort never is.",
    )
    .option("--breached", "only what is late; silent when nothing is")
    .option("--due <days>", "only what is late, or due within so many business days, as in 5d", parseDays)
    .addHelpText("after", examples("quad request sla", "quad request sla --due 5d", "quad request sla --breached"))
    .action(async ({ breached, due }: { breached?: boolean; due?: number }) => {
      const filter: DueFilter = { breached, within: due };
      const rows = await ctx.withDb((sql) => nextDue(sql, filter));
      await ctx.output.result(rows, render, rows.some((row) => row.breached) ? ExitCode.needsAttention : ExitCode.done);
    });

function parseDays(text: string): number {
  const [, days] = /^(\d{1,3})d?$/.exec(text.trim()) ?? [];
  if (days) return Number(days);
  throw usage(`${JSON.stringify(text.slice(0, 40))} is no number of business days, such as 5d.`);
}

const stages: Readonly<Record<NextDue["stage"], string>> = {
  response: "initial response",
  start: "development start",
  beta: "beta release",
  release: "production",
};

async function render(rows: readonly NextDue[], style: Style): Promise<string> {
  return table(
    style,
    [
      { title: "request", value: ({ slug }) => slug },
      { title: "company", value: ({ company }) => company },
      { title: "plan", value: ({ plan }) => plan },
      { title: "next", value: ({ stage }) => stages[stage] },
      { title: "due", value: ({ due }) => due ?? "best effort" },
      {
        title: "business days",
        value: ({ days, breached }) =>
          days === null ? "" : breached ? `${counted(-days, "day")} late` : days < 0 ? "" : counted(days, "day"),
        paint: (text, { breached }) => (breached ? style.paint.bad(text) : text),
      },
    ],
    rows,
  );
}
