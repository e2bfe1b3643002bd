import { usage } from "../../errors.ts";
import { counted, shortened } from "../../terminal/style.ts";
import { plainly } from "./spelling.ts";
import type { Category } from "./ticket.ts";

const named: ReadonlyMap<string, Category> = new Map(
  (
    [
      ["todo", ["To Do", "new"]],
      ["in_progress", ["In Progress", "indeterminate"]],
      ["done", ["Done", "complete"]],
    ] as const
  ).flatMap(([category, names]) => names.map((name) => [plainly(name), category] as const)),
);

const usual: ReadonlyMap<string, Category> = new Map([
  ...named,
  ...(
    [
      ["todo", ["open", "backlog", "selected for development", "reopened", "ready"]],
      ["in_progress", ["in review", "code review", "testing", "blocked", "on hold", "work in progress"]],
      ["done", ["closed", "resolved", "cancelled", "canceled", "won't fix", "won't do", "rejected", "duplicate"]],
      ["done", ["completed", "released", "closed complete", "closed incomplete"]],
    ] as const
  ).flatMap(([category, names]) => names.map((name) => [plainly(name), category] as const)),
]);

/** A status and its category, as in `Awaiting review=in_progress`. Throws a usage error. */
export function parseStatusMap(text: string): [status: string, category: Category] {
  const at = text.lastIndexOf("=");
  const status = text.slice(0, Math.max(at, 0)).trim();
  const category = named.get(plainly(text.slice(at + 1)));
  if (status !== "" && category) return [status, category];
  throw usage(`${JSON.stringify(shortened(text))} does not say what a status means.`, {
    hint: `As in "Awaiting review=in_progress"; the other categories are todo and done.`,
  });
}

const mostUnknown = 10;

/** Tells categories, and remembers the statuses that nobody explained; those in `statuses` come before all else. */
export function createCategories(statuses: ReadonlyMap<string, Category>) {
  const told = new Map([...statuses].map(([status, category]) => [plainly(status), category]));
  const unknown = new Set<string>();
  let more = false;
  return {
    /** `category` is what the file calls so; `closed` whether it has a date on which the ticket was closed. */
    of(category: string | null, status: string | null, closed: boolean): Category {
      const name = status ?? category;
      if (name === null) return closed ? "done" : "todo";
      const spelled = plainly(name);
      const known =
        told.get(spelled) ??
        (category === null ? undefined : named.get(plainly(category))) ??
        usual.get(spelled) ??
        (spelled.startsWith("awaiting") ? "in_progress" : undefined);
      if (known) return known;
      if (unknown.size < mostUnknown) unknown.add(name);
      else more ||= !unknown.has(name);
      return closed ? "done" : "in_progress";
    },
    notes(): string[] {
      const [one] = unknown;
      if (one === undefined) return [];
      const list = [...unknown].map((status) => JSON.stringify(status)).join(", ");
      const which = more
        ? `More than ${counted(mostUnknown, "status", "statuses")} are`
        : unknown.size === 1
          ? "A status is"
          : `${unknown.size} statuses are`;
      return [
        `${which} unknown: ${list}${more ? " and others" : ""}. What is closed was taken for done, the rest for in progress; say what one means with --status ${JSON.stringify(`${one}=todo`)}.`,
      ];
    },
  };
}
