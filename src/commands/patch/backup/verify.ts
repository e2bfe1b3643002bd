import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { cancelled, ExitCode } from "../../../errors.ts";
import { examples } from "../../../terminal/help.ts";
import { parsePath } from "../../../values/path.ts";
import { backupDirectory, serverPlace } from "./place.ts";

export const patchBackupVerify = (ctx: Context): Command =>
  new Command("verify")
    .summary("restore a backup into a scratch database, and compare")
    .description(
      "Hashes every file of a backup, restores its database into a scratch one on the same server, compares the rows of every table, sequences and large objects with what they were, reads the archive of files against its list, and drops the scratch database. Exit code 8 names what differs.",
    )
    .argument("<backup>", "its path, its name in the directory of backups, or latest")
    .option("--identity <file>", "with the secret key, as age-keygen writes it; of an encrypted backup", parsePath)
    .addHelpText(
      "after",
      examples(
        "quad patch backup verify latest",
        "quad patch backup verify /mnt/backups/2026-02-01T023000Z-0f3e5a --identity key.txt",
      ),
    )
    .action(async (named: string, { identity }: { identity?: string }, command: Command) => {
      const [{ findBackup }, { verifyBackup }, { renderVerified }] = await Promise.all([
        import("../../../backups/place.ts"),
        import("../../../backups/verify.ts"),
        import("../../../backups/render.ts"),
      ]);
      const directory = await backupDirectory(ctx, command.optsWithGlobals<{ out?: string }>().out);
      const path = await findBackup(named, directory, (await ctx.install()).home.value);
      const identities =
        identity === undefined ? [] : await (await import("../../../backups/age.ts")).readIdentities(identity);
      const { environment, signal, output } = ctx;
      const onStep = (step: string) => output.note(`  ${step} …`);
      const place = await serverPlace(ctx);
      const found = await ctx
        .unhurried(() => verifyBackup({ ...{ path, identities, environment, signal, onStep }, ...place }))
        .catch((error: unknown) => {
          throw signal?.aborted ? cancelled("Interrupted; the scratch database is gone.") : error;
        });
      await output.result(found, renderVerified, found.problems.length > 0 ? ExitCode.needsAttention : ExitCode.done);
    });
