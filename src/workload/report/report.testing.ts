import type { WorkloadReport } from "../load.ts";
import {
  type DomainLoad,
  type DomainSummary,
  type Level,
  levels,
  type PersonLoad,
  type ReportHistory,
} from "../load.ts";
import { levelOf } from "./bands.ts";

/** A person's work in one domain: tickets, branches, story points, allocation. */
type Work = readonly [domain: string, tickets: number, branches: number, points: number, allocation: number];

const insurance = "/massmutual/insurance-division";
const wealth = "/massmutual/wealth-management";
const life = `${insurance}/life-insurance`;
const annuities = `${insurance}/annuities`;
const disability = `${insurance}/disability`;
const retirement = `${wealth}/retirement`;
const legacy = "/massmutual/legacy";

const names: Readonly<Record<string, string>> = {
  "/massmutual": "Mass Mutual",
  [insurance]: "Insurance Division",
  [annuities]: "Annuities",
  [disability]: "Disability Income",
  [life]: "Life Insurance",
  [legacy]: "Legacy Systems",
  [wealth]: "Wealth Management",
  [retirement]: "Retirement",
};

// Of the spec's company: its shared-dev of example 3, its dev and teamlead, and their colleagues.
const staff: Readonly<Record<string, readonly Work[]>> = {
  "priya.raman": [[life, 34, 22, 118, 50]],
  "shared-dev": [
    [insurance, 12, 30, 40, 50],
    [wealth, 5, 20, 12, 30],
    [legacy, 2, 6, 4, 20],
  ],
  "tom.okafor": [[retirement, 22, 14, 90, 40]],
  "maria.lindqvist": [[life, 28, 12, 96, 50]],
  dev: [[life, 30, 26, 140, 80]],
  "j.bernstein": [[annuities, 24, 18, 110, 60]],
  "wei.zhang": [
    [annuities, 10, 12, 45, 30],
    [disability, 9, 10, 30, 30],
  ],
  "sofia.alvarez": [[retirement, 26, 20, 120, 75]],
  teamlead: [[life, 18, 6, 60, 40]],
  "h.nakamura": [[legacy, 40, 22, 30, 80]],
  "k.oconnor": [[wealth, 20, 10, 75, 60]],
  "amara.diallo": [[disability, 20, 18, 70, 70]],
  "lukas.meyer": [[life, 21, 12, 105, 80]],
  "r.patel": [[annuities, 18, 9, 80, 70]],
  "nina.petrova": [[retirement, 15, 14, 60, 70]],
  "c.dubois": [
    [legacy, 20, 8, 25, 60],
    [wealth, 2, 2, 5, 20],
  ],
  "sam.whitfield": [[disability, 14, 10, 45, 80]],
  "yara.haddad": [[life, 12, 8, 50, 80]],
  "o.jansen": [[annuities, 12, 6, 40, 100]],
  "grace.kim": [[wealth, 10, 8, 36, 100]],
  "d.moreau": [[retirement, 8, 6, 30, 100]],
  "ben.carter": [[legacy, 6, 2, 10, 100]],
  "e.silva": [[disability, 4, 3, 12, 100]],
  "it-admin": [["/massmutual", 3, 0, 0, 0]],
  "contractor-0042": [[legacy, 5, 4, 6, 0]],
};

const day = "2026-11-24";

/** The spec's Mass Mutual with 25 people, some of them overloaded, and two with work but without an allocation. */
export function sampleReport(): WorkloadReport {
  const people = Object.entries(staff)
    .map(([name, work]) => person(`${name}@massmutual.com`, work))
    .sort((a, b) => (b.total ?? -1) - (a.total ?? -1));
  return reportOf(people, names);
}

/** A report about people, whose domains are rolled up by their paths. */
export function reportOf(
  people: readonly PersonLoad[],
  displayNames: Readonly<Record<string, string>>,
): WorkloadReport {
  return {
    company: "Massachusetts Mutual Life Insurance",
    domain: "/massmutual",
    displayName: displayNames["/massmutual"] ?? "Mass Mutual",
    date: day,
    takenAt: new Date(`${day}T05:00:07Z`),
    levels: count(people),
    people,
    domains: Object.entries(displayNames).map(([path, displayName]) => summary(path, displayName, people)),
  };
}

