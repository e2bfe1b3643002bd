import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isRoot, scratchDirectory } from "../../testing/processes.ts";
import type { Change, Places } from "./change.ts";
import { swapFiles } from "./swap.ts";

/** A process that is gone: nothing after it is done. */
class Killed extends Error {}

/** Every file and directory of a tree, with content and mode. */
function tree(root: string, below = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(root, below)).sort()) {
    const path = join(below, name);
    const { mode } = lstatSync(join(root, path));
    if (lstatSync(join(root, path)).isDirectory()) Object.assign(found, { [`${path}/`]: "" }, tree(root, path));
    else found[path] = `${(mode & 0o777).toString(8)} ${readFileSync(join(root, path), "utf8")}`;
  }
  return found;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

function put(root: string, path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), mode);
}

/** An install with some files, and changes of them, staged. */
function prepared(files: readonly { path: string; kind: "add" | "replace" | "delete" | "stays" }[]) {
  const root = scratchDirectory();
  const places: Places = {
    home: join(root, "home"),
    staged: join(root, "staged"),
    kept: join(root, "kept"),
    passing: join(root, "passing"),
  };
  for (const place of [places.home, places.staged, places.kept]) mkdirSync(place);
  const changes: Change[] = [];
  for (const { path, kind } of files) {
    if (kind !== "add") put(places.home, path, `old ${path}`, 0o640);
    if (kind === "add" || kind === "replace") put(places.staged, path, `new ${path}`, 0o755);
    const [before, after] = [hash(`old ${path}`), hash(`new ${path}`)];
    if (kind === "add") changes.push({ action: "add", path, after });
    if (kind === "replace") changes.push({ action: "replace", path, before, after });
    if (kind === "delete") changes.push({ action: "delete", path, before });
  }
  return { places, changes };
}

const file = fc.record({
  path: fc
    .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 })
    .map((parts) => `${parts.join("/")}.txt`),
  kind: fc.constantFrom("add" as const, "replace" as const, "delete" as const, "stays" as const),
});
const files = fc.uniqueArray(file, { selector: ({ path }) => path, minLength: 1, maxLength: 8 });

/** Kills at the nth place that is passed; counts them where n is Infinity. */
function killAt(n: number) {
  let passed = 0;
  return Object.assign(
    () => {
      passed += 1;
      if (passed === n) throw new Killed();
    },
    { passed: () => passed },
  );
}

