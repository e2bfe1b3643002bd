import { basename } from "node:path";
import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import type { Restored } from "../../patches/restore/restore.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { parsePath } from "../../values/path.ts";

interface Flags {
  readonly identity?: string;
  readonly onlyFiles?: boolean;
  readonly onlyDatabase?: boolean;
  readonly confirm?: boolean;
  readonly dryRun?: boolean;
}

export const patchRestore = (ctx: Context): Command =>
  new Command("restore")
    .summary("bring back the database and the files of a backup")
    .description(
      "Restores a backup: its database into a fresh one, which then takes the name of the one in use, and its files. The database of before is kept under another name until --confirm lets it go; the trail's entries since the backup are carried over. Whatever fails, everything is as it was.",
    )
    .argument("[backup]", "its path, its name in the directory of backups, or latest")
    .option("--identity <file>", "with the secret key, as age-keygen writes it; of an encrypted backup", parsePath)
    .option("--only-files", "leave the database alone")
    .option("--only-database", "leave the files alone")
    .option("--confirm", "all is well: drop the databases that restoring has kept aside")
    .option(dryRunFlag[0], "show what would come back and what would go, and change nothing")
    .addHelpText(
      "after",
      examples(
        "quad patch restore latest --dry-run",
        "quad patch restore latest",
        "quad patch restore --confirm",
        "quad patch restore /mnt/backups/2026-02-01T023000Z-0f3e5a --identity key.txt --only-database",
      ),
    )
    .action(async (named: string | undefined, flags: Flags) => {
      const { identity = null, onlyFiles = false, onlyDatabase = false, confirm = false, dryRun } = flags;
      if (onlyFiles && onlyDatabase) throw usage("--only-files and --only-database leave nothing to restore.");
      if (confirm !== (named === undefined))
        throw usage(confirm ? "--confirm restores nothing: leave out the backup." : "Name a backup, or latest.", {
          hint: "See which there are: quad patch backup --list",
        });
      const [{ belowHome, keptAside, letGo, planRestore, restoreBackup }, { findBackup }, { patchInstall }, render] =
        await Promise.all([
          import("../../patches/restore/restore.ts"),
          import("../../backups/place.ts"),
          import("./install.ts"),
          import("../../patches/restore/render.ts"),
        ]);
      const install = await patchInstall(ctx);
      if (named === undefined) {
        const kept = await keptAside(install);
        if (dryRun) return ctx.output.result(kept, render.renderKept);
        if (kept.length > 0) await ctx.prompt.confirm(`Drop ${kept.join(", ")}?`);
        return ctx.output.result(await letGo(kept, install), render.renderLetGo);
      }
      const path = await findBackup(named, install.backups.directory, install.home);
      const audit = await belowHome(install.home, (await (await ctx.install()).auditDirectory()).value);
      const wanted = {
        source: { path, identity },
        files: !onlyDatabase,
        database: !onlyFiles,
        // What was signed of the trail, and what was done here, is no part of what is brought back.
        stays: [".quad/history", ".quad/downloads", ...audit],
      };
      if (dryRun) {
        const plan = await ctx.output.progress("Reading the backup …", () => planRestore(wanted, install));
        return ctx.output.result(plan, render.renderPlannedRestore);
      }
      const ask = async (plan?: Restored) => {
        if (plan) ctx.output.note(render.planInWords(plan));
        await ctx.prompt.confirm(`Restore ${plan?.name ?? basename(path)} into ${install.home}?`);
      };
      await ctx.output.result(await ctx.unhurried(() => restoreBackup(wanted, install, ask)), render.renderRestored);
    });
