import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { ExitCode, usage } from "../../../errors.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";
import { counted } from "../../../terminal/style.ts";
import { countOf } from "../../../values/count.ts";
import { parsePath } from "../../../values/path.ts";
import { backupDirectory, backupRecipients, retentionHere } from "./place.ts";
import { patchBackupVerify } from "./verify.ts";

interface Flags {
  readonly out?: string;
  readonly encryptTo?: readonly string[];
  readonly keepLast?: number;
  readonly keepDaily?: number;
  readonly list?: boolean;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
}

const parseKept = countOf("backups", 99_999);

export const patchBackup = (ctx: Context): Command =>
  new Command("backup")
    .summary("back up the database and the files of the install")
    .description(
      "Makes one directory with all that it takes to put the install back on a bare host: the database in one snapshot, its roles, the install directory, which images its containers are of. The rows of every table are counted and digested beside the dump, every file is hashed, and it is there whole or not at all.",
    )
    .option("--out <dir>", "where backups are kept; .quad/backups of the install directory without it", parsePath)
    .option(
      "--encrypt-to <recipient...>",
      "of age, as in age1…; without it, or backup_encrypt_to in quad.yaml, .env and sessions are in the clear",
    )
    .option("--keep-last <n>", "remove others than the newest n", parseKept)
    .option("--keep-daily <n>", "keep the newest of each of the last n days that have one", parseKept)
    .option("--list", "show the backups there are, and make none")
    .option("--prune", "remove what --keep-last and --keep-daily do not keep, and make none")
    .option(dryRunFlag[0], "with --prune: show what would go")
    .addHelpText(
      "after",
      examples(
        "quad patch backup",
        "quad patch backup --out /mnt/backups --encrypt-to age1… --keep-last 7 --keep-daily 30",
        "quad patch backup --prune --keep-last 7 --dry-run",
        "quad patch backup verify latest",
      ),
    )
    .addCommand(patchBackupVerify(ctx))
    .action(async (flags: Flags) => {
      const { list, prune, keepLast: last, keepDaily: daily, dryRun = false } = flags;
      if (list && prune) throw usage("--list and --prune do not go together.");
      if (dryRun && !prune) throw usage("--dry-run goes with --prune.");
      const keeps = last !== undefined || daily !== undefined;
      if (prune && !keeps) throw usage("--prune wants --keep-last N or --keep-daily N.");
      if ((list || prune) && flags.encryptTo) throw usage("--encrypt-to goes with a backup that is made.");
      if (list && keeps) throw usage("--list removes nothing: leave out --keep-last and --keep-daily.");
      const directory = await backupDirectory(ctx, flags.out);
      if (list) {
        const { listBackups } = await import("../../../backups/list.ts");
        const { renderBackups } = await import("../../../backups/render.ts");
        return ctx.output.result(await listBackups(directory), renderBackups);
      }
      const retention = keeps ? await retentionHere(ctx, { last, daily }) : undefined;
      if (prune && retention) {
        const [{ pruneBackups }, { pruneHere }, { renderPruned }] = await Promise.all([
          import("../../../backups/list.ts"),
          import("./make.ts"),
          import("../../../backups/render.ts"),
        ]);
        if (!dryRun) {
          const { removed } = await pruneBackups(directory, retention, { dryRun: true });
          if (removed.length > 0) await ctx.prompt.confirm(`Remove ${counted(removed.length, "backup")}, for good?`);
        }
        const pruned = dryRun
          ? await pruneBackups(directory, retention, { dryRun })
          : await pruneHere(directory, retention);
        await ctx.output.result(pruned, renderPruned);
        if (dryRun) ctx.output.note("Nothing was changed: --dry-run.");
        return;
      }
      const { makeOne } = await import("./make.ts");
      const recipients = await backupRecipients(ctx, flags.encryptTo);
      const made = await makeOne(ctx, { directory, recipients, retention });
      const { renderMade } = await import("../../../backups/render.ts");
      for (const warning of made.warnings) ctx.output.warn(warning);
      await ctx.output.result(made, renderMade, made.changed.length > 0 ? ExitCode.needsAttention : ExitCode.done);
    });
