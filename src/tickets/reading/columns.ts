import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
import { plainly } from "./spelling.ts";
import { type Field, fields, ofEach } from "./ticket.ts";

/** The names a field goes by, the best first. */
const names: Readonly<Record<Field, readonly string[]>> = {
  key: ["key", "issue key", "ticket", "ticket id", "number", "id"],
  provider: ["provider", "tool"],
  title: ["title", "summary", "short description", "name"],
  assignee: ["assignee email", "assignee", "assigned to", "owner"],
  category: ["status category"],
  status: ["status", "state"],
  points: [
    "story points",
    "story point",
    "story point estimate",
    "Custom field (Story Points)",
    "Custom field (Story point estimate)",
    "points",
    "estimate",
    "sp",
  ],
  opened: ["created", "opened", "opened at", "created at"],
  closed: ["resolved", "closed", "closed at", "resolution date"],
};
const spelled = ofEach((field) => names[field].map(plainly));

/** Whether a header is a usual one for story points. */
export const meansPoints = (header: string): boolean => spelled.points.includes(plainly(header));

/** A field and the header it is read from, as in `points=Story Points`. Throws a usage error. */
export function parseColumnMap(text: string): [field: Field, header: string] {
  const at = text.indexOf("=");
  const name = plainly(text.slice(0, Math.max(at, 0)));
  const header = text.slice(at + 1).trim();
  const field = fields.find((field) => field === name);
  if (field && header !== "") return [field, header];
  throw usage(`${JSON.stringify(shortened(text))} does not say which column a field is read from.`, {
    hint: `As in "points=Story Points"; the fields are ${fields.join(", ")}.`,
  });
}

/** Where each field stands in a record; the first place that is filled counts. */
export type Places = Readonly<Record<Field, readonly number[]>>;

/** Finds the fields among headers: those that `map` names, or else the usual ones. It remembers what it found. */
export function createColumns(map: Partial<Readonly<Record<Field, string>>>) {
  const found = new Map<Field, Set<string>>();
  let last: { headers: readonly string[]; places: Places } | undefined;
  return {
    map,
    places(headers: readonly string[]): Places {
      if (last && same(last.headers, headers)) return last.places;
      const places = placesOf(headers, map);
      for (const field of fields) {
        const known = found.get(field) ?? new Set();
        // The keys of JSON can be others in each object; a few are enough to tell.
        for (const at of places[field]) if (known.size < 5) known.add(headers[at]?.trim() ?? "");
        if (known.size > 0) found.set(field, known);
      }
      last = { headers, places };
      return places;
    },
    has: (field: Field): boolean => found.has(field),
    found: (): Record<string, string> =>
      Object.fromEntries([...found].map(([field, headers]) => [field, [...headers].join(", ")])),
    /** A header that a field is read from and that is there more than once. */
    repeated(headers: readonly string[]): { readonly field: Field; readonly header: string } | undefined {
      const places = this.places(headers);
      for (const field of fields) {
        const names = places[field].map((at) => plainly(headers[at] ?? ""));
        const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
        if (twice >= 0) return { field, header: headers[places[field][twice] ?? 0]?.trim() ?? "" };
      }
      return undefined;
    },
    /** Throws a usage error if `map` names a header that was not found among these. */
    check(headers: readonly string[]): void {
      for (const field of fields) {
        const wanted = map[field];
        if (wanted === undefined || found.has(field)) continue;
        throw usage(`There is no column ${JSON.stringify(shortened(wanted))} to read the ${field} from.`, {
          hint: `Its columns are: ${listed(headers)}.`,
        });
      }
    },
    notes(): string[] {
      const points = [...(found.get("points") ?? [])];
      return points.length > 1
        ? [`Story points are in ${points.join(" and in ")}; the first that is filled counts.`]
        : [];
    },
  };
}

export type Columns = ReturnType<typeof createColumns>;

/** Headers for a message. */
export const listed = (headers: readonly string[]): string =>
  shortened([...new Set(headers.map((header) => header.trim()))].filter((header) => header !== "").join(", "), 1000);

function placesOf(headers: readonly string[], map: Partial<Readonly<Record<Field, string>>>): Places {
  const spelledAs = new Map<string, number[]>();
  headers.forEach((header, at) => {
    const name = plainly(header);
    const places = spelledAs.get(name);
    if (places) places.push(at);
    else spelledAs.set(name, [at]);
  });
  return ofEach((field) => {
    const wanted = map[field];
    if (wanted !== undefined) {
      const exactly = headers.flatMap((header, at) => (header.trim() === wanted.trim() ? [at] : []));
      return exactly.length > 0 ? exactly : (spelledAs.get(plainly(wanted)) ?? []);
    }
    const all = spelled[field].flatMap((name) => {
      const at = spelledAs.get(name);
      return at ? [at] : [];
    });
    // Jira has two kinds of story points, each filled for other boards.
    return field === "points" ? all.flat() : (all[0] ?? []);
  });
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((header, at) => header === b[at]);
