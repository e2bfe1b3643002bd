import type { Membership } from "../members/add.ts";
import { counted } from "../terminal/style.ts";
import { splitEvenly } from "./allocation.ts";
import type { Current } from "./current.ts";
import { nameOf, outranks, type Wanted, type WantedDomain, type WantedMember } from "./wanted.ts";

/** What an import may change of a membership. */
export type Holding = Pick<Membership, "allocation" | "primary" | "status">;

interface MemberChange extends Pick<Membership, "domain" | "email" | "role"> {
  readonly before: Holding;
  readonly after: Holding;
}

interface DomainChange {
  readonly path: string;
  readonly before: { readonly displayName: string };
  readonly after: { readonly displayName: string };
}

/** What an import does: plain values, so that a plan can be shown, stored, and applied later. */
export interface Plan {
  /** The path of the domain it imports under. */
  readonly target: string;
  readonly domains: {
    /** Parents before their children. */
    readonly create: readonly {
      readonly path: string;
      readonly displayName: string;
      readonly archived: string | null;
    }[];
    readonly change: readonly DomainChange[];
    /** How many of the organisation's domains stand as they should. */
    readonly unchanged: number;
  };
  readonly members: {
    readonly add: readonly Membership[];
    readonly change: readonly MemberChange[];
    readonly unchanged: number;
  };
  readonly notes: readonly string[];
}

/** How the time of people is set: as the file says and otherwise not at all, or split evenly. */
export type Allocation = "none" | "even";

/**
 * Works out what it takes to bring an organisation in. Nothing is ever taken away: what stands and is not in the files
 * stays as it is.
 */
export function planImport(current: Current, wanted: Wanted, allocation: Allocation): Plan {
  const notes = [...wanted.notes];
  const byPath = new Map(current.domains.map((domain) => [domain.path, domain]));
  const missing = wanted.domains.filter(({ path }) => !byPath.has(path));
  const renamed = wanted.domains.flatMap(({ path, displayName }): DomainChange[] => {
    const before = byPath.get(path)?.displayName;
    if (!wanted.renames || before === undefined || displayName === null || displayName === before) return [];
    return [{ path, before: { displayName: before }, after: { displayName } }];
  });

  const held = new Map(current.members.map((row) => [key(row), row]));
  const { rows, wider } = join(current.members, wanted);
  if (wider > 0) {
    notes.push(
      `${counted(wider, "person holds", "people hold")} a wider role than the file's already; it stays theirs alone.`,
    );
  }
  const placed = movePrimaries(rows, wanted.members);
  const settled = allocation === "even" ? splitAll(placed, wanted) : placed;
  const add = settled.filter((row) => !held.has(key(row)));
  const admins = new Set(current.company.admins);
  for (const { role, email } of add) if (role === "QUAD_ADMIN") admins.add(email);
  if (admins.size > Math.max(2, current.company.admins.length)) {
    notes.push(
      `There are ${admins.size} QUAD_ADMINs now (${[...admins].join(", ")}); one or two are meant to be enough.`,
    );
  }
  const change = settled.flatMap((after): MemberChange[] => {
    const before = held.get(key(after));
    if (before === undefined || same(before, after)) return [];
    const { domain, email, role } = after;
    return [{ domain, email, role, before: holding(before), after: holding(after) }];
  });
  return {
    target: current.target,
    domains: {
      create: missing.map(({ path, displayName, archived }) => ({
        path,
        displayName: displayName ?? nameOf(path),
        archived,
      })),
      change: renamed,
      unchanged: wanted.domains.length - missing.length - renamed.length,
    },
    members: {
      add: [...add].sort(byDomain),
      change: [...change].sort(byDomain),
      unchanged: wanted.members.length - add.length - countWanted(change, wanted),
    },
    notes,
  };
}

/** Whether a plan does nothing. */
export const isNothing = ({ domains, members }: Plan): boolean =>
  domains.create.length + domains.change.length + members.add.length + members.change.length === 0;

/** All memberships of the people in question as they will be, as far as the file itself says. */
function join(current: readonly Membership[], wanted: Wanted): { rows: readonly Membership[]; wider: number } {
  const rows = new Map(current.map((row) => [key(row), row]));
  const inDomain = grouped(current, ({ domain, email }) => `${domain} ${email}`);
  let wider = 0;
  for (const member of wanted.members) {
    const { domain, email, role } = member;
    const before = rows.get(key(member));
    const others = inDomain.get(`${domain} ${email}`) ?? [];
    if (wanted.oneRole && before === undefined && others.some((other) => outranks(other.role, role))) {
      wider += 1;
      continue;
    }
    rows.set(key(member), {
      email,
      domain,
      role,
      // Whoever is in is not sent back to an invitation.
      status: before?.status === "active" ? "active" : (member.status ?? before?.status ?? "active"),
      allocation: member.allocation ?? before?.allocation ?? 0,
      primary: member.primary ?? before?.primary ?? false,
    });
  }
  return { rows: [...rows.values()], wider };
}

/** A person has one primary domain: the one that the file names takes the mark from any other. */
function movePrimaries(rows: readonly Membership[], wanted: readonly WantedMember[]): readonly Membership[] {
  const named = new Map(wanted.filter(({ primary }) => primary).map((member) => [member.email, key(member)]));
  if (named.size === 0) return rows;
  return rows.map((row) =>
    row.primary && named.has(row.email) && named.get(row.email) !== key(row) ? { ...row, primary: false } : row,
  );
}

function splitAll(rows: readonly Membership[], wanted: Wanted): readonly Membership[] {
  const domains = new Map(wanted.domains.map((domain) => [domain.path, domain]));
  const homes = new Map<string, Map<string, WantedDomain>>();
  for (const { email, domain } of wanted.members) {
    const home = domains.get(domain);
    if (home) homes.set(email, (homes.get(email) ?? new Map()).set(domain, home));
  }
  return [...grouped(rows, ({ email }) => email)].flatMap(([email, own]) =>
    splitEvenly(own, homes.get(email) ?? new Map()),
  );
}

function grouped<T>(rows: readonly T[], by: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}

const key = ({ domain, email, role }: Pick<Membership, "domain" | "email" | "role">): string =>
  `${domain} ${email} ${role}`;

const holding = ({ allocation, primary, status }: Holding): Holding => ({ allocation, primary, status });

const same = (a: Holding, b: Holding): boolean =>
  a.allocation === b.allocation && a.primary === b.primary && a.status === b.status;

function countWanted(changes: readonly MemberChange[], { members }: Wanted): number {
  const keys = new Set(members.map(key));
  return changes.filter((change) => keys.has(key(change))).length;
}

const byDomain = (a: { domain: string; email: string }, b: { domain: string; email: string }): number =>
  compare(a.domain, b.domain) || compare(a.email, b.email);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
