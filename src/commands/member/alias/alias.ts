import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { memberAliasAdd } from "./add.ts";
import { memberAliasList } from "./list.ts";
import { memberAliasRemove } from "./remove.ts";

export const memberAlias = (ctx: Context): Command =>
  new Command("alias")
    .summary("under which other names people go in git and ticket tools")
    .description("Other names of people: an author's e-mail in git, a login or a name in a ticket tool.")
    .addCommand(memberAliasAdd(ctx))
    .addCommand(memberAliasList(ctx))
    .addCommand(memberAliasRemove(ctx));
