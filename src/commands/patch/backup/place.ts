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

/** The directory of the backups: what a flag says, or the install's. */
export const backupDirectory = async (ctx: Context, out: string | undefined): Promise<string> =>
  out ?? (await (await ctx.install()).backupDirectory()).value;
