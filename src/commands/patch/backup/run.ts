import type { Context } from "../../../context.ts";
import { conflict, QuadError } from "../../../errors.ts";
import type { Backups } from "../../../patches/apply/backups.ts";
import { backupDirectory, serverPlace } from "./place.ts";

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
  return {
    directory,
    async possible() {
      const [{ withServer }, { findTools }] = await Promise.all([
        import("../../../backups/database/server.ts"),
        import("../../../backups/database/tools.ts"),
      ]);
      const { target, container } = await serverPlace(ctx);
      await withServer(target, async (sql, server) => {
        const [{ major }] = await sql<[{ major: number }]>`
          select current_setting('server_version_num')::int / 10000 as major`;
        await findTools(server, major, environment, container).catch((error: unknown) => {
          if (!(error instanceof QuadError)) throw error;
          const { code, message, detail, hint, cause } = error;
          throw new QuadError(code, message, {
            detail,
            hint: [...hint, "Or leave the backup out: --no-backup"],
            cause,
          });
        });
      });
    },
    async make() {
      const { makeHere } = await import("./make.ts");
      const made = await makeHere(ctx, { home, directory, recipients: [] });
      for (const warning of made.warnings) ctx.output.warn(warning);
      return made.path;
    },
    async fill(source, database) {
      const [{ withMaintenance }, { missingRoles, restoreInto }] = await Promise.all([
        import("../../../postgres/databases.ts"),
        import("../../../backups/database/restore.ts"),
      ]);
      const { target, container } = await serverPlace(ctx);
      if (target.kind !== "server") throw conflict("An embedded database is not restored while it is in use.");
      const from = await reading(source);
      await withMaintenance(target, async (sql) => {
        for (const statement of await missingRoles(from, sql)) await sql.unsafe(statement);
        await restoreInto(from, { sql, server: target, container, environment }, database);
      });
    },
    async unpack(source, directory) {
      const { unpackFiles } = await import("../../../backups/files/unpack.ts");
      await unpackFiles(await reading(source), directory);
    },
  };
}
