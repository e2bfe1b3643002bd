import { Command, Option } from "commander";
import { statuses } from "../../approvals/approval.ts";
import { type ApprovalFilter, listApprovals } from "../../approvals/find.ts";
import { renderApprovals } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const approvalList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("what was asked for, and waits for a decision")
    .description("Lists what one has asked for oneself, and what one may decide on; the newest first.")
    .addOption(new Option("-s, --status <status>", "how it stands").choices([...statuses, "all"]).default("pending"))
    .option("-d, --domain <domain>", "only in this domain")
    .option("--recursive", "and below it")
    .option("--mine", "only what one has asked for oneself")
    .addHelpText("after", examples("quad approval list", "quad approval list --status all --mine"))
    .action(async (filter: ApprovalFilter) => {
      await ctx.output.result(await ctx.withDb((sql) => listApprovals(sql, filter)), renderApprovals);
    });
