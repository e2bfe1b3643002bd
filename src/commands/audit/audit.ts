import { Command } from "commander";
import type { Context } from "../../context.ts";
import { auditExport } from "./export.ts";
import { auditList } from "./list.ts";
import { auditSeal } from "./seal.ts";
import { auditShow } from "./show.ts";
import { auditVerify } from "./verify.ts";

export const auditCommand = (ctx: Context): Command =>
  new Command("audit")
    .description(
      "The trail: every change, with who made it. It is sealed into a chain whose signed checkpoints lie outside of the database.",
    )
    .addCommand(auditList(ctx))
    .addCommand(auditShow(ctx))
    .addCommand(auditExport(ctx))
    .addCommand(auditSeal(ctx))
    .addCommand(auditVerify(ctx));
