import { Command } from "commander";
import type { Context } from "../../context.ts";
import { approvalApprove } from "./approve.ts";
import { approvalCancel } from "./cancel.ts";
import { approvalList } from "./list.ts";
import { approvalReject } from "./reject.ts";
import { approvalRequire } from "./require.ts";
import { approvalRules } from "./rules.ts";
import { approvalShow } from "./show.ts";

export const approvalCommand = (ctx: Context): Command =>
  new Command("approval")
    .description("What people ask for, and others decide on. An approved change is made at once.")
    .addCommand(approvalList(ctx))
    .addCommand(approvalShow(ctx))
    .addCommand(approvalApprove(ctx))
    .addCommand(approvalReject(ctx))
    .addCommand(approvalCancel(ctx))
    .addCommand(approvalRules(ctx))
    .addCommand(approvalRequire(ctx));
