/** What a person's day in a domain is computed from. */
export interface Inputs {
  readonly tickets: number;
  readonly branches: number;
  readonly points: number;
  /** Percent. */
  readonly allocation: number;
  readonly multiplier: number;
  /** How many points an allocation of 100 % carries. */
  readonly fullLoad: number;
}

/** What the formula makes of it; the capacity is in percent, to four places. */
export interface Scores {
  readonly base: number;
  readonly final: number;
  readonly capacity: number | null;
}

/**
 * The spec's AI Workload Formula by itself, to replay a frozen day from its own inputs: tickets × 1.0 + branches × 0.5 + points × 0.2, times the
 * multiplier, over what the allocation carries. Counted in integers, as Postgres does, so that the figures are the same to the digit.
 */
export function replay({ tickets, branches, points, allocation, multiplier, fullLoad }: Inputs): Scores {
  const whole = (value: number, places: number) => BigInt(Math.round(value * 10 ** places));
  const base = whole(tickets, 0) * 1000n + whole(branches, 0) * 500n + whole(points, 2) * 2n;
  const final = base * whole(multiplier, 1);
  const carries = whole(allocation, 2) * whole(fullLoad, 2);
  return {
    base: Number(base) / 1e3,
    final: Number(final) / 1e4,
    capacity:
      carries > 0n
        ? Number((final * 200_000_000n) / carries / 2n + (((final * 200_000_000n) / carries) % 2n)) / 1e4
        : base === 0n
          ? 0
          : null,
  };
}
