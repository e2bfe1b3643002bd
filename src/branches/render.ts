import { localDay, type Style, timeOf, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { Unbound } from "./bind.ts";
import type { Branch } from "./branch.ts";
import type { Explained, SeenBranch } from "./explain.ts";
import type { LinkedBranch } from "./link.ts";
import type { ListedRepository } from "./repositories.ts";
import type { Repository } from "./repository.ts";
import type { BranchStats } from "./stats.ts";

const day = (at: Date | null): string => (at === null ? "" : localDay(at));

export const renderBranches = (branches: readonly Branch[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "branch", value: ({ branch }) => branch },
      { title: "repository", value: ({ repository }) => repository },
      { title: "domain", value: ({ domain }) => domain },
      {
        title: "ticket",
        value: ({ ticket, linkedBy }) => `${ticket ?? ""}${linkedBy !== null && style.tty ? " (by hand)" : ""}`,
      },
      { title: "developer", value: ({ developer, author }) => developer ?? author ?? "" },
      { title: "state", value: ({ state }) => state },
      { title: "last commit", value: ({ lastCommitAt }) => day(lastCommitAt) },
    ],
    branches,
  );

export function renderLinked(
  { branch, repository, domain, ticket, provider, linkedBy, before }: LinkedBranch,
  { paint }: Style,
): string {
  const which = `${visible(branch)} (${visible(repository)}, ${domain})`;
  const was = before !== null && before !== ticket ? `; it was ${visible(before)}` : "";
  if (linkedBy === null) {
    return `${paint.good("Left")} to its name: ${which} ${ticket === null ? "has no ticket" : `is about ${visible(ticket)} (${provider})`}${was}.`;
  }
  return ticket === null
    ? `${paint.good("Unlinked")} ${which}${was}. It has no ticket, whatever its name says.`
    : `${paint.good("Linked")} ${which} to ${visible(ticket)} (${provider})${was}.`;
}

/** Each name with what led to its ticket; for scripts name, key and tool. */
export function renderExplained(all: readonly Explained[], { tty, paint }: Style): string {
  if (!tty) {
    return all
      .map(({ name, ticket, provider }) => [name, ticket ?? "", provider ?? ""].map(visible).join("\t"))
      .join("\n");
  }
  return all
    .map((one) =>
      [
        paint.bold(visible(one.name)),
        `  ${one.ticket === null ? paint.warn("no ticket") : `${paint.good(one.ticket)} (${one.provider})`}: ${whyOf(one)}`,
        ...one.branches.map((branch) => `  ${seen(branch, one)}`),
      ].join("\n"),
    )
    .join("\n");
}

function whyOf({ ticket, reason, projects, configuredIn }: Explained): string {
  if (reason === "project")
    return `the project ${ticket?.split("-")[0]} is configured in ${configuredIn ?? "several domains"}`;
  if (reason === "record") return "a number of ServiceNow's own";
  if (reason === "lookalike") return "no project is configured: anything that looks like a key";
  return projects.length === 0
    ? "no project is configured, and nothing looks like a key"
    : `nothing of ${projects.slice(0, 8).join(", ")}${projects.length > 8 ? ` and ${projects.length - 8} more` : ""}`;
}

function seen(
  { repository, domain, state, ticket, linkedBy, author, developer, isMember }: SeenBranch,
  one: Explained,
): string {
  const person =
    developer === null && author === null
      ? "by nobody who is known"
      : `by ${visible(author !== null && author !== developer ? `${author}, ${developer === null ? "no address" : developer}` : (developer ?? ""))}${isMember ? "" : ", no member"}`;
  const link =
    linkedBy !== null
      ? `; ${ticket === null ? "unlinked" : `linked to ${visible(ticket)}`} by ${visible(linkedBy)}`
      : ticket !== one.ticket
        ? `; has ${ticket === null ? "no ticket" : visible(ticket)} since its last scan`
        : "";
  return `${state} in ${visible(repository)} (${domain}), ${person}${link}`;
}

const statColumns: readonly Column<BranchStats>[] = [
  { title: "domain", value: ({ domain }) => domain ?? "total" },
  { title: "active", value: ({ active }) => String(active), align: "right" },
  { title: "merged", value: ({ merged }) => String(merged), align: "right" },
  { title: "gone", value: ({ gone }) => String(gone), align: "right" },
  { title: "with ticket", value: ({ withTicket }) => withTicket ?? "", align: "right" },
  { title: "orphans", value: ({ orphans }) => String(orphans), align: "right" },
  { title: "stale", value: ({ stale }) => String(stale), align: "right" },
  { title: "unknown authors", value: ({ unknownAuthors }) => String(unknownAuthors), align: "right" },
  { title: "median age", value: ({ medianAge }) => (medianAge === null ? "" : `${medianAge}`), align: "right" },
];

export const renderStats = (stats: readonly BranchStats[], style: Style): Promise<string> =>
  table(style, statColumns, stats);

export const renderRepositories = (repositories: readonly ListedRepository[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "name", value: ({ name }) => name },
      { title: "domain", value: ({ domain }) => domain },
      { title: "location", value: ({ location }) => location },
      { title: "base", value: ({ base }) => base ?? "" },
      { title: "scanned", value: ({ scannedAt }) => (scannedAt === null ? "" : timeOf(scannedAt, style)) },
      { title: "branches", value: ({ branches }) => (branches === null ? "" : String(branches)), align: "right" },
      { title: "failure", value: ({ failure }) => failure ?? "", paint: (text) => style.paint.bad(text) },
    ],
    repositories,
  );

export const renderAdded = (
  { name, location, domain }: Pick<Repository, "name" | "location" | "domain">,
  { paint }: Style,
): string =>
  `${paint.good("Bound")} ${visible(name)} (${visible(location)}) to ${domain}.\nRead it: quad branch scan --repo ${visible(name)}`;

export const renderUnbound = ({ name, domain, gone }: Unbound, { paint }: Style): string =>
  `${paint.good("Unbound")} ${visible(name)} from ${domain}${gone === 0 ? "" : `; ${gone === 1 ? "its active branch counts" : `its ${gone.toLocaleString("en")} active branches count`} as gone`}.`;
