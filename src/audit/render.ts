import { counted, type Style, timeOf, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { Entry } from "./entry.ts";
import { changesOf, summaryOf, withheldOf } from "./summary.ts";

const actorOf = ({ actor, actingAs }: Entry): string => (actingAs === null ? actor : `${actor} (--as)`);
const commandOf = ({ command, login }: Entry): string => command ?? `(${login})`;

const columns = (style: Style): readonly Column<Entry>[] => [
  { title: "id", value: ({ id }) => String(id), align: "right" },
  { title: "time", value: ({ at }) => timeOf(at, style) },
  { title: "actor", value: actorOf },
  { title: "command", value: commandOf },
  { title: "action", value: ({ action }) => action },
  { title: "what", value: summaryOf },
];

export const renderEntries = (entries: readonly Entry[], style: Style): Promise<string> =>
  table(style, columns(style), entries);

const widths = [6, 19, 28, 18, 8];

/** An entry in a line of its own, while others follow. */
export function renderLine(entry: Entry, style: Style): string {
  const cells = columns(style).map((column) => visible(String(column.value(entry))));
  return style.tty ? cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ") : cells.join("\t");
}

/** One entry, whole: what it says of itself, and the row before and after as a diff. */
export function renderEntry(entry: Entry, style: Style): string {
  const { paint } = style;
  const about: readonly (readonly [string, string | null])[] = [
    ["time", timeOf(entry.at, style)],
    ["actor", actorOf(entry)],
    ["login", entry.login],
    ["command", entry.command],
    ["domain", entry.domain],
    ["table", entry.table],
    ["row", entry.rowId],
    ["sealed", entry.sealed ? "yes" : "not yet"],
  ];
  const head = [
    paint.bold(`Entry ${entry.id}: ${entry.action} of ${visible(summaryOf(entry))}`),
    ...about.flatMap(([name, text]) => (text === null ? [] : [`${name.padEnd(8)} ${visible(text)}`])),
  ];
  const fields = Object.keys({ ...entry.before, ...entry.after })
    .filter((field) => field !== "withheld")
    .sort();
  const differs = new Set(changesOf(entry).map(({ field }) => field));
  const line = (sign: string, field: string, value: unknown) => visible(`${sign} ${field}: ${JSON.stringify(value)}`);
  const diff = fields.flatMap((field) => {
    const [before, after] = [entry.before?.[field], entry.after?.[field]];
    if (!differs.has(field)) {
      const same = after ?? before ?? null;
      return same === null ? [] : [paint.faint(line(" ", field, same))];
    }
    return [
      ...(before === undefined || (before === null && entry.before === null)
        ? []
        : [paint.bad(line("-", field, before))]),
      ...(after === undefined || (after === null && entry.after === null) ? [] : [paint.good(line("+", field, after))]),
    ];
  });
  const withheld = withheldOf(entry).map((field) =>
    paint.warn(`~ ${field}: changed; its value leads to a secret and is not recorded`),
  );
  return [...head, ...(diff.length + withheld.length > 0 ? ["", ...diff, ...withheld] : [])].join("\n");
}

export const renderExported = ({ file, entries }: { readonly file: string; readonly entries: number }): string =>
  `Exported ${counted(entries, "entry", "entries")} to ${visible(file)}.`;
