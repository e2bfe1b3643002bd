import { dirname } from "node:path";
import { usage } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
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

/**
 * Writes a file by a temporary one beside it and a rename: whoever reads it meanwhile has the old one or the new one, whole. Throws a usage
 * error where it cannot be written.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usage(`${path} cannot be written: ${reasons[code] ?? message}.`, { hint: `Look at ${dirname(path)}.` });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its directory is not there",
  EACCES: "no right to write there",
  EPERM: "no right to write there",
  EROFS: "the file system is read-only",
  EISDIR: "it is a directory",
  ENOTDIR: "it lies below a file",
  ENOSPC: "the disk is full",
};
