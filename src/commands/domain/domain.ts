import { Command } from "commander";
import type { Context } from "../../context.ts";
import { domainArchive, domainRestore } from "./archive.ts";
import { domainCreate } from "./create.ts";
import { domainDelete } from "./delete.ts";
import { domainList } from "./list.ts";
import { domainMove } from "./move.ts";
import { domainRename } from "./rename.ts";
import { domainSet } from "./set.ts";
import { domainShow } from "./show.ts";
import { domainTree } from "./tree.ts";

export const domainCommand = (ctx: Context): Command =>
  new Command("domain")
    .description("The tree of domains: root, domains and sub-domains.")
    .addCommand(domainCreate(ctx))
    .addCommand(domainList(ctx))
    .addCommand(domainTree(ctx))
    .addCommand(domainShow(ctx))
    .addCommand(domainSet(ctx))
    .addCommand(domainRename(ctx))
    .addCommand(domainMove(ctx))
    .addCommand(domainArchive(ctx))
    .addCommand(domainRestore(ctx))
    .addCommand(domainDelete(ctx));
