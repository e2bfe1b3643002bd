import { basename } from "node:path";
import type { Tools } from "../../../backups/database/tools.ts";
import type { OwnRetention, Retention } from "../../../backups/retention.ts";
import type { Context } from "../../../context.ts";

/** Where the install's Postgres is for those who dump and restore: its address, and its container where it has one. */
export async function serverPlace(ctx: Context) {
  const install = await ctx.install();
  const { value: target, service, warnings = [] } = await install.database();
  for (const warning of warnings) ctx.output.warn(warning);
  const { environment } = ctx;
  if (service === undefined) return { target, container: undefined };
  const { serviceContainer } = await import("../../../install/compose/docker.ts");
  const found = await serviceContainer(install.home.value, environment, service.name).catch((error: Error) => {
    ctx.output.note(`${error.message} pg_dump of this host is taken.`);
    return undefined;
  });
  return { target, container: found && { ...found, port: service.port } };
}

/** Whom backups are encrypted to: what a flag says, or the install's setting; nobody where there is none. */
export const backupRecipients = async (ctx: Context, flag: readonly string[] | undefined): Promise<readonly string[]> =>
  flag ?? (await (await ctx.install()).backupRecipients())?.value ?? [];

/** The directory of the backups: what a flag says, or the install's. */
export const backupDirectory = async (ctx: Context, out: string | undefined): Promise<string> =>
  out ?? (await (await ctx.install()).backupDirectory()).value;

/** What is kept of this install: as flags say, and what the last patch that was applied is taken back to. */
export async function retentionHere(ctx: Context, flags: Pick<Retention, "last" | "daily">): Promise<OwnRetention> {
  const { backupBeforeLast } = await import("../../../patches/runs/places.ts");
  const { value: home } = (await ctx.install()).home;
  const path = backupBeforeLast(home);
  return { ...flags, home, wanted: path === undefined ? [] : [basename(path)] };
}

/** The pg_dump that backups are made with. Throws unreachable (exit 6) where there is none, or the server does not answer. */
export async function dumpTools(ctx: Context): Promise<Tools> {
  const [{ withServer }, { findTools }] = await Promise.all([
    import("../../../backups/database/server.ts"),
    import("../../../backups/database/tools.ts"),
  ]);
  const { target, container } = await serverPlace(ctx);
  return withServer(target, async (sql, server) => {
    const [{ major }] = await sql<[{ major: number }]>`
      select current_setting('server_version_num')::int / 10000 as major`;
    return findTools(server, major, ctx.environment, container);
  });
}
