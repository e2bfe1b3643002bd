import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrationsDirectory, packageRoot } from "../install/package.ts";
import { readSchema, type Schema } from "../postgres/migrations.ts";

export const shippedSchema = (): Schema => readSchema(migrationsDirectory(packageRoot()));

/** A made-up migrations directory: its files by name, `rules/…` included. */
export const madeUpSchema = (files: Readonly<Record<string, string>>): Schema =>
  readFiles(files, (directory) => mkdirSync(join(directory, "rules")));

/** The shipped migrations with files added or replaced. */
export const changedSchema = (files: Readonly<Record<string, string>>): Schema =>
  readFiles(files, (directory) => cpSync(migrationsDirectory(packageRoot()), directory, { recursive: true }));

function readFiles(files: Readonly<Record<string, string>>, prepare: (directory: string) => void): Schema {
  const directory = mkdtempSync(join(tmpdir(), "quad-migrations-"));
  try {
    prepare(directory);
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(directory, name), sql);
    return readSchema(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
