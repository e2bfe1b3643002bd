import { Command } from "commander";
import type { Context } from "../../context.ts";
import { workloadAlertsCommand } from "./alerts.ts";
import { workloadExplain } from "./explain.ts";
import { workloadForecast } from "./forecast.ts";
import { workloadPrune } from "./prune.ts";
import { workloadReportCommand } from "./report.ts";
import { workloadSimulate } from "./simulate.ts";
import { workloadSnapshot } from "./snapshot.ts";
import { workloadSuggest } from "./suggest.ts";
import { workloadTrend } from "./trend.ts";

export const workloadCommand = (ctx: Context): Command =>
  new Command("workload")
    .description("Who has how much on their desk: the nightly snapshot, reports, and what would help.")
    .addCommand(workloadSnapshot(ctx))
    .addCommand(workloadReportCommand(ctx))
    .addCommand(workloadTrend(ctx))
    .addCommand(workloadExplain(ctx))
    .addCommand(workloadAlertsCommand(ctx))
    .addCommand(workloadSuggest(ctx))
    .addCommand(workloadSimulate(ctx))
    .addCommand(workloadForecast(ctx))
    .addCommand(workloadPrune(ctx));
