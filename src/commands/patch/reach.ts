import { existsSync } from "node:fs";
import type { Context } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { platformVersion } from "../../install/platform-version.ts";
import { appliedPatches } from "../../patches/history.ts";
import type { Fetched } from "../../patches/releases/fetch.ts";
import type { Reach } from "../../patches/releases/offer.ts";
import type { Available } from "../../patches/releases/render.ts";
import { parseSource } from "../../patches/releases/source-name.ts";
import { sizeOf } from "../../terminal/style.ts";

/** The flags of commands that take patches from a source. */
export interface SourceFlags {
  readonly from?: string;
  readonly allowOlder?: boolean;
}

export const fromFlag = [
  "--from <source>",
  "a release server's URL, a directory such as a USB stick's, or an archive (env QUAD_PATCH_SOURCE)",
  parseSource,
] as const;

export const olderIndexFlag = [
  "--allow-older",
  "take an index that has expired, or is older than one that was seen; the trail says so",
] as const;

/** How patches are fetched, from what a command is handed. */
export async function reachOf(ctx: Context, { from, allowOlder = false }: SourceFlags): Promise<Reach> {
  const { environment, signal } = ctx;
  const { source, timeout } = await (await ctx.install()).patches();
  return {
    source: from ?? source.value,
    older: allowOlder,
    ...{ environment, signal },
    timeout: timeout.value,
    withDb: (use) => ctx.withDb(use),
  };
}

/** The install directory. Throws not found where it is not there. */
export async function homeOf(ctx: Context): Promise<string> {
  const { value: home } = (await ctx.install()).home;
  if (existsSync(home)) return home;
  throw notFound(`There is no install directory ${home}.`, { hint: "Name it: --home DIR, or QUAD_HOME" });
}

/** Shows how far fetching is, and says of what was broken off that it can be gone on with. */
export const fetching =
  (ctx: Context, name: string) =>
  (fetch: (say: (came: number, size: number) => void) => Promise<Fetched>): Promise<Fetched> =>
    ctx.output.progress(`Fetching ${name} …`, (say) =>
      fetch((came, size) => say(`Fetching ${name} … ${sizeOf(came)} of ${sizeOf(size)}`)),
    );

/** What a source offers, held against this install; where it has no index, `patch` alone is looked at, if one is said. */
export async function availablePatches(
  ctx: Context,
  flags: SourceFlags,
  patch: string | undefined,
): Promise<Available> {
  const [{ withOffer }, { againstInstall }] = await Promise.all([
    import("../../patches/releases/offer.ts"),
    import("../../patches/releases/offered.ts"),
  ]);
  const home = await homeOf(ctx);
  const platform = (await platformVersion(home, ctx.environment))?.value;
  const standing = { home, platform, services: [], ...(await ctx.withDb(appliedPatches)) };
  return withOffer(await reachOf(ctx, flags), patch, async (offer) => ({
    ...offer,
    patches: await againstInstall(offer.patches, standing),
  }));
}
