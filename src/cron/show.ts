import { QuadError } from "../errors.ts";
import type { Place } from "./place.ts";
import type { InstalledJob } from "./render.ts";
import { nextRun } from "./schedule.ts";
import type { Surroundings } from "./surroundings.ts";

/** The jobs of an install in all places, and which places could not be looked at. */
export async function installedJobs(
  places: readonly Place[],
  surroundings: Surroundings,
  now: Date,
): Promise<{ readonly jobs: readonly InstalledJob[]; readonly problems: readonly QuadError[] }> {
  const found = await Promise.all(
    places.map(async (place) => ({ place, seen: await place.find(surroundings).catch(expected) })),
  );
  const problems = found.flatMap(({ seen }) => (seen instanceof QuadError ? [seen] : []));
  // Where a place is all that was asked for, the failure is the answer.
  if (problems[0] && places.length === 1) throw problems[0];
  const jobs = found.flatMap(({ place: { where }, seen }) => {
    if (seen === undefined || seen instanceof QuadError) return [];
    const { writtenBy, upToDate } = seen;
    return seen.jobs.map(({ job, when, schedule, command }) => {
      const next = schedule && nextRun(schedule, now);
      return { job, when, next, command, where, writtenBy, upToDate };
    });
  });
  return { jobs, problems };
}

function expected(error: unknown): QuadError {
  if (error instanceof QuadError) return error;
  throw error;
}
