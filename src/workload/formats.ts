import type { Sql } from "../postgres/sql.ts";
import type { WorkloadReport } from "./load.ts";
import { reportHistory } from "./past.ts";
import type { Scope } from "./scope.ts";

export const formats = ["table", "json", "csv", "md", "html", "prometheus"] as const;
export type Format = (typeof formats)[number];

/** How many days and people the pictures show. */
const drawn = { days: 30, people: 40 };

/** The report as text of a format. */
export async function reportAs(
  sql: Sql,
  scope: Scope,
  report: WorkloadReport,
  format: Exclude<Format, "table">,
): Promise<string> {
  switch (format) {
    case "json":
      return JSON.stringify(report, null, 2);
    case "csv":
      // Its lines end in CRLF; the last line feed is the output's.
      return `${(await import("./report/csv.ts")).renderCsv(report)}\r`;
    case "md":
      return (await import("./report/markdown.ts")).renderMarkdown(report);
    case "prometheus":
      return (await import("./report/prometheus.ts")).renderPrometheus(report);
    case "html": {
      const people = report.people.slice(0, drawn.people).map(({ email }) => email);
      const history = await reportHistory(sql, scope, report.date, { days: drawn.days, people });
      return (await import("./report/html.ts")).renderHtml(report, history);
    }
  }
}
