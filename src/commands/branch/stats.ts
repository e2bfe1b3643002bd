import { Command } from "commander";
import { renderStats } from "../../branches/render.ts";
import { branchStats } from "../../branches/stats.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { examples } from "../../terminal/help.ts";
import { underFlag } from "./flags.ts";

export const branchStatsCommand = (ctx: Context): Command =>
  new Command("stats")
    .summary("how many there are, with a ticket, stale, by whom")
    .description(
      "Counts the branches of each domain, and of all together: active, merged, gone; with a ticket; orphans; stale ones, without a commit for as long as the domain counts a branch active; authors who are no members; the median age of active ones, in days.",
    )
    .option(...underFlag)
    .addHelpText("after", examples("quad branch stats --domain insurance-division"))
    .action(async ({ domain }: { domain?: string }) => {
      const stats = await ctx.withDb(async (sql) =>
        branchStats(sql, domain === undefined ? undefined : (await findDomain(sql, domain)).path),
      );
      await ctx.output.result(stats, renderStats);
    });
