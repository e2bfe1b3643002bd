import { counted, percent, type Style, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { AddedMember, Membership } from "./add.ts";
import type { AllocationRow } from "./allocation.ts";
import type { ChangedMember, RemovedMember } from "./change.ts";
import type { Holdings } from "./offboard.ts";
import type { Person } from "./person.ts";

export const renderAdded = ({ member, allocationLeft }: AddedMember, { paint }: Style): string => {
  const { email, domain, role, status, allocation } = member;
  const work = allocation > 0 ? ` at ${percent(allocation)}; ${percent(allocationLeft)} is left of them` : "";
  return `${paint.good(status === "pending" ? "Invited" : "Added")} ${email} to ${domain} as ${role}${work}.`;
};

const columns: readonly Column<Membership>[] = [
  { title: "email", value: ({ email }) => email },
  { title: "domain", value: ({ domain }) => domain },
  { title: "role", value: ({ role }) => role },
  { title: "status", value: ({ status }) => status },
  { title: "allocation", value: ({ allocation }) => allocation, align: "right" },
  { title: "primary", value: ({ primary }) => (primary ? "primary" : "") },
];

export const renderMembers = (members: readonly Membership[], style: Style): Promise<string> =>
  table(style, columns, members);

export async function renderPeople(people: readonly Person[], style: Style): Promise<string> {
  return (await Promise.all(people.map((person) => renderPerson(person, style)))).join("\n\n");
}

async function renderPerson(
  { email, company, user, memberships, allocated, left }: Person,
  style: Style,
): Promise<string> {
  const account = user
    ? `a user${user.fullName ? `, ${visible(user.fullName)}` : ""}${user.ssoProvider ? `, by ${user.ssoProvider}` : ""}`
    : "not a user yet";
  const heading = `${style.paint.bold(email)}, ${visible(company)}: ${account}`;
  if (memberships.length === 0) return `${heading}\nNo memberships.`;
  const rows = await table(
    style,
    columns.slice(1),
    memberships.map((membership) => ({ email, ...membership })),
  );
  return `${heading}\n${rows}\nAllocated ${percent(allocated)}, ${percent(left)} left.`;
}

export function renderChanged({ before, after, allocationLeft }: ChangedMember, { paint }: Style): string {
  const changes = [
    before.role !== after.role && `${before.role} is now ${after.role}`,
    before.allocation !== after.allocation && `${percent(before.allocation)} is now ${percent(after.allocation)}`,
    before.primary !== after.primary && (after.primary ? "now the primary domain" : "no longer the primary domain"),
  ].filter((change) => change !== false);
  if (changes.length === 0) return `Nothing to change: ${after.email} in ${after.domain} is so already.`;
  return `${paint.good("Changed")} ${after.email} in ${after.domain}: ${changes.join(", ")}; ${percent(allocationLeft)} is left of them.`;
}

export const renderAccepted = (accepted: readonly Membership[], { paint }: Style): string =>
  accepted
    .map(({ email, domain, role }) => `${paint.good("Accepted")}: ${email} is an active ${role} in ${domain}.`)
    .join("\n");

export const renderRemoved = ({ removed, remaining }: RemovedMember, { paint }: Style): string =>
  [
    ...removed.map(({ email, domain, role }) => `${paint.good("Removed")} ${email} from ${domain} (${role}).`),
    ...(remaining === 0 ? ["They hold nothing else."] : []),
  ].join("\n");

/** What ends when a person is offboarded, and what stays. */
export async function renderHoldings({ email, people, ...held }: Holdings, style: Style): Promise<string> {
  const ends = [
    held.keys.length > 0 &&
      `${counted(held.keys.length, "key of their own", "keys of their own")}: ${held.keys.join(", ")}`,
    held.sessions > 0 && counted(held.sessions, "session"),
    held.logins.length > 0 && `the login ${held.logins.map(visible).join(", ")}`,
    people.some(({ user }) => user) && "the account",
  ].filter((thing) => thing !== false);
  const stays = [
    held.openTickets > 0 && counted(held.openTickets, "open ticket"),
    held.openBranches > 0 && counted(held.openBranches, "open branch", "open branches"),
  ].filter((thing) => thing !== false);
  return [
    await renderPeople(people, style),
    ...(ends.length > 0 ? [`Ends as well: ${ends.join(", ")}.`] : []),
    ...(stays.length > 0 ? [`Stays under the name of ${email}, and wants somebody else: ${stays.join(", ")}.`] : []),
  ].join("\n");
}

export const renderOffboarded = ({ email, people }: Holdings, { paint }: Style): string => {
  const memberships = people.reduce((sum, person) => sum + person.memberships.length, 0);
  return `${paint.good("Offboarded")} ${email}: ended ${counted(memberships, "membership")} and all access.`;
};

/** The matrix, a column a domain while it fits the terminal; otherwise, and for scripts, the domains in one column. */
export function renderMatrix(rows: readonly AllocationRow[], style: Style): Promise<string> {
  const domains = [...new Set(rows.flatMap((row) => row.domains.map(({ domain }) => domain)))].sort();
  const shortest = shortestNames(domains);
  const width =
    rows.reduce((most, { email }) => Math.max(most, email.length), 6) +
    26 +
    shortest.reduce((n, s) => n + s.length + 2, 0);
  const each: readonly Column<AllocationRow>[] =
    style.tty && width <= style.columns
      ? domains.map((domain, i) => ({
          title: shortest[i] ?? domain,
          value: (row) => row.domains.find((held) => held.domain === domain)?.allocation ?? "·",
          align: "right",
        }))
      : [
          {
            title: "where",
            value: (row) => row.domains.map(({ domain, allocation }) => `${domain}=${Number(allocation)}`).join(","),
          },
        ];
  return table(
    style,
    [
      { title: "person", value: ({ email }) => email },
      ...each,
      { title: "allocated", value: ({ allocated }) => allocated, align: "right" },
      {
        title: "left",
        value: ({ left }) => left,
        align: "right",
        paint: (text, { left }) => (left === 0 ? style.paint.warn(text) : text),
      },
    ],
    rows,
  );
}

/** The bare name of each path, or as much of its end as it takes to tell it from the others. */
function shortestNames(paths: readonly string[]): readonly string[] {
  return paths.map((path) => {
    const parts = path.split("/").slice(1);
    for (let n = 1; n <= parts.length; n += 1) {
      const end = parts.slice(-n).join("/");
      if (paths.filter((other) => other === path || other.endsWith(`/${end}`)).length === 1) return end;
    }
    return path;
  });
}
