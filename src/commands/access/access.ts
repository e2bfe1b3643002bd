import { Command } from "commander";
import type { Context } from "../../context.ts";
import { accessCanI } from "./can-i.ts";
import { accessGrant } from "./grant.ts";
import { accessList } from "./list.ts";
import { accessRevoke } from "./revoke.ts";
import { accessWhoCan } from "./who-can.ts";

export const accessCommand = (ctx: Context): Command =>
  new Command("access")
    .description("Who may do what, and why; and the logins with which people work as themselves.")
    .addCommand(accessCanI(ctx))
    .addCommand(accessWhoCan(ctx))
    .addCommand(accessGrant(ctx))
    .addCommand(accessRevoke(ctx))
    .addCommand(accessList(ctx));
