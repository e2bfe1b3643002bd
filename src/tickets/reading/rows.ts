import { QuadError, usage } from "../../errors.ts";
import { parseProvider } from "../../values/provider.ts";
import { createCategories } from "./category.ts";
import type { Places } from "./columns.ts";
import type { ProblemList } from "./problems.ts";
import type { Category, Field, TicketRow } from "./ticket.ts";
import { parseTime } from "./time.ts";
import { oneLine, parseAssignee, parseKey, parsePoints } from "./values.ts";

const batchSize = 1000;

/** Makes tickets of records, a batch at a time; what is wrong with one becomes a problem of its line. */
export function createRows(problems: ProblemList, statuses: ReadonlyMap<string, Category>) {
  const categories = createCategories(statuses);
  let pending: TicketRow[] = [];
  return {
    notes: categories.notes,

    /** A record as it stands in the file. `tool` is where it comes from, if it does not say so itself. */
    take(line: number, places: Places, values: readonly unknown[], tool: string | null): void {
      let sound = true;
      const read = <T>(field: Field, parse: (text: string) => T | null): T | null => {
        try {
          const text = cell(field, places[field], values);
          return text === "" ? null : parse(text);
        } catch (error) {
          if (!(error instanceof QuadError)) throw error;
          problems.add(line, [error.message, ...error.hint].join(" "));
          sound = false;
          return null;
        }
      };
      const key = read("key", parseKey);
      if (key === null && sound) problems.add(line, "It has no key.");
      const provider = read("provider", parseProvider) ?? tool;
      const title = read("title", (text) => oneLine(text, 500));
      const assignee = read("assignee", parseAssignee);
      const status = read("status", (text) => oneLine(text, 200));
      const named = read("category", (text) => oneLine(text, 200));
      const storyPoints = read("points", parsePoints);
      const openedAt = read("opened", parseTime);
      const closed = read("closed", parseTime);
      if (key === null || !sound) return;
      const category = categories.of(named, status, closed !== null);
      const closedAt = category === "done" ? closed : null;
      pending.push({ line, key, provider, title, assignee, category, status, storyPoints, openedAt, closedAt });
    },

    /** The batches that are full. */
    *full(): Generator<readonly TicketRow[]> {
      let at = 0;
      for (; pending.length - at >= batchSize; at += batchSize) yield pending.slice(at, at + batchSize);
      if (at > 0) pending = pending.slice(at);
    },

    /** What is left after them. */
    *rest(): Generator<readonly TicketRow[]> {
      yield* this.full();
      if (pending.length > 0) yield pending;
      pending = [];
    },
  };
}

export type Rows = ReturnType<typeof createRows>;

/** The first of the values at these places that is filled. Throws a usage error where it is no text. */
function cell(field: Field, places: readonly number[], values: readonly unknown[]): string {
  for (const at of places) {
    const value = values[at] ?? "";
    if (typeof value === "object")
      throw usage(`Its ${field} is ${Array.isArray(value) ? "a list" : "an object"}, not text.`);
    const text = String(value).trim();
    if (text !== "") return text;
  }
  return "";
}
