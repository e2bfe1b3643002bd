import type { DomainDesk, Worker } from "./desk.ts";

/** A desk where one point is one percent of a full allocation: tickets are given by their base in points. */
export const desk = (
  ...workers: readonly [email: string, worker: Partial<Worker>, bases?: readonly number[]][]
): DomainDesk => ({
  domain: "/desk",
  multiplier: 1,
  fullLoad: 100,
  workers: workers.map(([email, worker, bases = []]) => ({
    email,
    allocation: 100,
    free: 0,
    branches: 0,
    tickets: bases.map((base, i) => ({ key: `${email.toUpperCase()}-${i + 1}`, points: (base - 1) * 5 })),
    ...worker,
  })),
});
