import { shellWord } from "../terminal/shell-word.ts";
import { counted, type Style, timeOf, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { ImportedTickets } from "./import.ts";
import type { SomePeople } from "./people.ts";
import type { ChangedProject, Project } from "./projects.ts";
import type { TicketDetails } from "./show.ts";
import type { Ticket } from "./ticket.ts";

export function renderImported(imported: ImportedTickets, { paint }: Style): string {
  const { domain, done, withoutPoints, unassigned, completed, unknownPeople } = imported;
  const counts = [imported.new, imported.changed, imported.unchanged].map((n) => n.toLocaleString("en"));
  const read = imported.new + imported.changed + imported.unchanged;
  const facts = [
    `${done.toLocaleString("en")} done`,
    `${withoutPoints.toLocaleString("en")} without story points`,
    `${unassigned.toLocaleString("en")} unassigned`,
    counted(unknownPeople.count, "unknown person", "unknown people"),
  ];
  return [
    `${paint.good("Imported")} ${counted(read, "ticket")} into ${domain}: ${counts[0]} new, ${counts[1]} changed, ${counts[2]} unchanged.`,
    `Of them: ${facts.join(", ")}.`,
    ...(completed === null ? [] : [`${counted(completed, "open ticket")} that it does not have: done.`]),
  ].join("\n");
}

/** What a person should know of an import, a line each. */
export function importNotes({ domain, notes, unknownPeople, peopleElsewhere }: ImportedTickets): readonly string[] {
  const [first] = unknownPeople.names;
  const elsewhere = peopleElsewhere.count;
  return [
    ...notes,
    ...(first === undefined
      ? []
      : [
          `No member is known as ${listed(unknownPeople, JSON.stringify)}. Say who it is, and import again: quad member alias add ${shellWord(first)} EMAIL`,
        ]),
    ...(elsewhere === 0
      ? []
      : [
          `${counted(elsewhere, "person has open tickets and is no member", "people have open tickets and are no members")} of ${domain}: ${listed(peopleElsewhere, String)}. It is work without allocation there, until: quad member add EMAIL --domain ${domain.slice(1)}`,
        ]),
  ];
}

function listed({ count, names }: SomePeople, show: (name: string) => string): string {
  const more = count - names.length;
  return `${names.map(show).join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

const longestTitle = 60;

export function renderTickets(tickets: readonly Ticket[], style: Style): Promise<string> {
  const cut = (title: string) => {
    const characters = style.tty ? [...title] : [];
    return characters.length > longestTitle ? `${characters.slice(0, longestTitle - 1).join("")}…` : title;
  };
  return table(
    style,
    [
      { title: "key", value: ({ key }) => key },
      { title: "domain", value: ({ domain }) => domain },
      { title: "state", value: ({ category }) => states[category] },
      { title: "status", value: ({ status }) => status ?? "" },
      { title: "points", value: ({ storyPoints }) => points(storyPoints), align: "right" },
      {
        title: "assignee",
        value: ({ assignee, assigneeName }) => assignee ?? assigneeName ?? "",
        paint: (text, { assignee }) => (assignee === null ? style.paint.warn(text) : text),
      },
      { title: "title", value: ({ title }) => cut(title ?? "") },
    ],
    tickets,
  );
}

const states = { todo: "to do", in_progress: "in progress", done: "done" } as const;
const points = (storyPoints: number | null): string => (storyPoints === null ? "" : String(storyPoints));

export async function renderTicket(ticket: TicketDetails, style: Style): Promise<string> {
  const { assignee, assigneeName, status, title } = ticket;
  const facts: readonly (readonly [string, string | null])[] = [
    ["title", title],
    ["domain", ticket.domain],
    ["tool", ticket.provider],
    ["state", `${states[ticket.category]}${status === null ? "" : ` (${status})`}`],
    ["assignee", assignee ?? (assigneeName === null ? "nobody" : `${assigneeName}, who is not known`)],
    ["story points", points(ticket.storyPoints) || "none"],
    ["opened", ticket.openedAt.toISOString()],
    ["closed", ticket.closedAt?.toISOString() ?? null],
    ["so since", ticket.since.toISOString()],
  ];
  return [
    style.paint.bold(visible(ticket.key)),
    ...facts.flatMap(([name, text]) => (text === null ? [] : [`  ${name.padEnd(12)}  ${visible(text)}`])),
    ...(await section(style, "Branches", branchColumns(style), ticket.branches)),
    ...(await section(style, "Before", versionColumns(style), ticket.history)),
  ].join("\n");
}

const section = async <Row>(style: Style, title: string, columns: readonly Column<Row>[], rows: readonly Row[]) =>
  rows.length === 0 ? [] : ["", style.paint.bold(title), await table(style, columns, rows)];

const branchColumns = (style: Style): readonly Column<TicketDetails["branches"][number]>[] => [
  { title: "repository", value: ({ repository }) => repository },
  { title: "branch", value: ({ branch }) => branch },
  { title: "domain", value: ({ domain }) => domain },
  { title: "developer", value: ({ developer }) => developer ?? "" },
  { title: "state", value: ({ mergedAt, deletedAt }) => (mergedAt ? "merged" : deletedAt ? "deleted" : "there") },
  { title: "last commit", value: ({ lastCommitAt }) => (lastCommitAt === null ? "" : timeOf(lastCommitAt, style)) },
];

const versionColumns = (style: Style): readonly Column<TicketDetails["history"][number]>[] => [
  { title: "from", value: ({ from }) => timeOf(from, style) },
  { title: "until", value: ({ until }) => timeOf(until, style) },
  { title: "state", value: ({ category }) => states[category] },
  { title: "points", value: ({ storyPoints }) => points(storyPoints), align: "right" },
  { title: "assignee", value: ({ assignee }) => assignee ?? "" },
];

export const renderProjects = (projects: readonly Project[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "project", value: ({ key }) => key },
      { title: "tool", value: ({ tool, provider }) => tool ?? provider },
      { title: "from", value: ({ domain }) => domain },
    ],
    projects,
  );

export const renderProjectAdded = ({ key, tool, domain, relinked }: ChangedProject, { paint }: Style): string =>
  `${paint.good("Added")} ${key} (${tool}): its keys are looked for in the branches of ${domain} and below it.${relinkedText(relinked)}`;

export const renderProjectRemoved = ({ key, tool, domain, relinked }: ChangedProject, { paint }: Style): string =>
  `${paint.good("Removed")} ${key} (${tool}) from ${domain}.${relinkedText(relinked)}`;

const relinkedText = (relinked: number): string =>
  relinked === 0 ? "" : `\n${counted(relinked, "branch has", "branches have")} another ticket now.`;
