import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { renderStats } from "../../requests/render-stats.ts";
import { requestStats } from "../../requests/stats.ts";
import { examples } from "../../terminal/help.ts";
import { formatOf, giveReport, outputFlag } from "../../terminal/report.ts";
import { parseMoment } from "../../values/moment.ts";

const formats = ["table", "json", "html"] as const;

interface Flags {
  since?: Date;
  format?: (typeof formats)[number];
  output?: string;
}

export const requestStatsCommand = (ctx: Context): Command =>
  new Command("stats")
    .summary("how long requests take, how often in time, and what is wanted most")
    .description(
      "Shows how long requests take until each stage, in business days, how often that is within the SLA, and what is wanted most.",
    )
    .option("--since <when>", "only what was submitted since, as in 90d or 2026-01-01", (text: string) => {
      const moment = parseMoment(text);
      if ("at" in moment) return moment.at;
      // Postgres reads no year before the first as Node writes it.
      return new Date(Math.max(Date.now() - moment.ago * 1000, Date.parse("0001-01-01")));
    })
    .addOption(new Option("--format <format>", "how (default: table, with --json json)").choices(formats))
    .option(...outputFlag)
    .addHelpText(
      "after",
      examples(
        "quad request stats",
        "quad request stats --since 90d --json",
        "quad request stats --format html --output requests.html",
      ),
    )
    .action(async ({ since, format: said, output }: Flags) => {
      const format = formatOf(said, ctx.output.json);
      const stats = await ctx.withDb((sql) => requestStats(sql, since));
      const text =
        format === "html"
          ? (await import("../../requests/stats-page.ts")).statsPage(stats, new Date())
          : format === "json"
            ? JSON.stringify(stats, null, 2)
            : undefined;
      await giveReport(ctx.output, stats, { render: renderStats, text, file: output });
    });
