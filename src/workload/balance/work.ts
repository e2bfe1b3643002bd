import type { DomainDesk, Worker } from "./desk.ts";

// Work is counted in five-hundredths of a point before the multiplier: whole numbers, because story points have two
// decimals, so that sums of tickets compare exactly.
const ticket = 500;
const branch = 250;
const hundredthOfStoryPoint = 1;

/** The work of a ticket with these story points, in five-hundredths of a point. */
export const ticketWork = (storyPoints: number) => ticket + Math.round(storyPoints * 100) * hundredthOfStoryPoint;

/** The work of so many branches, in five-hundredths of a point. */
export const branchWork = (branches: number) => branch * branches;

type Weighing = Pick<DomainDesk, "multiplier" | "fullLoad">;

/** Percent of the allocation that the work fills (spec, AI Workload Formula); null for work without allocation. */
export function capacityOf({ multiplier, fullLoad }: Weighing, allocation: number, work: number): number | null {
  if (work === 0) return 0;
  return allocation > 0 ? (work * multiplier * 20) / (allocation * fullLoad) : null;
}

/** The most work that an allocation carries without passing the threshold, itself in percent. */
export function carriedBy({ multiplier, fullLoad }: Weighing, allocation: number, threshold: number): number {
  return allocation > 0 ? Math.floor(((threshold + 1e-9) * allocation * fullLoad) / (multiplier * 20)) : 0;
}

/** The greatest whole percentage that somebody's allocation can be raised to. */
export const greatestAllocation = ({ allocation, free }: Pick<Worker, "allocation" | "free">) =>
  Math.max(allocation, Math.floor(allocation + free + 1e-9));

/** The least whole percentage above the present one that carries the work; null where what is free does not. */
export function raisedFor(desk: Weighing, worker: Worker, work: number, threshold: number): number | null {
  const greatest = greatestAllocation(worker);
  const wanted = Math.floor((work * desk.multiplier * 20) / ((threshold + 1e-9) * desk.fullLoad));
  let allocation = Math.max(Math.floor(worker.allocation) + 1, wanted);
  while (allocation <= greatest && carriedBy(desk, allocation, threshold) < work) allocation++;
  return allocation <= greatest ? allocation : null;
}
