/** The bands of the spec's Overload Alerts; unallocated: work without allocation, which nothing can be divided by. */
export const levels = ["normal", "moderate", "high", "at capacity", "overloaded", "unallocated"] as const;
export type Level = (typeof levels)[number];

/** A person's day in one domain, with all that it was computed from (spec, AI Workload Formula). */
export interface DomainLoad {
  /** The path of the domain. */
  readonly domain: string;
  readonly tickets: number;
  readonly branches: number;
  readonly points: number;
  /** Percent of the person's time: the sum over their roles in this domain. */
  readonly allocation: number;
  readonly multiplier: number;
  /** How many workload points an allocation of 100 % carries: 100 unless the domain says otherwise. */
  readonly fullLoad: number;
  readonly base: number;
  readonly final: number;
  /** Percent; null for work without allocation. */
  readonly capacity: number | null;
  readonly level: Level;
  /** Above 70 %, or work without allocation. */
  readonly alert: boolean;
}

/** A person's day in all of their domains. */
export interface PersonLoad {
  readonly email: string;
  /** Those within the report, by path. */
  readonly domains: readonly DomainLoad[];
  /** Percent: the sum of the percentages of all of their domains, as in the spec's example 3; null where none has any. */
  readonly total: number | null;
  /** Percent: all of their load over all of their allocation; null for work without allocation. */
  readonly utilisation: number | null;
  /** The band of the total; unallocated where one of the domains is, unless the total is above 100. */
  readonly level: Level;
  readonly alert: boolean;
  /** The total seven days before; null where there was none. */
  readonly weekAgo: number | null;
  /** The first day of the unbroken run of days above 100 % that ends with this one; null where it is not above. */
  readonly overloadedSince: string | null;
  /** How many domains outside of the report are in the total. */
  readonly outside: number;
  /** How many of their domains are not shown to whoever asks, and so are not in the total. */
  readonly unseen: number;
}

/** A domain's day with everything below it: each person counted once. */
export interface DomainSummary {
  readonly path: string;
  readonly displayName: string;
  readonly depth: number;
  readonly people: number;
  readonly tickets: number;
  readonly branches: number;
  readonly points: number;
  /** The sum of allocations there, in percent: 250 is two and a half people. */
  readonly allocation: number;
  readonly final: number;
  /** Percent: all load over all allocation there. */
  readonly utilisation: number | null;
  /** How many people are in each band, by their total. */
  readonly levels: Readonly<Record<Level, number>>;
}

/** What `quad workload report` shows. */
export interface WorkloadReport {
  readonly company: string;
  /** The path of the domain that it is about. */
  readonly domain: string;
  readonly displayName: string;
  /** The day, as YYYY-MM-DD. */
  readonly date: string;
  readonly takenAt: Date;
  readonly levels: Readonly<Record<Level, number>>;
  /** Most loaded first. */
  readonly people: readonly PersonLoad[];
  /** The domain and all below it, in the order of the tree. */
  readonly domains: readonly DomainSummary[];
}

/** The days before a report's, for its pictures. */
export interface ReportHistory {
  /** YYYY-MM-DD, without gaps, the report's own day last. */
  readonly days: readonly string[];
  /** Totals by day of the most loaded people, as many as are drawn; null on a day without a snapshot. */
  readonly people: readonly { readonly email: string; readonly totals: readonly (number | null)[] }[];
  /** The domain's people in each band by day; null on a day without a snapshot. */
  readonly levels: readonly (Readonly<Record<Level, number>> | null)[];
  /** The utilisation by day of the domain, and of those directly below it. */
  readonly domains: readonly { readonly path: string; readonly utilisation: readonly (number | null)[] }[];
}
