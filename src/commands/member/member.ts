import { Command } from "commander";
import type { Context } from "../../context.ts";
import { memberAccept } from "./accept.ts";
import { memberAdd, memberInvite } from "./add.ts";
import { memberAlias } from "./alias/alias.ts";
import { memberAllocation } from "./allocation.ts";
import { memberList } from "./list.ts";
import { memberOffboard } from "./offboard.ts";
import { memberRemove } from "./remove.ts";
import { memberSet } from "./set.ts";
import { memberShow } from "./show.ts";

export const memberCommand = (ctx: Context): Command =>
  new Command("member")
    .description("Who works where, in which role, at what allocation: never above 100 % in all.")
    .addCommand(memberAdd(ctx))
    .addCommand(memberInvite(ctx))
    .addCommand(memberAccept(ctx))
    .addCommand(memberList(ctx))
    .addCommand(memberShow(ctx))
    .addCommand(memberSet(ctx))
    .addCommand(memberRemove(ctx))
    .addCommand(memberOffboard(ctx))
    .addCommand(memberAllocation(ctx))
    .addCommand(memberAlias(ctx));
