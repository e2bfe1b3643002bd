import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Sql } from "../postgres/sql.ts";
import { type TestInstall, testInstall } from "../testing/install.ts";
import { buildArchive } from "./archive/build.ts";
import { readSource } from "./archive/source.ts";
import { newSecretKey } from "./signature/keygen.ts";
import { formatPatchComment } from "./signature/patch-comment.ts";
import type { SecretKey } from "./signature/secret-key.ts";
import { signFile } from "./signature/sign.ts";
import { addKey } from "./trust/keys.ts";
import { signArchive } from "./vendor.ts";

/** A patch as tests write it: the keys of patch.yaml as JSON, files by their paths. */
export interface TestPatch {
  readonly name: string;
  readonly sequence?: number;
  readonly files?: Readonly<Record<string, string>>;
  /** SQL files by their names. */
  readonly migrations?: Readonly<Record<string, string>>;
  readonly yaml?: Readonly<Record<string, unknown>>;
}

export interface PatchInstall extends TestInstall {
  /** The install directory. */
  readonly home: string;
  /** The vendor's. */
  readonly key: SecretKey;
  /** Builds a patch and signs it with the key that is trusted; gives the archive's path. */
  patch(of: TestPatch): Promise<string>;
  /** Puts a file into the install. */
  put(path: string, text: string): void;
  /** All files of the install but quad's own, with content and mode, and those of .quad/patches. */
  tree(): Record<string, string>;
  /** The tables of the database and what is in them, but the trail and the patches' own. */
  database(): Promise<unknown>;
  /** Which patches the database has as applied. */
  applied(): Promise<readonly string[]>;
}

/** An install with three files and without containers, which trusts a vendor's key. */
export async function patchInstall(): Promise<PatchInstall> {
  const install = await testInstall();
  const home = join(install.directory, "home");
  const key = newSecretKey();
  await install.withSql((sql) => addKey(sql, key.publicKey, { label: "the vendor" }));
  firstFiles(home);
  return {
    ...install,
    quad: (line, options) =>
      install.quad(withoutBackup(line), { ...options, env: { QUAD_HOME: home, ...options?.env } }),
    ...{ home, key },
    put: (path, text) => put(home, path, text),
    patch: (of) => signedPatch(of, install.directory, key),
    tree: () => treeOf(home),
    database: () => install.withSql(contentOf),
    applied: () =>
      install.withSql(async (sql) => {
        const rows = await sql<
          { name: string }[]
        >`select name from QUAD_patches where rolled_back_at is null order by applied_at`;
        return rows.map(({ name }) => name);
      }),
  };
}

/** The files of an install, before `everyKind`. */
export function firstFiles(home: string): void {
  put(home, "app/server.js", "server 1");
  put(home, "app/old.js", "old");
  put(home, "config/app.yaml", "level: info");
}

function put(home: string, path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

/** Builds a patch in a directory, and signs it; gives the archive's path. */
export async function signedPatch(
  { name, sequence = 1, files = {}, migrations = {}, yaml = {} }: TestPatch,
  directory: string,
  key: SecretKey,
): Promise<string> {
  const source = join(directory, "sources", name);
  for (const [below, all] of Object.entries({ files, migrations }))
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(source, below, path)), { recursive: true });
      writeFileSync(join(source, below, path), text);
    }
  const keys = { name, version: "1.0", channel: "beta", sequence, created: "2026-01-20T00:00:00Z", ...yaml };
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "patch.yaml"), JSON.stringify(keys));
  const { archive } = await buildArchive(await readSource(source), directory);
  await signArchive(archive, key);
  return archive;
}

/** Signs the archive of a patch with a number that is not its own. */
export async function signWithNumber(archive: string, patch: string, sequence: number, key: SecretKey): Promise<void> {
  const comments = { trustedComment: formatPatchComment({ patch, sequence }), untrustedComment: "another number" };
  writeFileSync(`${archive}.minisig`, await signFile(archive, key, comments));
}

/** The tests' Postgres comes without a pg_dump. */
const withoutBackup = (line: string | readonly string[]): string | readonly string[] => {
  if (typeof line === "string") return line.startsWith("patch apply ") ? `${line} --no-backup` : line;
  return line[0] === "patch" && line[1] === "apply" ? [...line, "--no-backup"] : line;
};

/** The tables of a database and what is in them, but the trail and the patches' own. */
export async function contentOf(sql: Sql): Promise<Record<string, unknown>> {
  const tables = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^quad_(audit|patches$)' order by 1`;
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await sql.unsafe(
      `select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]') as rows from ${name} t`,
    );
    found[name] = row?.rows;
  }
  return found;
}

/** The files below a directory, without what quad works with. */
export function treeOf(home: string, below = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(home, below)).sort()) {
    const path = join(below, name);
    if (path.startsWith(".quad/") && !path.startsWith(".quad/patches")) continue;
    const stat = lstatSync(join(home, path));
    if (stat.isDirectory()) {
      const inside = treeOf(home, path);
      // quad makes its own when it first needs it.
      if (!path.startsWith(".quad") || Object.keys(inside).length > 0)
        found[`${path}/`] = (stat.mode & 0o7777).toString(8);
      Object.assign(found, inside);
    } else if (stat.isSymbolicLink()) found[path] = `link to ${readlinkSync(join(home, path))}`;
    else found[path] = `${(stat.mode & 0o777).toString(8)} ${readFileSync(join(home, path), "utf8")}`;
  }
  return found;
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A patch with a change of each kind: it adds two files, replaces one and deletes one. */
export const everyKind: TestPatch = {
  name: "every-kind-1.0",
  files: { "app/server.js": "server 2", "integrations/new/index.js": "new", "app/more.js": "more" },
  yaml: {
    files: {
      "app/server.js": { action: "replace", replaces: [sha256("server 1")] },
      "app/old.js": { action: "delete", replaces: [sha256("old")] },
    },
  },
};

/** The same, and it migrates the database. */
export const everyKindMigrating: TestPatch = {
  ...everyKind,
  migrations: {
    "1.sql": "create table postman_collections (name text);",
    "1-down.sql": "drop table postman_collections;",
    "2.sql": "insert into postman_collections select 'collection ' || n from generate_series(1, 100) n;",
    "2-down.sql": "delete from postman_collections;",
  },
  yaml: {
    ...everyKind.yaml,
    migrations: [
      { name: "tables", up: "1.sql", down: "1-down.sql", reversible: true },
      { name: "rows", up: "2.sql", down: "2-down.sql", reversible: true },
    ],
  },
};
