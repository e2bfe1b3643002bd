import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A numbered migration: tables, forward only, never edited once it has landed. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

/** The functions, triggers, views and policies: all of them together, as one thing with one checksum. */
interface Rules {
  readonly checksum: string;
  readonly sql: string;
}

/** What the program brings: the schema it was written for. */
export interface Schema {
  readonly migrations: readonly Migration[];
  readonly rules: Rules;
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/** Reads the schema from the `migrations/` directory of the package. */
export function readSchema(directory: string): Schema {
  const migrations = readdirSync(directory)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(directory, file), "utf8");
      return { number: Number(file.slice(0, 4)), name: file.slice(5, -4), checksum: digest(sql), sql };
    });
  const rules = readdirSync(join(directory, "rules"))
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => readFileSync(join(directory, "rules", file), "utf8"))
    .join("\n");
  return { migrations, rules: { checksum: digest(rules), sql: rules } };
}

/** What tells one schema from another: the last migration and the rules. */
export interface Fingerprint {
  readonly latest: number;
  readonly rules: string;
}

export const fingerprint = ({ migrations, rules }: Schema): Fingerprint => ({
  latest: migrations.at(-1)?.number ?? 0,
  rules: rules.checksum,
});
