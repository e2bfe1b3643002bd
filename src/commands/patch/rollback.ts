import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import type { PlannedRollback } from "../../patches/apply/rollback.ts";
import type { UndoBy } from "../../patches/database/places.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { renderEnded, renderPlannedRollback, renderRolledBack } from "../../patches/render.ts";
import { examples } from "../../terminal/help.ts";
import { parsePath } from "../../values/path.ts";
import { undoByOption } from "./flags.ts";

interface Flags {
  readonly discardWrites?: boolean;
  readonly identity?: string;
  readonly undoBy?: UndoBy;
  readonly dryRun?: boolean;
}

export const patchRollback = (ctx: Context): Command =>
  new Command("rollback")
    .summary("take a patch back, or undo one that was broken off")
    .description(
      "Puts every file that a patch replaced back in its place. Without a name: undoes the patch that was broken off here.",
    )
    .argument("[name]", "a patch that is applied", parsePatchName)
    .option(
      "--discard-writes",
      "take the database from the backup before the patch, without what was written since; that is backed up first",
    )
    .option("--identity <file>", "with --discard-writes: the secret key, of an encrypted backup", parsePath)
    .addOption(undoByOption())
    .option("--dry-run", "show what would come back, and do nothing")
    .addHelpText(
      "after",
      examples(
        "quad patch rollback postman-beta-1.1 --dry-run",
        "quad patch rollback postman-beta-1.1",
        "quad patch rollback",
      ),
    )
    .action(async (name: string | undefined, flags: Flags) => {
      const { discardWrites: discard = false, identity, undoBy, dryRun = false } = flags;
      if (identity !== undefined && !discard) throw usage("--identity goes with --discard-writes.");
      const { patchInstall } = await import("./install.ts");
      const install = await patchInstall(ctx);
      if (name === undefined) {
        if (discard) throw usage("--discard-writes goes with the name of a patch.");
        if (dryRun)
          throw usage("--dry-run goes with the name of a patch.", {
            hint: "See where one stands that was broken off: quad patch status",
          });
        if (undoBy)
          throw usage("--undo-by goes with the name of a patch: one that was broken off is undone as it was begun.");
        const { undoRun } = await import("../../patches/apply/recover.ts");
        return ctx.output.result(await ctx.unhurried(() => undoRun(install)), renderEnded);
      }
      const { planRollback, rollBackPatch } = await import("../../patches/apply/rollback.ts");
      const wanted = { discard, identity: identity ?? null, undoBy: undoBy ?? null };
      if (dryRun) return ctx.output.result(await planRollback(name, wanted, install), renderPlannedRollback);
      const loses = discard ? ", and discard whatever was written to the database since" : "";
      const confirm = async (plan?: PlannedRollback) => {
        if (plan) ctx.output.note(renderPlannedRollback(plan, ctx.output.noteStyle));
        await ctx.prompt.confirm(`Take ${name} back from ${install.home}${loses}?`);
      };
      const back = await ctx.unhurried(() => rollBackPatch(name, install, { ...wanted, confirm }));
      await ctx.output.result(back, renderRolledBack);
    });
