import { mkdir } from "node:fs/promises";
import type { Context } from "../../../context.ts";
import { cancelled, conflict, QuadError } from "../../../errors.ts";
import { packageRoot, packageVersion } from "../../../install/package.ts";
import type { Backups } from "../../../patches/apply/backups.ts";
import { withMaintenance } from "../../../postgres/databases.ts";
import { transaction } from "../../../postgres/transaction.ts";
import { backupDirectory, backupRecipients, dumpTools, serverPlace } from "./place.ts";

/** The backups that a run makes before it changes anything, and those that it restores. */
export async function runBackups(ctx: Context, home: string): Promise<Backups> {
  const { environment, signal } = ctx;
  const directory = await backupDirectory(ctx, undefined);
  const reading = async ({ path, identity }: { readonly path: string; readonly identity: string | null }) => {
    const [{ openBackup }, { readIdentities }] = await Promise.all([
      import("../../../backups/manifest.ts"),
      import("../../../backups/age.ts"),
    ]);
    const identities = identity === null ? [] : await readIdentities(identity);
    return { backup: await openBackup(path), identities, environment, signal };
  };
  // What is given back is given back whole.
  const finishing = <T extends object>(one: T) => ({ ...one, signal: undefined });
  return {
    directory,
    async possible(otherwise = "leave the backup out: --no-backup") {
      await dumpTools(ctx).catch((error: unknown) => {
        if (!(error instanceof QuadError)) throw error;
        const { code, message, detail, hint, cause } = error;
        throw new QuadError(code, message, { detail, hint: [...hint, `Or ${otherwise}`], cause });
      });
    },
    async make() {
      const { makeHere } = await import("./make.ts");
      const made = await makeHere(ctx, { home, directory, recipients: await backupRecipients(ctx, undefined) });
      for (const warning of made.warnings) ctx.output.warn(warning);
      return made.path;
    },
    async mustOpen(source) {
      const { mustOpen } = await import("../../../backups/members.ts");
      await mustOpen(await reading(source));
    },
    async fill(source, database) {
      const { missingRoles, restoreInto } = await import("../../../backups/database/restore.ts");
      const { target, container } = await serverPlace(ctx);
      if (target.kind !== "server") throw conflict("An embedded database is not restored while it is in use.");
      const from = await reading(source);
      await withMaintenance(target, async (sql) => {
        await transaction(sql, async (tx) => {
          for (const statement of await missingRoles(from, tx)) await tx.unsafe(statement);
        });
        await restoreInto(from, { sql, server: target, container, environment }, database);
      });
    },
    async dump(database, { known, directory: below }) {
      const [{ dumpAlone }, { withServer }] = await Promise.all([
        import("../../../backups/database/alone.ts"),
        import("../../../backups/database/server.ts"),
      ]);
      const { target, container } = await serverPlace(ctx);
      if (target.kind !== "server") throw conflict("An embedded database is not dumped to be given back.");
      await mkdir(below, { recursive: true, mode: 0o700 });
      const whole = { name: "dump", directory: below, known, home, version: packageVersion(packageRoot()) };
      await withServer(
        { ...target, database },
        (sql, server) => dumpAlone({ ...whole, sql, server, container, environment, signal }),
        signal,
      ).catch((error: unknown) => {
        throw signal?.aborted ? cancelled("Interrupted.") : error;
      });
    },
    async prove(dump) {
      const { mustBeWhole } = await import("../../../backups/members.ts");
      await mustBeWhole(finishing(await reading({ path: dump, identity: null })));
    },
    async refill(dump, database, tablespace) {
      const { restoreInto } = await import("../../../backups/database/restore.ts");
      const { target, container } = await serverPlace(ctx);
      if (target.kind !== "server") throw conflict("An embedded database is not restored while it is in use.");
      const from = finishing(await reading({ path: dump, identity: null }));
      await withMaintenance(target, (sql) =>
        restoreInto(from, { sql, server: target, container, environment }, database, { tablespace }),
      );
    },
    async room(tablespace) {
      const { freeRoom } = await import("../../../backups/database/room.ts");
      const { target, container } = await serverPlace(ctx);
      return target.kind === "server" ? freeRoom({ server: target, container, environment }, tablespace) : undefined;
    },
    async unpack(source, directory) {
      const { unpackFiles } = await import("../../../backups/files/unpack.ts");
      await unpackFiles(await reading(source), directory);
    },
  };
}
