import { Command } from "commander";
import type { Context } from "../../context.ts";
import { type RequestStats, requestStats } from "../../requests/stats.ts";
import { examples } from "../../terminal/help.ts";
import { counted, type Style, visible } from "../../terminal/style.ts";
import { table } from "../../terminal/table.ts";
import { parseMoment } from "../../values/moment.ts";

export const requestStatsCommand = (ctx: Context): Command =>
  new Command("stats")
    .summary("how long requests take, how often in time, and what is wanted most")
    .description(
      "Shows how long requests take until each stage, in business days, how often that is within the SLA, and what is wanted most.",
    )
    .option("--since <when>", "only what was submitted since, as in 90d or 2026-01-01", (text: string) => {
      const moment = parseMoment(text);
      return "at" in moment ? moment.at : new Date(Date.now() - moment.ago * 1000);
    })
    .addHelpText("after", examples("quad request stats", "quad request stats --since 90d --json"))
    .action(async ({ since }: { since?: Date }) => {
      await ctx.output.result(await ctx.withDb((sql) => requestStats(sql, since)), render);
    });

const days = (count: number | null): string => (count === null ? "" : counted(Math.round(count * 10) / 10, "day"));

async function render({ requests, open, stages, wanted }: RequestStats, style: Style): Promise<string> {
  const drawn = await table(
    style,
    [
      { title: "stage", value: ({ stage }) => stage },
      { title: "reached", value: ({ reached }) => String(reached), align: "right" },
      { title: "median", value: ({ medianDays }) => days(medianDays) },
      { title: "nine of ten", value: ({ p90Days }) => days(p90Days) },
      {
        title: "in time",
        value: ({ inTime }) => (inTime === null ? "" : `${Math.round(inTime * 100)} %`),
        align: "right",
      },
    ],
    stages,
  );
  if (!style.tty) return drawn;
  return [
    `${counted(requests, "request")}, ${open.toLocaleString("en")} of them open.`,
    "",
    drawn,
    ...(wanted.length === 0 ? [] : ["", style.paint.bold("Most Common Requests")]),
    ...wanted.map(
      ({ tool, category, companies }, i) =>
        `${i + 1}. ${visible(tool)} - ${visible(category)} (${counted(companies, "company", "companies")})`,
    ),
  ].join("\n");
}
