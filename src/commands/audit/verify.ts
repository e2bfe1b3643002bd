import { Command } from "commander";
import { renderVerification } from "../../audit/render-seal.ts";
import { verifyTrail } from "../../audit/verify.ts";
import type { Context } from "../../context.ts";
import { needsAttention } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { counted } from "../../terminal/style.ts";

export const auditVerify = (ctx: Context): Command =>
  new Command("verify")
    .summary("name whatever was changed in the trail since it was sealed")
    .description(
      "Compares every sealed entry with the signed checkpoints, and names those that were edited, deleted or reordered. Changes nothing. Exit code 8 when anything is not as it was sealed. The owner's alone.",
    )
    .option("--checkpoints <file>", "a copy of the checkpoints, instead of the install's")
    .option("--public-key <file>", "a copy of the public key, instead of the one beside them")
    .addHelpText("after", examples("quad audit verify", "quad audit verify --public-key /media/safe/quad.pub --json"))
    .action(async (files: { checkpoints?: string; publicKey?: string }) => {
      const { value: directory } = await (await ctx.install()).auditDirectory();
      const found = await ctx.withDb((sql) =>
        ctx.output.progress("Verifying", () => verifyTrail(sql, directory, files)),
      );
      await ctx.output.result(found, renderVerification);
      if (found.intact) return;
      const wrong = [
        ...(found.damaged.length > 0 ? [counted(found.damaged.length, "entry", "entries")] : []),
        ...(found.problems.length > 0 ? [counted(found.problems.length, "problem")] : []),
      ];
      throw needsAttention(`The trail is not as it was sealed: ${wrong.join(" and ")} named above.`, {
        hint: [
          "Where only a seal is missing, put it back: quad audit seal",
          "Where you know why, begin a new chain with what there is: quad audit seal --anew",
        ],
      });
    });
