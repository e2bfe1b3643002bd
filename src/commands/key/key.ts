import { Command } from "commander";
import type { Context } from "../../context.ts";
import { keyBlock } from "./block.ts";
import { keyCheck } from "./check.ts";
import { keyExec } from "./exec.ts";
import { keyExpiring } from "./expiring.ts";
import { keyList } from "./list.ts";
import { keyMatrixCommand } from "./matrix.ts";
import { keyMigrateLegacy } from "./migrate-legacy.ts";
import { keyResolve } from "./resolve.ts";
import { keyReveal } from "./reveal.ts";
import { keyRotate } from "./rotate.ts";
import { keySet } from "./set.ts";
import { keyShow } from "./show.ts";
import { keyUnset } from "./unset.ts";
import { keyUsageCommand } from "./usage.ts";

export const keyCommand = (ctx: Context): Command =>
  new Command("key")
    .description("Integration keys: which one applies to whom, and why. Secrets stay in Vaultwarden; here are paths.")
    .addCommand(keyResolve(ctx))
    .addCommand(keyMatrixCommand(ctx))
    .addCommand(keyUsageCommand(ctx))
    .addCommand(keyList(ctx))
    .addCommand(keyShow(ctx))
    .addCommand(keySet(ctx))
    .addCommand(keyUnset(ctx))
    .addCommand(keyBlock(ctx))
    .addCommand(keyRotate(ctx))
    .addCommand(keyExpiring(ctx))
    .addCommand(keyCheck(ctx))
    .addCommand(keyExec(ctx))
    .addCommand(keyReveal(ctx))
    .addCommand(keyMigrateLegacy(ctx));
