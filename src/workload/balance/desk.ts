/** A ticket with its story points, of which two decimals count. */
interface Ticket {
  readonly key: string;
  readonly points: number;
}

/** Somebody with work in one domain. */
export interface Worker {
  readonly email: string;
  /** Percent of their time that is this domain's. */
  readonly allocation: number;
  /** Percent of their time that no domain has: 100 less all of their allocations. */
  readonly free: number;
  /** Active branches, which stay with their author. */
  readonly branches: number;
  readonly tickets: readonly Ticket[];
}

/** The people of one domain, and how it weighs their work (spec, AI Workload Formula). */
export interface DomainDesk {
  /** The path of the domain. */
  readonly domain: string;
  readonly multiplier: number;
  /** How many workload points an allocation of 100 % carries. */
  readonly fullLoad: number;
  readonly workers: readonly Worker[];
}

/** One step: a ticket given to somebody else, or somebody's allocation in this domain changed, in percent of their time. */
export type Move =
  | { readonly kind: "ticket"; readonly key: string; readonly from: string; readonly to: string }
  | { readonly kind: "allocation"; readonly email: string; readonly from: number; readonly to: number };

/** How full somebody is in this domain, in percent; null for work without allocation. */
export interface Standing {
  readonly email: string;
  readonly capacity: number | null;
}

/** The desk as it is and as it would be, both by e-mail. */
export interface Comparison {
  readonly before: readonly Standing[];
  readonly after: readonly Standing[];
}
