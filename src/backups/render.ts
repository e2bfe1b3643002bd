import { counted, type Style, sizeOf, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Made } from "./backup.ts";
import type { Kept } from "./list.ts";
import type { Verified } from "./verify.ts";

/** A backup that was made, with what went as it was no longer to be kept. */
export interface Outcome extends Made {
  readonly removed: readonly string[];
}

export function renderMade({ path, bytes, database, files, encryptedTo, removed }: Outcome, { paint }: Style): string {
  const what = `${counted(database.rows, "row", "rows")} of ${counted(database.tables, "table", "tables")}, ${counted(files.entries, "file", "files")}`;
  const whose =
    encryptedTo.length > 0 ? `, encrypted to ${counted(encryptedTo.length, "recipient", "recipients")}` : "";
  return [
    `${paint.good("Backed up")} to ${visible(path)}: ${what}, ${sizeOf(bytes)}${whose}.`,
    ...(removed.length > 0 ? [renderRemoved(removed)] : []),
  ].join("\n");
}

const renderRemoved = (removed: readonly string[], dryRun = false): string =>
  `${dryRun ? "Would remove" : "Removed"} ${counted(removed.length, "older backup", "older backups")}: ${removed.join(", ")}.`;

/** What pruning removed, or would remove. */
export const renderPruned = ({
  removed,
  kept,
  dryRun,
}: {
  readonly removed: readonly string[];
  readonly kept: number;
  readonly dryRun: boolean;
}): string =>
  removed.length === 0
    ? `Nothing to remove; ${counted(kept, "backup is", "backups are")} kept.`
    : `${renderRemoved(removed, dryRun)}\n${counted(kept, "backup is", "backups are")} kept.`;

export const renderBackups = (backups: readonly Kept[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "backup", value: ({ name }) => name },
      { title: "size", value: ({ size }) => (size === null ? "" : sizeOf(size)), align: "right" },
      { title: "encrypted", value: ({ encrypted }) => (encrypted ? "encrypted" : "in the clear") },
      { title: "verified", value: ({ verifiedAt }) => verifiedAt?.toISOString().replace(/\.\d+Z/, "Z") ?? "never" },
      {
        title: "state",
        value: ({ whole, readable, problems: [why = ""] }) =>
          whole ? "whole" : `${readable ? "damaged" : "unreadable"}: ${why}`,
        paint: (text, { whole }) => (whole ? style.paint.good(text) : style.paint.bad(text)),
      },
    ],
    backups,
  );

const shownProblems = 50;

export function renderVerified(found: Verified, { paint }: Style): string {
  const { name, problems, members, tables, rows, files } = found;
  if (problems.length === 0) {
    return `${paint.good("Verified")} ${name}: ${counted(members, "member", "members")}, ${counted(rows, "row", "rows")} of ${counted(tables, "table", "tables")} and ${counted(files, "file", "files")} are as they were.`;
  }
  const more = problems.length - shownProblems;
  return [
    `${paint.bad("Damaged")}: ${name}. ${counted(problems.length, "thing differs", "things differ")}:`,
    ...problems.slice(0, shownProblems).map((problem) => `  ${visible(problem)}`),
    ...(more > 0 ? [`  … and ${more.toLocaleString("en")} more`] : []),
  ].join("\n");
}
