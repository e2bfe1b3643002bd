import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { faultsOf } from "./fault.ts";
import { openJournal, readJournal } from "./journal.ts";

const begin = { event: "begin", data: { name: "postman-beta-1.1", umlaut: "Größe\n" } } as const;
const intent = { event: "intent", step: "swapped", data: { made: ["a"] } } as const;

function written() {
  const path = join(scratchDirectory(), "journal");
  const journal = openJournal(path);
  journal.append(begin);
  journal.append(intent);
  journal.close();
  return path;
}

const events = (path: string) => readJournal(path)?.map(({ at: _, ...entry }) => entry);

test("what was written is read again, and where there is none there is none", () => {
  expect(events(written())).toEqual([begin, intent]);
  expect(readJournal(join(scratchDirectory(), "journal"))).toBeUndefined();
});

test("cut off at any byte, every entry is whole or did not happen, and it can be gone on with", () => {
  const whole = readFileSync(written());
  const first = whole.indexOf(10) + 1;
  for (let length = 0; length <= whole.length; length += 1) {
    const path = join(scratchDirectory(), "journal");
    writeFileSync(path, whole.subarray(0, length));
    const kept = length < first ? [] : length < whole.length ? [begin] : [begin, intent];
    expect(events(path)).toEqual(kept);
    const journal = openJournal(path);
    journal.append({ event: "undone", step: "swapped" });
    journal.close();
    expect(events(path)).toEqual([...kept, { event: "undone", step: "swapped" }]);
  }
});

test("a hole that a power cut left at its end is cut off, and damage elsewhere is said", () => {
  const holed = written();
  appendFileSync(holed, Buffer.alloc(50));
  expect(events(holed)).toEqual([begin, intent]);
  const damaged = written();
  const bytes = readFileSync(damaged);
  bytes[30] = 0;
  writeFileSync(damaged, bytes);
  expect(() => readJournal(damaged)).toThrow(
    expect.objectContaining({ exitCode: 8, message: `${damaged} is damaged at line 1.` }),
  );
});

test("an entry that was cut short by a failure is written over by the next", () => {
  const path = written();
  truncateSync(path, readFileSync(path).length - 5);
  const journal = openJournal(path);
  journal.append(intent);
  journal.close();
  expect(events(path)).toEqual([begin, intent]);
  expect(existsSync(`${path}.reserve`)).toBe(true);
});

test("faults are made where they are wanted, at the time they are wanted, and nowhere else", () => {
  expect(() => faultsOf({})("anything")).not.toThrow();
  const fault = faultsOf({ QUAD_FAULT: "swapped.rename@2:enospc,begin:eio" });
  fault("swapped.rename");
  expect(() => fault("swapped.rename")).toThrow(expect.objectContaining({ code: "ENOSPC" }));
  fault("swapped.rename");
  expect(() => fault("begin")).toThrow(expect.objectContaining({ code: "EIO" }));
  expect(() => faultsOf({ QUAD_FAULT: "nonsense" })).toThrow("nonsense");
});
