import { Command } from "commander";
import type { Context, GlobalFlags } from "../../context.ts";
import { usage } from "../../errors.ts";
import { patchAdopt } from "./adopt.ts";
import { patchApply } from "./apply.ts";
import { patchBackup } from "./backup/backup.ts";
import { patchBuild } from "./build.ts";
import { patchFetch } from "./fetch.ts";
import { patchHistoryCommand } from "./history.ts";
import { patchKeygen } from "./keygen.ts";
import { patchList } from "./list.ts";
import { patchLog } from "./log.ts";
import { patchPlan } from "./plan.ts";
import { patchPublish } from "./publish.ts";
import { patchRestore } from "./restore.ts";
import { patchResume } from "./resume.ts";
import { patchRollback } from "./rollback.ts";
import { patchSchema } from "./schema.ts";
import { patchShow } from "./show.ts";
import { patchSign } from "./sign.ts";
import { patchStatus } from "./status.ts";
import { patchTrust } from "./trust/trust.ts";
import { patchVerify } from "./verify.ts";

export const patchCommand = (ctx: Context): Command =>
  new Command("patch")
    .description("The vendor's patches: verified, applied whole or not at all, and taken back.")
    .hook("preAction", (_, action) => {
      if (action.optsWithGlobals<GlobalFlags>().as === undefined) return;
      throw usage("Patches are the install's: they are applied as whoever is connected.", { hint: "Leave out --as." });
    })
    .addCommand(patchList(ctx))
    .addCommand(patchShow(ctx))
    .addCommand(patchFetch(ctx))
    .addCommand(patchVerify(ctx))
    .addCommand(patchPlan(ctx))
    .addCommand(patchApply(ctx))
    .addCommand(patchAdopt(ctx))
    .addCommand(patchStatus(ctx))
    .addCommand(patchResume(ctx))
    .addCommand(patchRollback(ctx))
    .addCommand(patchHistoryCommand(ctx))
    .addCommand(patchLog(ctx))
    .addCommand(patchBackup(ctx))
    .addCommand(patchRestore(ctx))
    .addCommand(patchTrust(ctx))
    .addCommand(patchBuild(ctx))
    .addCommand(patchSign(ctx))
    .addCommand(patchPublish(ctx))
    .addCommand(patchKeygen(ctx))
    .addCommand(patchSchema(ctx));
