import type { Place } from "./place.ts";
import type { Done } from "./render.ts";
import type { Surroundings } from "./surroundings.ts";

/** Takes an install's jobs out of these places, one after the other; what one of them refuses ends it. */
export async function removeJobs(
  places: readonly Place[],
  surroundings: Surroundings,
  dryRun: boolean,
): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const place of places) {
    done.push({ where: place.where, dryRun, ...(await place.remove(surroundings, dryRun)) });
  }
  return done;
}
