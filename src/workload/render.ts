import { counted, percent, type Style, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { Alert } from "./alerts.ts";
import type { DomainSummary, Level, PersonLoad, WorkloadReport } from "./load.ts";
import type { Pruned } from "./prune.ts";
import type { Snapshot } from "./snapshot.ts";

export const renderSnapshots = (taken: readonly Snapshot[]): string =>
  taken.length === 0
    ? "Every day has its snapshot."
    : taken
        .map(
          ({ date, people, domains, overloaded, alerts }) =>
            `Took the snapshot of ${date}: ${counted(people, "person", "people")} in ${counted(domains, "domain")}, ${overloaded} above 100 %${
              alerts > 0 ? `, ${counted(alerts, "message")} written` : ""
            }.`,
        )
        .join("\n");

export const renderPruned = ({ before, months, rows, versions }: Pruned): string =>
  rows + versions === 0
    ? `Nothing is older than ${before}.`
    : `Let go of what was before ${before}: ${counted(rows, "row")} of days${
        months.length > 0 ? ` (${months.length === 1 ? months[0] : `${months[0]} to ${months.at(-1)}`})` : ""
      }, ${counted(versions, "former version")}.`;

/** A level in the colour that the spec gives it; overloaded, which has none there, is bold. */
export function painted({ paint }: Pick<Style, "paint">, level: Level, text: string = level): string {
  const colours: Record<Level, (text: string) => string> = {
    normal: paint.good,
    moderate: paint.warn,
    high: paint.orange,
    "at capacity": paint.bad,
    overloaded: (words) => paint.bold(paint.bad(words)),
    unallocated: paint.bold,
  };
  return colours[level](text);
}

/** The band of a percentage (spec, Overload Alerts): up to 50, 70, 90 and 100. */
export function bandOf(capacity: number): Level {
  if (capacity <= 50) return "normal";
  if (capacity <= 70) return "moderate";
  return capacity <= 90 ? "high" : capacity <= 100 ? "at capacity" : "overloaded";
}

/** A percentage as it is read at a glance: a bar that is full at 100 %. */
export function bar(capacity: number | null, width = 10): string {
  if (capacity === null) return "?".padEnd(width);
  const eighths = Math.round((Math.min(capacity, 100) / 100) * width * 8);
  const whole = "█".repeat(Math.floor(eighths / 8));
  return `${whole}${eighths % 8 > 0 ? "▏▎▍▌▋▊▉"[(eighths % 8) - 1] : ""}`.padEnd(width) + (capacity > 100 ? "▶" : "");
}

const sum = (person: PersonLoad, of: "tickets" | "branches" | "points" | "allocation"): number =>
  Number(person.domains.reduce((total, domain) => total + domain[of], 0).toFixed(2));
const unknown = (value: number | null, style: Style): string | number => value ?? (style.tty ? "–" : "");

// Where a terminal has fewer columns, a person's line keeps to their load and where it is.
const wide = 140;

/** The report as a table: on a terminal people and domains, elsewhere a line a person. */
export async function renderReport(report: WorkloadReport, style: Style): Promise<string> {
  const { paint, tty } = style;
  const figures: readonly Column<PersonLoad>[] = [
    { title: "utilised", value: (person) => unknown(person.utilisation, style), align: "right" },
    { title: "tickets", value: (person) => String(sum(person, "tickets")), align: "right" },
    { title: "branches", value: (person) => String(sum(person, "branches")), align: "right" },
    { title: "points", value: (person) => String(sum(person, "points")), align: "right" },
    { title: "allocated", value: (person) => sum(person, "allocation"), align: "right" },
  ];
  const people = await table(
    style,
    [
      { title: "person", value: ({ email }: PersonLoad) => email },
      {
        title: "total",
        value: (person: PersonLoad) => unknown(person.total, style),
        align: "right",
        paint: (text, { level }) => painted(style, level, text),
      },
      ...(tty
        ? [
            {
              title: "",
              value: ({ total }: PersonLoad) => bar(total),
              paint: (text: string, { level }: PersonLoad) => painted(style, level, text),
            },
          ]
        : []),
      { title: "level", value: ({ level }) => level, paint: (text, { level }) => painted(style, level, text) },
      { title: "week", value: (person) => (tty ? change(person) : (person.weekAgo ?? "")), align: "right" },
      ...(tty && style.columns < wide ? [] : figures),
      { title: "domains", value: (person) => where(person, report.domain, tty) },
    ],
    report.people,
  );
  if (!tty) return people;
  const { levels } = report;
  const head = [
    `${paint.bold(visible(report.displayName))}  ${report.date}  ${paint.faint(`taken ${report.takenAt.toLocaleString("sv")}`)}`,
    `${counted(report.people.length, "person", "people")}${(
      ["overloaded", "at capacity", "high", "unallocated"] as const
    )
      .filter((level) => levels[level] > 0)
      .map((level) => `, ${painted(style, level, `${levels[level]} ${level}`)}`)
      .join("")}`,
  ].join("\n");
  if (report.people.length === 0) return `${head}\n\nNobody is a member here.`;
  return [head, people, ...(report.domains.length > 1 ? [await renderDomains(report.domains, style)] : [])].join(
    "\n\n",
  );
}

const change = ({ total, weekAgo }: PersonLoad): string => {
  if (total === null || weekAgo === null) return "";
  const by = Math.round(total - weekAgo);
  return by === 0 ? "=" : `${by > 0 ? "▲" : "▼"} ${Math.abs(by)}`;
};

function where({ domains, outside, unseen }: PersonLoad, top: string, tty: boolean): string {
  const each = domains.map(({ domain, capacity }) => {
    // On a terminal by what comes below the domain that the report is about, which itself has its own name.
    const name = !tty
      ? domain
      : domain === top
        ? domain.slice(domain.lastIndexOf("/") + 1)
        : domain.slice(domain.startsWith(`${top}/`) ? top.length + 1 : 1);
    return domains.length + outside === 1 ? name : `${name} ${capacity === null ? "?" : percent(capacity)}`;
  });
  const others = [outside > 0 && `${outside} elsewhere`, unseen > 0 && `${unseen} not shown to you`].filter(Boolean);
  return [...each, ...others].join(", ");
}

const renderDomains = (domains: readonly DomainSummary[], style: Style): Promise<string> =>
  table(
    style,
    [
      {
        title: "domain",
        value: ({ path, depth }) =>
          `${"  ".repeat(depth - (domains[0]?.depth ?? 0))}${path.slice(path.lastIndexOf("/") + 1)}`,
      },
      { title: "people", value: ({ people }) => String(people), align: "right" },
      { title: "utilised", value: ({ utilisation }) => unknown(utilisation, style), align: "right" },
      {
        title: "overloaded",
        value: ({ levels }) => (levels.overloaded > 0 ? String(levels.overloaded) : "·"),
        align: "right",
        paint: (text, { levels }) => (levels.overloaded > 0 ? style.paint.bad(text) : style.paint.faint(text)),
      },
      { title: "tickets", value: ({ tickets }) => String(tickets), align: "right" },
      { title: "branches", value: ({ branches }) => String(branches), align: "right" },
      { title: "points", value: ({ points }) => String(points), align: "right" },
      { title: "allocated", value: ({ allocation }) => allocation, align: "right" },
    ],
    domains,
  );

/** Prints nothing where there are none. */
export const renderAlerts = async (alerts: readonly Alert[], style: Style): Promise<string> =>
  alerts.length === 0
    ? ""
    : table(
        style,
        [
          { title: "person", value: ({ email }) => email },
          {
            title: "capacity",
            value: ({ capacity }) => unknown(capacity, style),
            align: "right",
            paint: (text, { level }) => painted(style, level, text),
          },
          { title: "level", value: ({ level }) => level, paint: (text, { level }) => painted(style, level, text) },
          { title: "where", value: ({ domain }) => domain ?? "all domains" },
          { title: "told", value: ({ told }) => told.join(", ") },
        ],
        alerts,
      );
