import { dayAfter } from "./days.ts";
import type { Day } from "./series.ts";

/** How work comes and goes. */
export const kinds = [
  "steady",
  "bursts",
  "growing",
  "shrinking",
  "changing allocation",
  "weekly",
  "constant",
  "outages",
  "little work",
  "random walk",
  "climbing",
] as const;
export type Kind = (typeof kinds)[number];

/** Before the first day, so that it finds work that has been going on. */
const warmUp = 42;
const heldBack = 14;
const storyPoints = [1, 2, 3, 5, 8, 13];

/**
 * A person's capacity in percent, day by day, as nobody planned it. The last 14 days are always known, as is the one
 * before them: they can be held back from a forecast.
 */
export function simulatedDays(kind: Kind, length: number, random: () => number): Day[] {
  const values = valuesOf(kind, length, random).map((value) => Math.round(value * 100) / 100);
  const days = values.map((value, i): Day => ({ date: dayAfter("2023-11-20", i), value }));
  return kind === "outages" ? withOutages(days, random) : days;
}

function valuesOf(kind: Kind, length: number, random: () => number): number[] {
  if (kind === "constant") return new Array<number>(length).fill(Math.round(random() * 120));
  if (kind === "random walk") return walk(length, 40 + 70 * random(), () => 4 * normal(random));
  if (kind === "climbing")
    return walk(length, 20, () => (random() < 0.3 ? 3.3 : 0) + (random() < 0.3 ? 2.5 * normal(random) : 0));
  const values = tickets(kind, length, random);
  const additions = [20, 35, 45, 40, 25, 5, 0];
  return kind === "weekly" ? values.map((value, day) => value / 2 + (additions[day % 7] ?? 0)) : values;
}

function walk(length: number, start: number, change: () => number): number[] {
  const values = [start];
  while (values.length < length) values.push(Math.max(0, (values.at(-1) ?? 0) + change()));
  return values;
}

/** Tickets arrive by chance on working days, each is closed on any of them with the same chance. */
function tickets(kind: Kind, length: number, random: () => number): number[] {
  const arrivals = kind === "little work" ? 0.03 + 0.07 * random() : 0.4 + 1.2 * random();
  const closing = 0.05 + 0.25 * random();
  const steepness = 1 + 2 * random();
  const full = (arrivals / closing) * (2 + 3 * random());
  const rate = (day: number) => {
    const passed = Math.max(0, day) / length;
    if (kind === "bursts") return day % 14 === 0 ? arrivals * 14 : 0;
    if (kind === "growing") return arrivals * (0.3 + steepness * passed);
    if (kind === "shrinking") return arrivals * (0.2 + steepness * (1 - passed));
    return arrivals;
  };
  let allocation = 1;
  let held: number[] = [];
  const values: number[] = [];
  for (let day = -warmUp; day < length; day++) {
    const working = (day + warmUp) % 7 < 5;
    if (working) held = held.filter(() => random() > closing * 1.4);
    for (let i = poisson(working ? rate(day) * 1.4 : 0, random); i > 0; i--)
      held.push(storyPoints[Math.floor(random() * storyPoints.length)] ?? 1);
    if (kind === "changing allocation" && random() < 1 / 40) allocation = 0.3 + 0.7 * random();
    if (day >= 0) values.push((held.reduce((sum, points) => sum + 1 + points * 0.2, 0) / (allocation * full)) * 100);
  }
  return values;
}

/** Days without a snapshot, a few in a row: half of them are null, half are missing. */
function withOutages(days: readonly Day[], random: () => number): Day[] {
  let left = 0;
  return days.flatMap(({ date, value }, i) => {
    if (left === 0 && random() < 0.05) left = 1 + Math.floor(random() * 6);
    if (left === 0 || i >= days.length - heldBack - 1) return [{ date, value }];
    left--;
    return random() < 0.5 ? [{ date, value: null }] : [];
  });
}

function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count++;
  return count;
}

const normal = (random: () => number) => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
