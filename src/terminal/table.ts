import { isVisible, percent, type Style, visible } from "./style.ts";

export interface Column<Row> {
  readonly title: string;
  /** A number is a percentage: with its sign on a terminal, bare for scripts. */
  readonly value: (row: Row) => string | number;
  readonly align?: "right";
  readonly paint?: (text: string, row: Row) => string;
}

/**
 * Rows for the reader there is: a drawn table on a terminal; tab-separated lines without a heading elsewhere, for
 * `cut` and `awk`.
 */
export async function table<Row>(style: Style, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<string> {
  if (!style.tty) {
    return rows.map((row) => line(columns.map((column) => String(column.value(row))))).join("\n");
  }
  const { default: Table } = await import("cli-table3");
  const drawn = new Table({
    head: columns.map((column) => style.paint.faint(column.title.toUpperCase())),
    colAligns: columns.map((column) => column.align ?? "left"),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2, compact: true },
    chars: borderless,
  });
  for (const row of rows) {
    drawn.push(
      columns.map((column) => {
        const value = column.value(row);
        const text = typeof value === "number" ? percent(value) : visible(value);
        return column.paint ? column.paint(text, row) : text;
      }),
    );
  }
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Cells of a tab-separated line. Rows come by the ten thousand, and hardly any cell has to be made visible. */
const line = (cells: readonly string[]): string => (cells.every(isVisible) ? cells : cells.map(visible)).join("\t");

const borderless = Object.fromEntries(
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle"
    .split(" ")
    .map((part) => [part, ""]),
);
