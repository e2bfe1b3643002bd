import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { branchRepoAdd } from "./add.ts";
import { branchRepoList } from "./list.ts";
import { branchRepoRemove } from "./remove.ts";

export const branchRepo = (ctx: Context): Command =>
  new Command("repo")
    .summary("the repositories, each bound to a domain")
    .description("The repositories that are scanned. Each is bound to the domain whose work its branches are.")
    .addCommand(branchRepoAdd(ctx))
    .addCommand(branchRepoList(ctx))
    .addCommand(branchRepoRemove(ctx));