async function killed(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

test("what is swapped is the new tree, and undone it is the old one, killed at any moment of either, again and again", async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.array(fc.nat(40), { maxLength: 4 }), async (wanted, kills) => {
      const { places, changes } = prepared(wanted);
      const before = tree(places.home);
      const [first = Number.POSITIVE_INFINITY, ...others] = kills.map((kill) => kill + 1);
      const intent = (await swapFiles(places, changes, () => {}).intend?.()) ?? {};
      const died = await killed(swapFiles(places, changes, killAt(first)).act(intent));
      const isSwapped = () => {
        const after = tree(places.home);
        for (const { path, kind } of wanted) {
          const expected = kind === "stays" ? `640 old ${path}` : kind === "delete" ? undefined : `755 new ${path}`;
          expect(after[path]).toBe(expected);
        }
      };
      if (!died) isSwapped();
      for (const kill of [...others, Number.POSITIVE_INFINITY])
        await killed(swapFiles(places, changes, killAt(kill)).undo?.(intent) ?? Promise.resolve());
      expect(tree(places.home)).toEqual(before);
      // What was undone can be done again.
      await swapFiles(places, changes, () => {}).act(intent);
      isSwapped();
      await swapFiles(places, changes, () => {}).undo?.(intent);
      expect(tree(places.home)).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test("every single moment of a swap and of its undo is one that it comes back from", async () => {
  const wanted = [
    { path: "new/deep/file", kind: "add" as const },
    { path: "app/code", kind: "replace" as const },
    { path: "app/old", kind: "delete" as const },
  ];
  const counting = prepared(wanted);
  const counter = killAt(Number.POSITIVE_INFINITY);
  const intent = (await swapFiles(counting.places, counting.changes, counter).intend?.()) ?? {};
  await swapFiles(counting.places, counting.changes, counter).act(intent);
  const forward = counter.passed();
  await swapFiles(counting.places, counting.changes, counter).undo?.(intent);
  const back = counter.passed() - forward;
  expect([forward, back]).toEqual([6, 5]);
  for (let there = 1; there <= forward + 1; there += 1) {
    for (let here = 1; here <= back + 1; here += 1) {
      const { places, changes } = prepared(wanted);
      const before = tree(places.home);
      await killed(swapFiles(places, changes, killAt(there)).act(intent));
      await killed(swapFiles(places, changes, killAt(here)).undo?.(intent) ?? Promise.resolve());
      await swapFiles(places, changes, () => {}).undo?.(intent);
      expect(tree(places.home)).toEqual(before);
    }
  }
});

test("a file that came meanwhile is not written over, and stays when the rest is undone", async () => {
  const { places, changes } = prepared([
    { path: "a", kind: "replace" },
    { path: "b", kind: "add" },
  ]);
  put(places.home, "b", "somebody's own");
  const step = swapFiles(places, changes, () => {});
  const intent = (await step.intend?.()) ?? {};
  await expect(step.act(intent)).rejects.toMatchObject({ code: "EEXIST" });
  await step.undo?.(intent);
  expect(tree(places.home)).toEqual({ a: "640 old a", b: "644 somebody's own" });
});

test("what somebody puts into a directory that was made stays there, and so does the directory", async () => {
  const { places, changes } = prepared([{ path: "made/a", kind: "add" }]);
  const step = swapFiles(places, changes, () => {});
  const intent = (await step.intend?.()) ?? {};
  await step.act(intent);
  put(places.home, "made/b", "theirs");
  await step.undo?.(intent);
  expect(tree(places.home)).toEqual({ "made/": "", "made/b": "644 theirs" });
});

test("a file with other links keeps them, and the others keep what was in it", async () => {
  const { places, changes } = prepared([{ path: "a", kind: "replace" }]);
  linkSync(join(places.home, "a"), join(places.home, "other"));
  const step = swapFiles(places, changes, () => {});
  const intent = (await step.intend?.()) ?? {};
  await step.act(intent);
  expect(tree(places.home)).toEqual({ a: "755 new a", other: "640 old a" });
  await step.undo?.(intent);
  expect(tree(places.home)).toEqual({ a: "640 old a", other: "640 old a" });
});

test("a file that was edited since it was looked at is not replaced", async () => {
  const { places, changes } = prepared([
    { path: "a.txt", kind: "replace" },
    { path: "b.txt", kind: "delete" },
  ]);
  put(places.home, "b.txt", "mine", 0o640);
  // As one that was moved there has it.
  utimesSync(join(places.home, "b.txt"), 1, 1);
  const before = tree(places.home);
  const step = swapFiles(places, changes, () => {}, { planned: Date.now() });
  await expect(step.act({ made: [] })).rejects.toThrow("b.txt was changed since it was planned to be deleted.");
  await step.undo?.({ made: [] });
  expect(tree(places.home)).toEqual(before);
});

test.runIf(isRoot)(
  "a directory that is given back is whose it was, and an older journal has its mode alone",
  async () => {
    const { places, changes } = prepared([{ path: "data/deep/file", kind: "delete" }]);
    const directory = join(places.home, "data/deep");
    const rights = () => {
      const { mode, uid, gid } = lstatSync(directory);
      return { mode: mode & 0o7777, uid, gid };
    };
    chownSync(directory, 70, 71);
    chmodSync(directory, 0o2750);
    const step = swapFiles(places, changes, () => {}, { emptied: ["data/deep"] });
    const intent = (await step.intend?.()) ?? {};
    await step.act(intent);
    expect(existsSync(directory)).toBe(false);
    await step.undo?.(intent);
    expect(rights()).toEqual({ mode: 0o2750, uid: 70, gid: 71 });
    await step.act(intent);
    await step.undo?.({ ...intent, modes: { "data/deep": 0o750 } });
    expect(rights()).toEqual({ mode: 0o750, uid: 0, gid: 0 });
  },
);
