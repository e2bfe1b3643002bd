import { counted, type Style, visible } from "../../terminal/style.ts";
import { keptInWords } from "../render.ts";
import type { Restored } from "./restore.ts";

/** What restoring will do, a line for the files and one for the database. */
export function planInWords({ name, madeAt, of, files, database, services }: Restored): string {
  return [
    `${name}, made at ${madeAt.toISOString()}`,
    ...(of === null ? [] : [`  of         ${visible(of)}, which is not this install`]),
    ...(files
      ? [
          `  files      ${files.added} added, ${files.replaced} replaced, ${files.deleted} taken away (and kept in .quad/history)`,
        ]
      : []),
    ...(database
      ? [
          `  database   ${counted(database.tables, "table", "tables")} with ${counted(database.rows, "row", "rows")}${database.kept === null ? "" : `; the one of now is kept as ${database.kept}`}`,
        ]
      : []),
    ...(services.length > 0 ? [`  stopped    ${services.join(", ")}`] : []),
  ].join("\n");
}

export const renderPlannedRestore = (plan: Restored, _: Style): string => planInWords(plan);

export function renderRestored({ name, files, database }: Restored, { paint }: Style): string {
  const parts = [
    ...(database ? [counted(database.rows, "row", "rows")] : []),
    ...(files ? [counted(files.added + files.replaced + files.deleted, "file changed", "files changed")] : []),
  ];
  return [
    `${paint.good("Restored")} ${name}: ${parts.join(", ")}.`,
    ...(database?.kept ? [keptInWords(database.kept)] : []),
  ].join("\n");
}

export const renderKept = (kept: readonly string[], _: Style): string =>
  kept.length === 0 ? "No database is kept aside." : kept.join("\n");

export const renderLetGo = (gone: readonly string[], { paint }: Style): string =>
  gone.map((name) => `${paint.warn("Dropped")} ${name}.`).join("\n");
