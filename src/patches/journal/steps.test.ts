import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import type { Fault } from "./fault.ts";
import { openJournal } from "./journal.ts";
import { runSteps, type Step, undoSteps } from "./steps.ts";

/** A process that is gone, which no handler sees; here it passes through all of them, and what they try on the way fails as well. */
class Killed extends Error {}

const names = ["staged", "quiesced", "swapped", "recorded", "started"];

/** A world of two halves a step, all false before and all true afterwards. */
function world() {
  const path = join(scratchDirectory(), "journal");
  const halves = new Map(
    names.flatMap((name) => [`${name}.1`, `${name}.2`].map((half): [string, boolean] => [half, false])),
  );
  const all = (wanted: boolean) => [...halves.values()].every((half) => half === wanted);
  const stepsWith = (fault: Fault): readonly Step[] => [
    ...names.map((name): Step => {
      const set = (half: string, to: boolean) => {
        fault(`${name}.${half}.${to}`);
        halves.set(`${name}.${half}`, to);
      };
      return {
        name,
        ...(name === "started" && { again: true as const }),
        intend: async () => ({ name }),
        async act() {
          set("1", true);
          set("2", true);
          return undefined;
        },
        async undo(intent) {
          expect(intent).toEqual({ name });
          set("2", false);
          set("1", false);
        },
      };
    }),
    { name: "committed", commits: true, act: async () => undefined },
    { name: "cleaned", act: async () => fault("cleaned.1") as undefined },
  ];
  /** One process: it runs until it is killed, or ends. */
  async function run(work: "run" | "undo", fault: Fault): Promise<number | "killed"> {
    const journal = openJournal(path);
    let dead = false;
    const deadly: Fault = (place) => {
      if (dead) throw new Killed();
      try {
        fault(place);
      } catch (error) {
        dead = error instanceof Killed;
        throw error;
      }
    };
    const guarded = {
      ...journal,
      append: (entry: Parameters<typeof journal.append>[0]) => {
        if (dead) throw new Killed();
        journal.append(entry);
      },
    };
    try {
      const around = { journal: guarded, fault: deadly };
      await (work === "run" ? runSteps(stepsWith(deadly), around) : undoSteps(stepsWith(deadly), around));
      return 0;
    } catch (error) {
      return dead ? "killed" : (error as { exitCode: number }).exitCode;
    } finally {
      journal.close();
    }
  }
  const entries = () => {
    const journal = openJournal(path);
    journal.close();
    return journal.entries;
  };
  return { run, all, entries };
}

/** Fails or kills at the nth place that is passed. */
const at = (n: number, what: "kill" | "fail"): Fault => {
  let passed = 0;
  return () => {
    passed += 1;
    if (passed !== n) return;
    throw what === "kill" ? new Killed() : Object.assign(new Error("made to fail"), { code: "ENOSPC" });
  };
};

test("all is done where nothing fails, and none where something does, with the exit code that says so", async () => {
  const good = world();
  expect([await good.run("run", () => {}), good.all(true)]).toEqual([0, true]);
  let n = 1;
  for (const outcomes = new Set<unknown>(); !outcomes.has(0); n += 1) {
    const { run, all, entries } = world();
    const code = await run("run", at(n, "fail"));
    outcomes.add(code);
    if (code === 7)
      expect([n, all(false), entries().at(-1)]).toEqual([n, true, expect.objectContaining({ outcome: "undone" })]);
    else expect([n, all(true)]).toEqual([n, true]);
  }
  // Six places a step but the two that do nothing, and what follows the commit.
  expect(n).toBeGreaterThan(names.length * 6);
});

test("killed at every place, and again at every place of going on or undoing, all is done or none", async () => {
  for (let first = 1; first <= 40; first += 1) {
    for (const then of ["run", "undo"] as const) {
      const { run, all, entries } = world();
      if ((await run("run", at(first, "kill"))) !== "killed") continue;
      const committed = entries().some((entry) => entry.event === "done" && entry.step === "committed");
      const work = committed ? "run" : then;
      await run(work, at((first * 7) % 13, "kill"));
      if (entries().at(-1)?.event !== "end") await run(work, () => {});
      expect([first, work, all(work === "run")]).toEqual([first, work, true]);
      expect(entries().at(-1)?.event).toBe("end");
    }
  }
});

test("whatever fails and kills it, in whatever order, in the end all is done or none", async () => {
  const event = fc.record({
    n: fc.integer({ min: 1, max: 45 }),
    what: fc.constantFrom("kill" as const, "fail" as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), fc.boolean(), async (events, wantUndo) => {
      const { run, all, entries } = world();
      const has = (name: string) => entries().some((entry) => entry.event === name);
      const committed = () => entries().some((entry) => entry.event === "done" && entry.step === "committed");
      const ended = () => entries().at(-1)?.event === "end";
      const next = () =>
        committed() ? "run" : has("failed") || has("undone") || (wantUndo && has("intent")) ? "undo" : "run";
      for (const { n, what } of events) if (!ended()) await run(next(), at(n, what));
      for (let tries = 0; !ended() && tries < 3; tries += 1) await run(next(), () => {});
      expect(ended()).toBe(true);
      expect(all(committed())).toBe(true);
    }),
    { numRuns: 500 },
  );
});
