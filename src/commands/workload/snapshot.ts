import { Command } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { QuadError, usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { type Day, parseDay, parseDays } from "../../values/day.ts";
import { daysBetween } from "../../workload/forecast/days.ts";
import { renderSnapshots } from "../../workload/render.ts";
import { mustHaveBegun } from "../../workload/scope.ts";
import { takeSnapshot } from "../../workload/snapshot.ts";

interface Flags {
  date?: Day;
  domain?: string;
  company?: string;
  backfill?: readonly [Day, Day];
  ifNeeded?: boolean;
  dryRun?: boolean;
}

const mostDays = 3660;

/** Two days with at most so many from one to the other. Throws a usage error. */
function parseBackfill(text: string): readonly [Day, Day] {
  const [from, to] = parseDays(text);
  const count = daysBetween(from, to) + 1;
  if (count <= mostDays) return [from, to];
  throw usage(
    `${from}..${to} are ${count.toLocaleString("en")} days; a backfill takes ${mostDays.toLocaleString("en")} at most.`,
    {
      hint: "Begin with the first day that was observed, as in 2026-02-01..2026-02-28.",
    },
  );
}

export const workloadSnapshot = (ctx: Context): Command =>
  new Command("snapshot")
    .summary("compute everybody's day, and keep it; for cron")
    .description(
      "Computes every member's day with the spec's formula and keeps it with its inputs; whoever is answerable for people above 100 % is told once. A second run on the same day replaces that day and nothing else. A day that is over is computed from what was observed on it.",
    )
    .option("--date <day>", "another day than today, as in 2026-02-28", parseDay)
    .option("-d, --domain <domain>", "only this domain and what is below it")
    .option("--company <company>", "only this company")
    .option("--backfill <from..to>", "every day of these that has no snapshot yet", parseBackfill)
    .option("--if-needed", "done, where another run is at it already")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad workload snapshot",
        "quad workload snapshot --if-needed --quiet",
        "quad workload snapshot --backfill 2026-02-01..2026-02-28",
      ),
    )
    .action(async ({ date, domain, company, backfill, ifNeeded = false, dryRun }: Flags) => {
      if (date !== undefined && backfill !== undefined)
        throw usage("--date and --backfill are two ways to say which days.");
      try {
        const taken = await ctx.withDb(
          async (sql) => {
            // A day to come is refused before any other is computed.
            if (backfill !== undefined) await mustHaveBegun(sql, backfill[1]);
            const under = domain === undefined ? undefined : await findDomain(sql, domain);
            const scope = under
              ? { companyId: under.companyId, under: under.path }
              : company === undefined
                ? undefined
                : { companyId: (await findCompany(sql, company)).id };
            return ctx.output.progress("Computing the day", () => takeSnapshot(sql, { scope, date, backfill }));
          },
          { dryRun },
        );
        if (!ctx.output.json) ctx.output.note(renderSnapshots(taken));
        await ctx.output.result(taken, () => "");
      } catch (error) {
        if (!(ifNeeded && error instanceof QuadError && error.code === "locked")) throw error;
        if (!ctx.output.json) ctx.output.note(error.message);
        await ctx.output.result([], () => "");
      }
    });