/** The thirty days up to a report's, of which the installation was down on two. */
export function sampleHistory(report: WorkloadReport, length = 30): ReportHistory {
  const days = Array.from({ length }, (_, at) =>
    new Date(Date.parse(day) - (length - 1 - at) * 86_400_000).toISOString().slice(0, 10),
  );
  const down = (at: number) => at === length - 12 || at === length - 13;
  const wave = (at: number, seed: number) =>
    1 -
    ((length - 1 - at) / 40) * Math.cos(seed * 1.7) ** 2 +
    (at === length - 1 ? 0 : Math.sin(at * 0.9 + seed) * 0.06);
  const totals = (total: number | null, seed: number) =>
    days.map((_, at) => (down(at) || total === null ? null : Math.max(0, total * wave(at, seed))));
  const drawn = report.people.slice(0, 40);
  const all = report.people.slice(0, 1000).map(({ total }, seed) => totals(total, seed));
  return {
    days,
    people: drawn.map(({ email }, seed) => ({ email, totals: all[seed] ?? [] })),
    levels: days.map((_, at) => {
      if (down(at)) return null;
      const counted = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
      for (const person of all) counted[person[at] == null ? "unallocated" : levelOf(person[at])] += 1;
      return counted;
    }),
    domains: report.domains
      .filter(({ depth }) => depth <= 1)
      .map(({ path, utilisation }, seed) => ({ path, utilisation: totals(utilisation, seed + 3) })),
  };
}

/** A person with work, computed by the spec's formula. */
export function person(email: string, work: readonly Work[]): PersonLoad {
  const domains = work.map(load);
  const known = domains.filter(({ capacity }) => capacity !== null);
  const total = known.length === 0 ? null : known.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0);
  const allocation = domains.reduce((sum, { allocation }) => sum + allocation, 0);
  const level = total !== null && total > 100 ? "overloaded" : total === null ? "unallocated" : levelOf(total);
  return {
    email,
    domains,
    total,
    utilisation: allocation === 0 ? null : (domains.reduce((sum, { final }) => sum + final, 0) / allocation) * 100,
    level,
    alert: level === "unallocated" || (total ?? 0) > 70,
    weekAgo: total === null ? null : total * 0.9,
    overloadedSince: level === "overloaded" ? "2026-11-12" : null,
    outside: email.startsWith("shared-dev") ? 1 : 0,
    unseen: 0,
  };
}

function load([domain, tickets, branches, points, allocation]: Work): DomainLoad {
  const base = tickets + branches * 0.5 + points * 0.2;
  const multiplier = domain === legacy ? 1.5 : 1;
  const final = base * multiplier;
  const capacity = allocation === 0 ? (final === 0 ? 0 : null) : (final / allocation) * 100;
  const level = capacity === null ? "unallocated" : levelOf(capacity);
  const alert = capacity === null || capacity > 70;
  return {
    domain,
    tickets,
    branches,
    points,
    allocation,
    multiplier,
    fullLoad: 100,
    base,
    final,
    capacity,
    level,
    alert,
  };
}

function summary(path: string, displayName: string, people: readonly PersonLoad[]): DomainSummary {
  const inside = (load: DomainLoad) => load.domain === path || load.domain.startsWith(`${path}/`);
  const there = people.filter(({ domains }) => domains.some(inside));
  const loads = there.flatMap(({ domains }) => domains.filter(inside));
  const sum = (of: (load: DomainLoad) => number) => loads.reduce((total, load) => total + of(load), 0);
  const allocation = sum((load) => load.allocation);
  const final = sum((load) => load.final);
  return {
    path,
    displayName,
    depth: path.split("/").length - 2,
    people: there.length,
    tickets: sum(({ tickets }) => tickets),
    branches: sum(({ branches }) => branches),
    points: sum(({ points }) => points),
    allocation,
    final,
    utilisation: allocation === 0 ? null : (final / allocation) * 100,
    levels: count(there),
  };
}

function count(people: readonly PersonLoad[]): Record<Level, number> {
  const counted = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
  for (const { level } of people) counted[level] += 1;
  return counted;
}
