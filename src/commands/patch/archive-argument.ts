import type { Context } from "../../context.ts";
import { type Meant, meantBy } from "../../patches/releases/meant.ts";
import { fetching, homeOf, reachOf, type SourceFlags } from "./reach.ts";

/** The argument of commands that take an archive. */
export const archiveArgument = [
  "<patch>",
  "its name, or the path of its archive with the signature NAME.tar.gz.minisig beside it",
  meantBy,
] as const;

/** The path of the archive that was meant; of a name, what was fetched before where no source is named, else it is fetched now. */
export async function archiveNamed(ctx: Context, meant: Meant, flags: SourceFlags): Promise<string> {
  if ("path" in meant) return meant.path;
  const { archiveOf } = await import("../../patches/releases/archive-of.ts");
  return archiveOf(meant, {
    home: await homeOf(ctx),
    reach: await reachOf(ctx, { ...flags, ...meant }),
    sourceNamed: flags.from !== undefined || meant.from !== undefined,
    fetching(fetch) {
      ctx.output.note("  fetching …");
      return fetching(ctx, meant.name)(fetch);
    },
  });
}
