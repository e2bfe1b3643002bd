import { conflict, type QuadError } from "../errors.ts";
import type { Membership } from "../members/add.ts";
import { counted, percent } from "../terminal/style.ts";
import { hundredths } from "./allocation.ts";
import type { Current } from "./current.ts";
import type { Plan } from "./plan.ts";
import { placed } from "./problems.ts";
import { parentOf, type Wanted } from "./wanted.ts";

interface Obstacle {
  readonly message: string;
  readonly hint: string;
}

/**
 * What the install's rules would refuse of a plan, all of it, before anything is written: seats, people above 100 %,
 * archived domains in the way. Undefined where nothing is.
 */
export function refusal(current: Current, wanted: Wanted, plan: Plan): QuadError | undefined {
  const obstacles = [
    ...archivedInTheWay(current, wanted, plan),
    ...noSeats(current, plan),
    ...aboveHundred(current, plan),
  ];
  const [first, ...others] = obstacles;
  if (first === undefined) return undefined;
  if (others.length === 0) return conflict(first.message, { hint: first.hint });
  const hints = [...new Set(obstacles.map(({ hint }) => hint))];
  return conflict(`${counted(obstacles.length, "thing is", "things are")} in the way. Nothing was changed.`, {
    detail: listed(obstacles.map(({ message }) => message)),
    hint: hints.slice(0, 5),
  });
}

function noSeats({ company, members }: Current, { members: { add } }: Plan): readonly Obstacle[] {
  const known = new Set(members.map(({ email }) => email));
  const people = company.people + new Set(add.map(({ email }) => email).filter((email) => !known.has(email))).size;
  if (company.seatLimit === null || people <= company.seatLimit || people === company.people) return [];
  return [
    {
      message: `The ${company.plan} plan of ${company.name} holds ${company.seatLimit} people; this would make ${people.toLocaleString("en")}.`,
      hint: "Change the plan: quad company set --plan pro",
    },
  ];
}

function aboveHundred(current: Current, plan: Plan): readonly Obstacle[] {
  const held = new Map<string, Membership[]>();
  for (const row of afterwards(current, plan)) {
    if (row.allocation > 0) held.set(row.email, [...(held.get(row.email) ?? []), row]);
  }
  return [...held].flatMap(([email, rows]): Obstacle[] => {
    const total = rows.reduce((sum, { allocation }) => sum + hundredths(allocation), 0) / 100;
    if (total <= 100) return [];
    const where = listed(
      rows.map(({ allocation, domain }) => `${percent(allocation)} in ${domain}`),
      10,
    ).join(", ");
    return [
      {
        message: `${email} would be allocated ${percent(total)}: ${where}.`,
        hint: "Nobody can be above 100 %. What a person holds: quad member show EMAIL",
      },
    ];
  });
}

/** The memberships of the people in question once the plan is applied. */
function afterwards({ members }: Current, { members: { add, change } }: Plan): readonly Membership[] {
  const changed = new Map(change.map((row) => [`${row.domain} ${row.email} ${row.role}`, row.after]));
  return [...members.map((row) => ({ ...row, ...changed.get(`${row.domain} ${row.email} ${row.role}`) })), ...add];
}

function archivedInTheWay({ domains }: Current, wanted: Wanted, plan: Plan): readonly Obstacle[] {
  const archived = new Set(domains.filter((domain) => domain.archived).map(({ path }) => path));
  if (archived.size === 0) return [];
  const entered = new Set([
    ...plan.domains.create.map(({ path }) => parentOf(path)),
    ...plan.members.add.map(({ domain }) => domain),
  ]);
  const named = new Map(wanted.domains.map((domain) => [domain.path, domain]));
  return [...archived]
    .filter((path) => entered.has(path) || named.get(path)?.archived === null)
    .map((path) => {
      const domain = named.get(path);
      return {
        message: `${domain ? `${placed(domain.at)}: ` : ""}${path} is archived; nothing can be put into it.`,
        hint: `Bring it back first: quad domain restore ${path.slice(1)}`,
      };
    });
}

/** As many lines as a person reads, and how many more there are. */
function listed(lines: readonly string[], most = 200): readonly string[] {
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `and ${(lines.length - most).toLocaleString("en")} more`];
}
