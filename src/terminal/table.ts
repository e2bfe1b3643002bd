import { atSpaces, broken, isVisible, percent, type Style, visible } from "./style.ts";

export interface Column<Row> {
  readonly title: string;
  /** A number is a percentage: with its sign on a terminal, bare for scripts. */
  readonly value: (row: Row) => string | number;
  readonly align?: "right";
  readonly paint?: (text: string, row: Row) => string;
}

/**
 * Rows for the reader there is: a drawn table on a terminal, in which texts that find no room go on below; tab-separated lines without a
 * heading elsewhere, for `cut` and `awk`. Where there are none, that is said on a terminal.
 */
export async function table<Row>(style: Style, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<string> {
  if (rows.length === 0) return style.tty ? "There are none." : "";
  if (!style.tty) {
    return rows.map((row) => line(columns.map((column) => String(column.value(row))))).join("\n");
  }
  const [{ default: Table }, { default: widthIn }] = await Promise.all([import("cli-table3"), import("string-width")]);
  const shown = rows.map((row) =>
    columns.map((column) => {
      const value = column.value(row);
      return typeof value === "number" ? percent(value) : visible(value);
    }),
  );
  const titles = columns.map(({ title }) => title);
  const layout = layouts.map((way) => laidOut(way, titles, shown, style.columns, widthIn)).find(Boolean);
  const drawn = new Table({
    head: columns.map(({ title }, i) => {
      const width = layout?.titles ? layout.widths[i] : undefined;
      const lines = width === undefined ? [title] : broken(title, width, widthIn);
      return style.paint.faint(lines.join("\n").toUpperCase());
    }),
    colAligns: columns.map((column) => column.align ?? "left"),
    style: { head: [], border: [], "padding-left": 0, "padding-right": layout?.gap ?? widestGap, compact: true },
    chars: borderless,
  });
  for (const [i, row] of rows.entries()) {
    drawn.push(
      columns.map((column, j) => {
        const [text = "", width] = [shown[i]?.[j], layout?.widths[j]];
        const lines = width === undefined ? text : broken(text, width, widthIn, layout?.places).join("\n");
        return column.paint ? column.paint(lines, row) : lines;
      }),
    );
  }
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** How texts that find no room are broken, the titles too or not, and what is left free between two columns. */
interface Way {
  readonly places: RegExp;
  readonly gap: number;
  readonly titles?: true;
}

const widestGap = 2;

/** Behind a space, but not in what a row is indented by. */
const behindWords = /(?<=\S )/;
const inPaths = /(?<=\S )|(?<=\S)(?=[/@])/;

/**
 * The first that helps is taken: at spaces; in paths and addresses as well; closer together; in titles; and behind dashes, but not in
 * dates.
 */
const layouts: readonly Way[] = [
  { places: behindWords, gap: widestGap },
  { places: inPaths, gap: widestGap },
  { places: inPaths, gap: 1 },
  { places: inPaths, gap: 1, titles: true },
  { places: /(?<=\S )|(?<=\S)(?=[/@])|(?<=_|-(?!\d))/, gap: 1, titles: true },
];

/** How wide each column may be in that way; undefined where not all fit beside each other. */
function laidOut(
  way: Way,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  room: number,
  widthIn: (text: string) => number,
): (Way & { readonly widths: readonly number[] }) | undefined {
  const { places, gap } = way;
  const widest = (of: (text: string) => number, ofTitle = ({ length }: string) => length) =>
    titles.map((title, i) => rows.reduce((most, row) => Math.max(most, of(row[i] ?? "")), ofTitle(title)));
  const longest = (at: RegExp) => (text: string) =>
    Math.max(...text.split(at).map((piece) => widthIn(piece.trimEnd())));
  const sum = (widths: readonly number[]) => widths.reduce((all, width) => all + width + gap, -gap);
  const widths = widest(widthIn);
  let over = sum(widths) - room;
  const least = over > 0 ? widest(longest(places), way.titles && longest(atSpaces)) : widths;
  if (sum(least) > room) return undefined;
  const widestFirst = [...widths.keys()].sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
  for (const i of widestFirst) {
    const width = Math.max(least[i] ?? 0, (widths[i] ?? 0) - Math.max(0, over));
    over -= (widths[i] ?? 0) - width;
    widths[i] = width;
  }
  return { ...way, widths };
}

/** Cells of a tab-separated line. Rows come by the ten thousand, and hardly any cell has to be made visible. */
const line = (cells: readonly string[]): string => (cells.every(isVisible) ? cells : cells.map(visible)).join("\t");

const borderless = Object.fromEntries(
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle"
    .split(" ")
    .map((part) => [part, ""]),
);
