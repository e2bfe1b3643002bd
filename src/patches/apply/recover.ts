import { conflict, notFound } from "../../errors.ts";
import { mustBeThere } from "../database/whereabouts.ts";
import { openJournal, type Written } from "../journal/journal.ts";
import { isCommitted, isToBeUndone, undoSteps } from "../journal/steps.ts";
import { putAway, putAwayAfter, runPlaces, unfinishedRun } from "../runs/places.ts";
import { takeDown } from "../services/maintenance.ts";
import { alone, carryOut, type Install, toolsOf } from "./apply.ts";
import type { Deal } from "./deal.ts";
import { stepsOf } from "./steps.ts";

/**
 * Brings a run that was broken off to its end: one that was being undone, or was migrating the database, is undone, any other is carried
 * out. Throws not found where there is none, failed and undone, and needs attention.
 */
export function resumeRun(here: Install): Promise<{ readonly name: string; readonly outcome: "committed" | "undone" }> {
  return withUnfinished(here, async (install, deal, entries) => {
    const places = runPlaces(install.home);
    if (isToBeUndone(stepsOf(deal, toolsOf(deal, places, install)), { entries })) {
      await undo(deal, install);
      return { name: deal.name, outcome: "undone" };
    }
    await carryOut(deal, places, install);
    return { name: deal.name, outcome: "committed" };
  });
}

/** Undoes a run that was broken off. Throws not found where there is none, and a conflict where it is past its commit. */
export function undoRun(here: Install): Promise<{ readonly name: string; readonly outcome: "undone" }> {
  return withUnfinished(here, async (install, deal) => {
    await undo(deal, install);
    return { name: deal.name, outcome: "undone" };
  });
}

/**
 * Puts away a run that is committed and whose services did not start, so that something else can be done about it: its page goes, and what
 * it kept for an undo. `confirm` is asked before, and throws where it is not wanted. Does nothing where there is no such run.
 */
export async function closeCommitted(install: Install, confirm = async (): Promise<void> => {}): Promise<void> {
  const entries = unfinishedRun(install.home);
  const begin = entries?.[0];
  if (!entries || begin?.event !== "begin") return;
  const deal = begin.data as unknown as Deal;
  const places = runPlaces(install.home);
  const steps = stepsOf(deal, toolsOf(deal, places, install));
  if (!isCommitted(steps, { entries })) return;
  await mustBeThere(deal, install.server);
  await confirm();
  await takeDown(install.home, deal.page);
  await steps.find(({ name }) => name === "cleaned")?.act({});
  const journal = openJournal(places.journal);
  try {
    journal.append({ event: "end", outcome: "committed" });
  } finally {
    journal.close();
  }
  await putAway(install.home);
}

function withUnfinished<T>(
  here: Install,
  work: (install: Install, deal: Deal, entries: readonly Written[]) => Promise<T>,
): Promise<T> {
  return alone(here, async (install) => {
    const { home } = install;
    const entries = unfinishedRun(home);
    const begin = entries?.[0];
    if (entries === undefined || begin?.event !== "begin") {
      // A journal without a whole first line began nothing.
      throw notFound("No patch was broken off here.", { hint: "See what was applied: quad patch history" });
    }
    return work(install, begin.data as unknown as Deal, entries);
  });
}

async function undo(deal: Deal, install: Install): Promise<void> {
  const places = runPlaces(install.home);
  await mustBeThere(deal, install.server);
  const journal = openJournal(places.journal);
  const { fault, onStep, lock } = install;
  try {
    const steps = stepsOf(deal, toolsOf(deal, places, install));
    if (isCommitted(steps, journal)) {
      throw conflict(`${deal.name} is committed; what is left to do is tidying up.`, {
        hint: "Bring it to its end: quad patch resume",
      });
    }
    await undoSteps(steps, { journal, fault, onStep, lock });
  } finally {
    journal.close();
    await putAwayAfter(install.home, install.warn);
  }
}
