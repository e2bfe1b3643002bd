import { levels, type WorkloadReport } from "../load.ts";

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number | null];

/**
 * The report for node_exporter's textfile collector. Of people, only those with an alert have series, so that their number
 * follows the trouble and not the company's size. What cannot be divided has no ratio. One file an install: the same domain in
 * two files would be refused. Without the last line break, as all renderings; the format needs it in the file.
 */
export function renderPrometheus(report: WorkloadReport): string {
  const { domains } = report;
  const alerted = report.people.filter(({ alert }) => alert);
  const loads = alerted.flatMap(({ email, domains }) => domains.map((load) => ({ email, ...load })));
  const perDomain = (value: (domain: (typeof domains)[number]) => number | null): Sample[] =>
    domains.map((domain) => [{ domain: domain.path }, value(domain)]);
  return [
    family("snapshot_timestamp_seconds", "When the snapshot was taken, in seconds since 1970.", [
      [{ domain: report.domain }, report.takenAt.getTime() / 1000],
    ]),
    family(
      "people",
      "People in the domain and below it, by the band of their total.",
      domains.flatMap(({ path, levels: people }) =>
        levels.map((level): Sample => [{ domain: path, level }, people[level]]),
      ),
    ),
    family(
      "utilisation_ratio",
      "All load over all allocation in the domain and below it; 1 is 100 %. Absent without allocation.",
      perDomain(({ utilisation }) => ratio(utilisation)),
    ),
    family(
      "allocation_ratio",
      "Sum of allocations in the domain and below it; 2.5 is two and a half people.",
      perDomain(({ allocation }) => ratio(allocation)),
    ),
    family(
      "active_tickets",
      "Active tickets in the domain and below it.",
      perDomain(({ tickets }) => tickets),
    ),
    family(
      "active_branches",
      "Active branches in the domain and below it.",
      perDomain(({ branches }) => branches),
    ),
    family(
      "story_points",
      "Story points of active tickets in the domain and below it.",
      perDomain(({ points }) => points),
    ),
    family(
      "capacity_ratio",
      "Capacity that a person uses in a domain; 1 is 100 %. Only people with an alert have one.",
      loads.map(({ domain, email, capacity }) => [{ domain, email }, ratio(capacity)]),
    ),
    family(
      "person_capacity_ratio",
      "Sum of the capacity that a person uses in all domains; 1 is 100 %. Only people with an alert have one.",
      alerted.map(({ email, total }) => [{ email }, ratio(total)]),
    ),
    family(
      "unallocated",
      "1 where a person has work in a domain without an allocation there, so that no capacity can be told.",
      loads.map(({ domain, email, level }) => [{ domain, email }, level === "unallocated" ? 1 : null]),
    ),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

// Decimal places that only come from dividing are cut off.
const ratio = (percentage: number | null) => (percentage === null ? null : Number((percentage / 100).toFixed(6)));

function family(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.flatMap(([labels, value]) =>
    value === null || !Number.isFinite(value) ? [] : [`quad_workload_${name}${written(labels)} ${value}`],
  );
  if (lines.length === 0) return "";
  return [`# HELP quad_workload_${name} ${help}`, `# TYPE quad_workload_${name} gauge`, ...lines].join("\n");
}

const written = (labels: Readonly<Record<string, string>>) =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`)
    .join(",")}}`;
