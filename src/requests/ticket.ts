import type { Sql } from "../postgres/sql.ts";
import { findRequest } from "./find.ts";

/** The team's ticket for a request (spec, QUAD Team Workflow, 1). */
export interface Ticket {
  readonly title: string;
  readonly labels: readonly string[];
  /** P0 to P3, as in the queue. */
  readonly priority: string;
  /** null: to be decided. */
  readonly assignee: string | null;
  /** In Markdown. */
  readonly body: string;
}

/** Makes the ticket of a request. Throws not found. */
export async function ticketOf(sql: Sql, reference: string): Promise<Ticket> {
  const request = await findRequest(sql, reference);
  const { tool, company, plan, category, teamSize, requestedBy, details, trackingUrl, assignedTo, id } = request;
  const [row] = await sql<{ level: number; companies: number }[]>`
    select t.level, t.companies::integer from QUAD_integration_requests r join quad_triage t using (tool_key) where r.id = ${id}`;
  return {
    title: `[Integration Request] ${tool} - ${company}`,
    labels: ["integration-request", "customer-request"],
    priority: `P${row?.level ?? 3}`,
    assignee: assignedTo,
    // Bullets that no spreadsheet takes for a formula.
    body: [
      `* Tool: ${inMarkdown(tool)}`,
      `* Company: ${inMarkdown(company)} (${plan})`,
      `* Requested by: ${inMarkdown(requestedBy)}`,
      `* Category: ${inMarkdown(category)}`,
      ...(teamSize === null ? [] : [`* Team size: ${teamSize}`]),
      ...(row && row.companies > 1 ? [`* Companies that want it: ${row.companies}`] : []),
      `* Tracking: ${trackingUrl}`,
      ...(details === null ? [] : ["", ...details.split("\n").map((line) => `> ${inMarkdown(line)}`)]),
    ].join("\n"),
  };
}

/** What means something in Markdown or HTML means nothing, and nobody is notified. */
const inMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|~!]/g, (character) => `\\${character}`).replaceAll("@", "@\u200b");

/** A ticket in the spec's form. */
export const ticketText = ({ title, labels, priority, assignee, body }: Ticket): string =>
  `Title: ${title}\nLabels: ${labels.join(", ")}\nPriority: ${priority}\nAssignee: ${assignee ?? "TBD"}\n\n${body}`;

/** A file for Jira's CSV import: a heading and one line. */
export function ticketCsv({ title, labels, priority, assignee, body }: Ticket): string {
  const fields = [title, "Task", priority, ...labels, assignee ?? "", body];
  return `Summary,Issue Type,Priority,${labels.map(() => "Labels").join(",")},Assignee,Description\n${fields.map(cell).join(",")}`;
}

/** Quoted; what a spreadsheet would take for a formula is not one. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
