import { counted, percent, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Archived } from "./archive.ts";
import type { CreatedDomain } from "./create.ts";
import type { Deletion } from "./delete.ts";
import type { DomainSummary } from "./list.ts";
import type { Reshaped } from "./reshape.ts";
import type { DomainSettings } from "./settings.ts";
import type { DomainDetails } from "./show.ts";

export const renderCreated = ({ path, admin }: CreatedDomain, { paint }: Style): string =>
  `${paint.good("Created")} ${path}${admin ? `, administered by ${admin.email} (${admin.role})` : ""}.`;

export const renderDomains = (domains: readonly DomainSummary[], style: Style): Promise<string> =>
  table(
    style,
    [
      {
        title: "path",
        value: ({ path }) => path,
        paint: (text, { archivedAt }) => (archivedAt ? style.paint.faint(text) : text),
      },
      { title: "display name", value: ({ displayName }) => displayName },
      { title: "type", value: ({ type }) => type },
      { title: "members", value: ({ people }) => String(people), align: "right" },
      { title: "allocated", value: ({ allocated }) => allocated, align: "right" },
      ...(domains.some(({ archivedAt }) => archivedAt)
        ? [
            {
              title: "archived",
              value: ({ archivedAt }: DomainSummary) => archivedAt?.toISOString().slice(0, 10) ?? "",
            },
          ]
        : []),
    ],
    domains,
  );

/** Domains in the order of their paths, drawn as the tree they are. */
export function renderTree(domains: readonly DomainSummary[], { paint }: Style): string {
  const top = Math.min(...domains.map(({ depth }) => depth));
  // From the last line upwards: whether another domain of a depth comes below it, before its parent ends.
  const more: boolean[] = [];
  const lines = domains.toReversed().map((domain) => {
    const level = domain.depth - top;
    const last = !more[level];
    more[level] = true;
    more.length = level + 1;
    const rails = Array.from({ length: Math.max(0, level - 1) }, (_, i) => (more[i + 1] ? "│   " : "    ")).join("");
    const branch = level === 0 ? "" : last ? "└── " : "├── ";
    return `${paint.faint(rails + branch)}${described(domain, { paint })}`;
  });
  return lines.toReversed().join("\n");
}

function described(
  { name, displayName, people, allocated, archivedAt }: DomainSummary,
  { paint }: Pick<Style, "paint">,
): string {
  const shown = displayName === name ? "" : `  ${paint.faint(visible(displayName))}`;
  const work = people === 0 ? "" : `  ${counted(people, "member")}${allocated > 0 ? `, ${percent(allocated)}` : ""}`;
  return `${archivedAt ? paint.faint(name) : paint.bold(name)}${shown}${work}${archivedAt ? "  (archived)" : ""}`;
}

export async function renderDomain(domain: DomainDetails, style: Style): Promise<string> {
  const { paint } = style;
  const facts = [
    paint.bold(domain.path),
    `  display name  ${visible(domain.displayName)}`,
    `  type          ${domain.type}, depth ${domain.depth}`,
    `  company       ${visible(domain.company)}`,
    `  id            ${domain.id}`,
    `  created       ${domain.createdAt.toISOString()}`,
    ...(domain.archivedAt ? [`  archived      ${domain.archivedAt.toISOString()}`] : []),
    `  below         ${domain.descendants === 0 ? "nothing" : counted(domain.descendants, "domain")}`,
    ...domain.children.map((path) => `                ${path}`),
    "",
    ...settingLines(domain, style),
  ].join("\n");
  if (domain.members.length === 0) return `${facts}\n\nNo members.`;
  const members = await table(
    style,
    [
      { title: "member", value: ({ email }) => email },
      { title: "role", value: ({ role }) => role },
      { title: "status", value: ({ status }) => status },
      { title: "allocation", value: ({ allocation }) => allocation, align: "right" },
      { title: "", value: ({ primary }) => (primary ? "primary" : "") },
    ],
    domain.members,
  );
  return `${facts}\n\n${members}`;
}

export function renderReshaped({ from, path, displayName, descendants }: Reshaped, { paint }: Style): string {
  if (from === path) return `${paint.good("Kept")} ${path}, shown as ${visible(displayName)}.`;
  const along = descendants > 0 ? `, with ${counted(descendants, "domain")} below it` : "";
  return `${paint.good("Moved")} ${from} to ${path}${along}.`;
}

export const renderArchived = ({ path, descendants, allocatedPeople }: Archived, { paint }: Style): string =>
  [
    `${paint.good("Archived")} ${path}${along(descendants)}.`,
    ...(allocatedPeople > 0
      ? [
          `${counted(allocatedPeople, "person still holds", "people still hold")} allocation there: quad member allocation --domain ${path.slice(1)}`,
        ]
      : []),
  ].join("\n");

export const renderRestored = ({ path, descendants }: Archived, { paint }: Style): string =>
  `${paint.good("Restored")} ${path}${along(descendants)}.`;

const along = (descendants: number) => (descendants > 0 ? `, with ${counted(descendants, "domain")} below it` : "");

export const renderDeleted = (deletion: Deletion, { paint }: Style): string =>
  `${paint.good("Deleted")} ${deletion.path}${went(deletion)}.`;

/** What a deletion takes along, in words: "with 2 domains below it, 3 memberships". Empty when it takes nothing. */
export function went({
  descendants,
  memberships,
  peopleLeaving,
  keys,
  tickets,
  branches,
  workloadRows,
}: Deletion): string {
  const things = [
    descendants > 0 && `${counted(descendants, "domain")} below it`,
    memberships > 0 &&
      `${counted(memberships, "membership")}${peopleLeaving > 0 ? ` (${counted(peopleLeaving, "person", "people")} with no other)` : ""}`,
    keys > 0 && counted(keys, "integration key"),
    tickets > 0 && counted(tickets, "ticket"),
    branches > 0 && counted(branches, "branch", "branches"),
    workloadRows > 0 && `${counted(workloadRows, "day")} of workload history`,
  ].filter((thing) => thing !== false);
  return things.length === 0 ? "" : `, with ${things.join(", ")}`;
}

export const renderSettings = (settings: DomainSettings, style: Style): string =>
  [style.paint.bold(settings.path), ...settingLines(settings, style)].join("\n");

function settingLines(
  { path, estimationMultiplier, fullLoad, branchActiveDays }: DomainSettings,
  { paint }: Style,
): readonly string[] {
  const line = (what: string, { value, from }: { value: number; from: string | null }, unit: string) =>
    `  ${what}  ${value}${unit}  ${paint.faint(from === null ? "nobody set it" : from === path ? "its own" : `from ${from}`)}`;
  return [
    line("estimation multiplier", estimationMultiplier, ""),
    line("a full allocation    ", fullLoad, " points"),
    line("a branch is active   ", branchActiveDays, " days"),
  ];
}
