import { existsSync } from "node:fs";
import { join } from "node:path";
import { notFound } from "../errors.ts";
import type { Deal } from "./apply/deal.ts";
import type { Written } from "./journal/journal.ts";
import { historyOf, runPlaces, runsOf, unfinishedRun } from "./runs/places.ts";

/** What a run did, step by step. */
export interface RunLog {
  readonly id: string;
  readonly kind: Deal["kind"];
  readonly name: string;
  readonly version: string;
  readonly begunAt: string;
  /** null while it is not at its end. */
  readonly outcome: "committed" | "undone" | null;
  /** Why it was undone. */
  readonly failure: string | null;
  /** In seconds; null where it was broken off. Undone is how it was taken back. */
  readonly steps: readonly { readonly step: string; readonly seconds: number | null; readonly undone: boolean }[];
  /** A file with what its containers wrote, where they were not healthy. */
  readonly containers: string | null;
}

/** The last run, or the last of that patch. Throws not found where none is kept, and needs attention where it may be one that is damaged. */
export function runLog(home: string, name: string | undefined): RunLog {
  const current = unfinishedRun(home);
  const damaged: unknown[] = [];
  const runs = [
    ...(current ? [{ directory: runPlaces(home).directory, entries: current }] : []),
    ...runsOf(home, (error) => damaged.push(error)).map(({ id, entries }) => ({
      directory: historyOf(home, id),
      entries,
    })),
  ];
  for (const { directory, entries } of runs) {
    const [begin] = entries;
    if (begin?.event !== "begin" || (name !== undefined && begin.data.name !== name)) continue;
    const containers = join(directory, "containers.log");
    return { ...logOf(begin.data as unknown as Deal, entries), containers: existsSync(containers) ? containers : null };
  }
  if (damaged.length > 0) throw damaged[0];
  throw notFound(name === undefined ? "No patch was ever applied here." : `No log of ${name} is kept here.`, {
    hint: "See what was applied: quad patch history",
  });
}

function logOf({ id, kind, name, version }: Deal, entries: readonly Written[]): Omit<RunLog, "containers"> {
  const failed = entries.find((entry) => entry.event === "failed");
  const end = entries.at(-1);
  const steps = entries.flatMap((entry, i) => {
    if (entry.event !== "done" && entry.event !== "undone") return [];
    // An undo begins where the entry before it ended.
    const begin =
      entry.event === "done"
        ? entries.slice(0, i).findLast((one) => one.event === "intent" && one.step === entry.step)
        : entries[i - 1];
    const seconds = begin ? (Date.parse(entry.at) - Date.parse(begin.at)) / 1000 : null;
    return [{ step: entry.step, seconds, undone: entry.event === "undone" }];
  });
  return {
    ...{ id, kind, name, version, steps },
    begunAt: entries[0]?.at ?? "",
    outcome: end?.event === "end" ? end.outcome : null,
    failure: failed?.event === "failed" ? failed.message : null,
  };
}
