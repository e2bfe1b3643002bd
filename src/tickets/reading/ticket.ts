/** Where a ticket stands, as the database has it. */
export type Category = "todo" | "in_progress" | "done";

/** A ticket as it was read. */
export interface TicketRow {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly key: string;
  /** The tool it is from, such as jira; null where the file does not say. */
  readonly provider: string | null;
  /** One line of at most 500 characters. */
  readonly title: string | null;
  /** As it is written: an e-mail address, a login or a name. */
  readonly assignee: string | null;
  readonly category: Category;
  readonly status: string | null;
  /** 0 to 9999.99, at most two decimals. */
  readonly storyPoints: number | null;
  readonly openedAt: Date | null;
  /** Only of a ticket that is done; null there too where the file does not say when. */
  readonly closedAt: Date | null;
}

/** What is read of a ticket, by the names that a person gives: `--map points="Story Points"`. */
export const fields = [
  "key",
  "provider",
  "title",
  "assignee",
  "category",
  "status",
  "points",
  "opened",
  "closed",
] as const;

export type Field = (typeof fields)[number];

/** A value for each field. */
export const ofEach = <T>(make: (field: Field) => T): Readonly<Record<Field, T>> =>
  Object.fromEntries(fields.map((field) => [field, make(field)])) as Record<Field, T>;
