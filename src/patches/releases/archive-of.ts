import { existsSync } from "node:fs";
import { join } from "node:path";
import { downloadsOf, type Fetched, fetchPatch } from "./fetch.ts";
import type { Meant } from "./meant.ts";
import type { Reach } from "./offer.ts";

/** How a patch is got that is meant by its name. */
interface Getting {
  readonly home: string;
  readonly reach: Reach;
  /** Whether somebody named the source: it is asked, also for what was fetched before, which may be withdrawn or signed anew. */
  readonly sourceNamed: boolean;
  /** Runs the fetching of what was not fetched before. */
  readonly fetching: (fetch: (say: (came: number, size: number) => void) => Promise<Fetched>) => Promise<Fetched>;
}

/**
 * The path of the archive that is meant: of a patch's name, what was fetched before where no source is named, else it is fetched now. It is not looked into; whoever
 * uses it checks its signature. Throws as `fetchPatch` does.
 */
export async function archiveOf(meant: Meant, { home, reach, sourceNamed, fetching }: Getting): Promise<string> {
  if ("path" in meant) return meant.path;
  const downloads = downloadsOf(home);
  const there = join(downloads, `${meant.name}.tar.gz`);
  if (existsSync(there) && !sourceNamed) return there;
  return (await fetching((say) => fetchPatch(meant.name, downloads, reach, say))).archive;
}
