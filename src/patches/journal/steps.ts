import { needsAttention, QuadError } from "../../errors.ts";
import type { DatabaseLock } from "../../postgres/database-lock.ts";
import type { Fault } from "./fault.ts";
import type { Data, Journal, Written } from "./journal.ts";

/** Something that is done on the way, and can be taken back until the whole is committed. */
export interface Step {
  readonly name: string;
  /** What `undo` needs and reality cannot tell afterwards; written down before anything is done. */
  intend?(): Promise<Data>;
  /** Does it. What it returns is written down afterwards. */
  act(intent: Data): Promise<Data | undefined>;
  /** Gives back what was before, from wherever the step, or an undo of it, was broken off. What it notes is on the disk. */
  undo?(intent: Data, note?: (data: Data) => void): Promise<void>;
  /** Does it again when a run is gone on with, though it was done: what it did may not have outlived a restart of the host. */
  readonly again?: true;
  /** A run that was broken off in it is not gone on with, but undone: its undo takes more than what it did itself. */
  readonly undoes?: true;
  /** From here on nothing is taken back: what fails afterwards is done again until it succeeds. */
  readonly commits?: true;
}

interface Surroundings {
  readonly journal: Journal;
  readonly fault: Fault;
  /** Told before each step, and before each undo. */
  readonly onStep?: (step: string, undo: boolean) => void;
  readonly signal?: AbortSignal | undefined;
  /** What keeps others away, if something can be lost of it; looked at before each step until the commit. */
  readonly lock?: DatabaseLock | undefined;
}

/**
 * Does the steps in their order, each written down before and after. One that fails before the commit has everything undone, and throws
 * failed and undone (exit 7) with its reason; where that fails too, or something after the commit does, throws needs attention (exit 8).
 * A run that was broken off is gone on with: what the journal says is done is not done again, and what was begun is undone first.
 */
export async function runSteps(steps: readonly Step[], around: Surroundings): Promise<void> {
  const { journal, fault, onStep, signal, lock } = around;
  const done = new Set(journal.entries.flatMap((entry) => (entry.event === "done" ? [entry.step] : [])));
  let committed = steps.some((step) => step.commits && done.has(step.name));
  for (const step of steps) {
    if (done.has(step.name) && (committed || !step.again)) continue;
    try {
      if (!committed) await lock?.mustBeHeld();
      const broken = journal.entries.findLast((entry) => entry.event === "intent" && entry.step === step.name);
      if (broken?.event === "intent") await step.undo?.(broken.data, noting(journal, step));
      // What is committed is brought to its end.
      if (!committed && signal?.aborted) throw new QuadError("cancelled", "Interrupted.");
      onStep?.(step.name, false);
      const intent = (await step.intend?.()) ?? {};
      fault(`${step.name}.intent`);
      journal.append({ event: "intent", step: step.name, data: intent });
      fault(`${step.name}.act`);
      const data = (await step.act(intent)) ?? {};
      fault(`${step.name}.result`);
      journal.append({ event: "done", step: step.name, data });
      if (step.commits) committed = true;
      fault(`${step.name}.done`);
    } catch (error) {
      if (committed) throw unfinished(step, error);
      tryToNote(journal, step, error);
      await undoSteps(steps, around);
      throw undone(error);
    }
  }
  journal.append({ event: "end", outcome: "committed" });
}

/**
 * Undoes what the journal says was begun, the last first. Each undo may have been broken off before. Throws needs attention (exit 8)
 * where one fails, with what to run.
 */
export async function undoSteps(steps: readonly Step[], { journal, fault, onStep, lock }: Surroundings): Promise<void> {
  const named = (event: "intent" | "undone") =>
    journal.entries.flatMap((entry) => (entry.event === event ? [entry.step] : []));
  const undone = new Set(named("undone"));
  const all = [...steps].reverse();
  const [last] = all;
  try {
    // What is half undone is not gone on with as if it were done.
    if (!journal.entries.some(turnsBack)) journal.append({ event: "undoing" });
  } catch (error) {
    throw last ? stuck(last, error) : error;
  }
  for (const step of all) {
    const begun = journal.entries.findLast((entry) => entry.event === "intent" && entry.step === step.name);
    if (begun?.event !== "intent" || undone.has(step.name)) continue;
    try {
      await lock?.regain();
      if (step.undo) {
        onStep?.(step.name, true);
        fault(`${step.name}.undo`);
        await step.undo(begun.data, noting(journal, step));
      }
      fault(`${step.name}.undone`);
      journal.append({ event: "undone", step: step.name });
    } catch (error) {
      throw stuck(step, error);
    }
  }
  fault("undone.end");
  journal.append({ event: "end", outcome: "undone" });
}

const noting =
  (journal: Journal, { name }: Step) =>
  (data: Data): void =>
    journal.append({ event: "noted", step: name, data });

/** Whether a journal is past the point from which nothing is taken back. */
export const isCommitted = (steps: readonly Step[], { entries }: Pick<Journal, "entries">): boolean =>
  steps.some((step) => step.commits && entries.some((entry) => entry.event === "done" && entry.step === step.name));

/** Whether a run that was broken off can only be undone: it was on that way already, or stands within a step that says so. */
export function isToBeUndone(steps: readonly Step[], { entries }: Pick<Journal, "entries">): boolean {
  const has = (event: "intent" | "done", name: string) =>
    entries.some((entry) => entry.event === event && entry.step === name);
  return (
    entries.some(turnsBack) || steps.some(({ undoes, name }) => undoes && has("intent", name) && !has("done", name))
  );
}

/** From such an entry on nothing is gone on with. */
const turnsBack = ({ event }: Written): boolean => event === "failed" || event === "undoing" || event === "undone";

// A full disk has no room for the reason either; what was begun is on it already, and that is enough to undo it.
function tryToNote(journal: Journal, step: Step, error: unknown): void {
  try {
    journal.append({ event: "failed", step: step.name, message: messageOf(error) });
  } catch {}
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function undone(error: unknown): QuadError {
  const { detail, hint } = error instanceof QuadError ? error : { detail: [], hint: [] };
  const interrupted = error instanceof QuadError && error.code === "cancelled";
  return new QuadError(interrupted ? "cancelled" : "undone", messageOf(error), {
    detail: [...detail, "Everything is as it was before."],
    hint,
    cause: error,
  });
}

const stuck = (step: Step, error: unknown) =>
  needsAttention(`Undoing the step ${step.name} failed: ${messageOf(error)}`, {
    detail: "What was done before it is still to be undone; nothing is lost, it is kept until then.",
    hint: ["Mend the cause, then run: quad patch rollback", "See where it stands: quad patch status"],
    cause: error,
  });

const unfinished = (step: Step, error: unknown) =>
  needsAttention(`The patch is applied, but the step ${step.name} failed: ${messageOf(error)}`, {
    hint: ["Mend the cause, then run: quad patch resume"],
    cause: error,
  });
