import { existsSync } from "node:fs";
import type { Context } from "../../context.ts";
import { notFound } from "../../errors.ts";

/** The install directory. Throws not found where it is not there. */
export async function installDirectory(ctx: Context): Promise<string> {
  const home = (await ctx.install()).home.value;
  if (existsSync(home)) return home;
  throw notFound(`There is no install directory ${home}.`, { hint: "Name it: --home DIR, or QUAD_HOME" });
}
