import { Command } from "commander";
import type { Context } from "../../context.ts";
import { branchExplain } from "./explain.ts";
import { branchLink } from "./link.ts";
import { branchList } from "./list.ts";
import { branchOrphans } from "./orphans.ts";
import { branchRepo } from "./repo/repo.ts";
import { branchScan } from "./scan.ts";
import { branchStatsCommand } from "./stats.ts";
import { branchUnlink } from "./unlink.ts";

export const branchCommand = (ctx: Context): Command =>
  new Command("branch")
    .description("Branches: which ticket each is about, whose work it is, and which are about none.")
    .addCommand(branchScan(ctx))
    .addCommand(branchList(ctx))
    .addCommand(branchOrphans(ctx))
    .addCommand(branchLink(ctx))
    .addCommand(branchUnlink(ctx))
    .addCommand(branchExplain(ctx))
    .addCommand(branchStatsCommand(ctx))
    .addCommand(branchRepo(ctx));
