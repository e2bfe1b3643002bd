import { expect, test } from "vitest";
import type { DomainDesk } from "./desk.ts";
import { desk } from "./invented-desk.ts";
import { simulate } from "./simulate.ts";
import { suggestMoves } from "./suggest.ts";

const capacities = (standings: readonly { email: string; capacity: number | null }[]) =>
  Object.fromEntries(standings.map(({ email, capacity }) => [email, capacity]));

test("a desk where nobody is above the threshold needs no moves", () => {
  const calm = desk(["ada", {}, [40, 60]], ["bob", {}, []]);
  expect(suggestMoves(calm, 100)).toEqual({
    moves: [],
    before: [
      { email: "ada", capacity: 100 },
      { email: "bob", capacity: 0 },
    ],
    after: [
      { email: "ada", capacity: 100 },
      { email: "bob", capacity: 0 },
    ],
    solved: true,
    fewest: true,
    stillOver: [],
  });
});

test("one ticket goes to whoever is least full afterwards", () => {
  const { moves, after } = suggestMoves(desk(["ada", {}, [70, 50]], ["bob", {}, [45]], ["cyd", {}, [20]]), 100);
  expect(moves).toEqual([{ kind: "ticket", key: "ADA-2", from: "ada", to: "cyd" }]);
  expect(capacities(after)).toEqual({ ada: 70, bob: 45, cyd: 70 });
});

test("an allocation is raised to the least whole percentage that suffices", () => {
  const { moves, after } = suggestMoves(desk(["ada", { allocation: 50, free: 30 }, [70.5]], ["bob", {}, [90]]), 100);
  expect(moves).toEqual([{ kind: "allocation", email: "ada", from: 50, to: 71 }]);
  expect(capacities(after).ada).toBeCloseTo(99.2958, 4);
});

test("nobody gets more of their time than is free", () => {
  const { moves, solved, stillOver } = suggestMoves(desk(["ada", { allocation: 50, free: 20 }, [70.5]]), 100);
  expect({ moves, solved, stillOver }).toEqual({ moves: [], solved: false, stillOver: ["ada"] });
});

test("work without allocation gets some of it where time is free, else the tickets go", () => {
  const { moves } = suggestMoves(
    desk(["ada", { allocation: 0, free: 30 }, [20, 10]], ["bob", { allocation: 0 }, [7, 8]], ["cyd", {}, []]),
    100,
  );
  expect(moves).toEqual([
    { kind: "allocation", email: "ada", from: 0, to: 30 },
    { kind: "ticket", key: "BOB-1", from: "bob", to: "cyd" },
    { kind: "ticket", key: "BOB-2", from: "bob", to: "cyd" },
  ]);
});

test("branches without allocation or free time stay over, and nothing is moved in vain", () => {
  const stuck = desk(["ada", { allocation: 0, branches: 1 }, [7]], ["bob", {}, []]);
  expect(suggestMoves(stuck, 100)).toMatchObject({ moves: [], solved: false, fewest: true, stillOver: ["ada"] });
});

test("where not everyone can be helped, as many as possible are", () => {
  const full = desk(["ada", {}, [150]], ["bob", {}, [60, 45]], ["cyd", {}, [90, 45]], ["dee", {}, [55]]);
  expect(suggestMoves(full, 100)).toMatchObject({
    moves: [{ kind: "ticket", key: "BOB-2", from: "bob", to: "dee" }],
    solved: false,
    fewest: true,
    stillOver: ["ada", "cyd"],
  });
});

test("two people swap tickets where neither can only give", () => {
  const { moves, after } = suggestMoves(desk(["ada", {}, [60, 50]], ["bob", {}, [40, 45]]), 100);
  expect(moves).toHaveLength(2);
  expect(capacities(after)).toEqual({ ada: 95, bob: 100 });
});

test("the order of people and tickets does not matter", () => {
  const one = desk(["ada", {}, [60, 60]], ["bob", {}, []], ["cyd", {}, []]);
  const other = { ...one, workers: one.workers.map((w) => ({ ...w, tickets: w.tickets.toReversed() })).toReversed() };
  expect(suggestMoves(other, 100)).toEqual(suggestMoves(one, 100));
});

test("a desk of 2,000 people and 10,000 tickets takes seconds at most", () => {
  const large: DomainDesk = {
    domain: "/desk",
    multiplier: 1,
    fullLoad: 20,
    workers: Array.from({ length: 2000 }, (_, i) => ({
      email: `p${i}@example.com`,
      allocation: 20 + ((i * 37) % 60),
      free: (i * 13) % 20,
      branches: i % 3,
      tickets: Array.from({ length: (i * 7919) % 11 }, (_, t) => ({
        key: `T-${i}-${t}`,
        points: ((i * 31 + t * 17) % 13) + 1,
      })),
    })),
  };
  const start = performance.now();
  const { moves, before, after, stillOver } = suggestMoves(large, 100);
  const count = (standings: typeof before) =>
    standings.filter(({ capacity }) => (capacity ?? Infinity) > 100 + 1e-9).length;
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(count(after)).toBe(stillOver.length);
  expect(stillOver.length).toBeLessThan(count(before) / 2);
  expect(simulate(large, moves)).toEqual({ before, after });
});
