import { Command } from "commander";
import { showApproval } from "../../approvals/find.ts";
import { renderApproval } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const approvalShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("what was asked for, by whom, and who may approve it")
    .description("Shows what was asked for, by whom, who may approve it, and what became of it.")
    .argument("<id>", "its id, or the first six digits or more")
    .addHelpText("after", examples("quad approval show 3f2a1b9c"))
    .action(async (reference: string) => {
      await ctx.output.result(await ctx.withDb((sql) => showApproval(sql, reference)), renderApproval);
    });
