import { isAtWork, unfinishedRun } from "../runs/places.ts";
import type { Deal } from "./deal.ts";

/** Where a run stands that was broken off, or is under way. */
export interface Standstill {
  readonly kind: Deal["kind"];
  readonly name: string;
  readonly begunAt: string;
  /** Steps that are done, in their order. */
  readonly done: readonly string[];
  /** The step at which it was broken off; null between two. */
  readonly at: string | null;
  /** Why it is being undone; null where it is not. */
  readonly failure: string | null;
  readonly undone: readonly string[];
  readonly committed: boolean;
  /** Whether a quad is at work on it now; otherwise it was broken off. */
  readonly underWay: boolean;
}

/** Where the run stands; undefined where none was broken off, or is under way. */
export async function standstill(home: string): Promise<Standstill | undefined> {
  const entries = unfinishedRun(home);
  const begin = entries?.[0];
  if (entries === undefined || begin?.event !== "begin") return undefined;
  const named = (event: "intent" | "done" | "undone") =>
    entries.flatMap((entry) => (entry.event === event ? [entry.step] : []));
  const done = named("done");
  const failure = entries.find((entry) => entry.event === "failed");
  return {
    kind: (begin.data as unknown as Deal).kind,
    name: String(begin.data.name),
    begunAt: begin.at,
    done,
    at: named("intent").find((step) => !done.includes(step)) ?? null,
    failure: failure?.event === "failed" ? failure.message : null,
    undone: named("undone"),
    committed: done.includes("committed"),
    underWay: await isAtWork(home),
  };
}
