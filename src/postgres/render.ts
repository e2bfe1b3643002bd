import { counted, type Style } from "../terminal/style.ts";
import type { Migrated, MigrationStatus } from "./migrate.ts";

const label = ({ number, name }: { number: number; name: string }) => `${String(number).padStart(4, "0")}-${name}`;

export const renderMigrated = ({ applied, rules, adopted }: Migrated, { paint }: Style): string =>
  [
    ...adopted.map((line) => `  adopted  ${line}`),
    ...(adopted.length > 0 ? [] : applied.map((migration) => `  applied  ${label(migration)}`)),
    ...(rules === "applied" ? ["  applied  rules"] : []),
    applied.length === 0 && rules === "current"
      ? "The schema is up to date."
      : paint.good("The schema is up to date now."),
  ].join("\n");

export const renderRehearsed = (rehearsed: Migrated, _style: Style): string => {
  const { applied, rules, adopted } = rehearsed;
  if (applied.length === 0 && rules === "current") return "Nothing would change: the schema is up to date.";
  return [
    ...adopted.map((line) => `  would adopt  ${line}`),
    ...(adopted.length > 0 ? [] : applied.map((migration) => `  would apply  ${label(migration)}`)),
    ...(rules === "applied" ? ["  would apply  rules"] : []),
    "Nothing was changed.",
  ].join("\n");
};

export const renderStatus = ({ applied, pending, rules, adopts }: MigrationStatus, { paint }: Style): string =>
  [
    ...applied.map(
      (migration) => `  ${paint.good("applied")}  ${label(migration)}  ${migration.appliedAt.toISOString()}`,
    ),
    ...pending.map((migration) => `  ${paint.warn("pending")}  ${label(migration)}`),
    `  ${rules === "current" ? paint.good("applied") : paint.warn("pending")}  rules${rules === "outdated" ? " (changed since)" : ""}`,
    ...(adopts.length > 0
      ? [
          `${counted(adopts.length, "table")} ${adopts.length === 1 ? "stands" : "stand"} there already and would be adopted: ${adopts.join(", ")}`,
        ]
      : []),
    pending.length === 0 && rules === "current" ? "The schema is up to date." : "Bring it up to date: quad migrate",
  ].join("\n");
