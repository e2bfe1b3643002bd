import type { Sql } from "../postgres/sql.ts";
import type { Category } from "./reading/ticket.ts";

/** A ticket as it is kept. */
export interface Ticket {
  readonly key: string;
  /** The path of its domain. */
  readonly domain: string;
  /** The tool it is in, such as jira. */
  readonly provider: string;
  readonly title: string | null;
  /** An e-mail. */
  readonly assignee: string | null;
  /** Who it is given to as the tool has it, where that is nobody who is known. */
  readonly assigneeName: string | null;
  readonly category: Category;
  /** As the tool words it. */
  readonly status: string | null;
  readonly storyPoints: number | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** The columns of a `Ticket`, of `QUAD_itsm_tickets t` in `QUAD_domains d`. */
export const ticketColumns = (sql: Sql) => sql`
  t.ticket_id as key, d.path as domain, t.provider, t.title, t.assignee_email as assignee,
  t.assignee_name as "assigneeName", t.status_category as category, t.status, t.story_points as "storyPoints",
  t.opened_at as "openedAt", t.closed_at as "closedAt"`;
