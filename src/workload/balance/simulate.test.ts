import { expect, test } from "vitest";
import { QuadError } from "../../errors.ts";
import type { DomainDesk, Move } from "./desk.ts";
import { simulate } from "./simulate.ts";

const desk: DomainDesk = {
  domain: "/life",
  multiplier: 1.5,
  fullLoad: 10,
  workers: [
    { email: "bob", allocation: 0, free: 20, branches: 0, tickets: [{ key: "LIN-9", points: 0 }] },
    { email: "ada", allocation: 60, free: 40, branches: 2, tickets: [{ key: "LIN-1", points: 5 }] },
  ],
};

test("a move shows everyone before and after it", () => {
  const moves: Move[] = [
    { kind: "allocation", email: "bob", from: 0, to: 20 },
    { kind: "ticket", key: "LIN-9", from: "bob", to: "ada" },
  ];
  expect(simulate(desk, moves)).toEqual({
    before: [
      { email: "ada", capacity: 75 },
      { email: "bob", capacity: null },
    ],
    after: [
      { email: "ada", capacity: 100 },
      { email: "bob", capacity: 0 },
    ],
  });
});

test("the spec's formula weighs tickets, branches, points, multiplier and allocation", () => {
  const worker = { email: "eve", allocation: 40, free: 0, branches: 3, tickets: [{ key: "A-1", points: 3.25 }] };
  const { before } = simulate({ domain: "/life", multiplier: 0.5, fullLoad: 100, workers: [worker] }, []);
  expect(before[0]?.capacity).toBeCloseTo((((1 + 1.5 + 0.65) * 0.5) / 40) * 100, 12);
});

test.each<[Move, string]>([
  [{ kind: "ticket", key: "LIN-7", from: "ada", to: "bob" }, "There is no ticket LIN-7 in /life."],
  [{ kind: "ticket", key: "LIN-1", from: "ada", to: "cyd" }, "cyd has no role in /life."],
  [{ kind: "ticket", key: "LIN-1", from: "bob", to: "ada" }, "ada has LIN-1 already."],
  [{ kind: "ticket", key: "LIN-1", from: "bob", to: "bob" }, "LIN-1 is with ada, not with bob."],
  [{ kind: "allocation", email: "cyd", from: 0, to: 20 }, "cyd has no role in /life."],
  [{ kind: "allocation", email: "bob", from: 10, to: 20 }, "bob has 0 % here, not 10 %."],
  [{ kind: "allocation", email: "bob", from: 0, to: -5 }, "An allocation is 0 or more, not -5."],
  [
    { kind: "allocation", email: "bob", from: 0, to: 21 },
    "bob cannot have 21 % here: at most 20 % is not other domains'.",
  ],
])("%j is refused", (move, message) => {
  expect(() => simulate(desk, [move])).toThrow(message);
  expect(() => simulate(desk, [move])).toThrow(QuadError);
});
