import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BackupInstall } from "../../backups/server.testing.ts";
import { withMaintenance } from "../../postgres/databases.ts";
import { serverOwner } from "../../postgres/runtime.ts";
import { contentOf, signedPatch, type TestPatch, treeOf } from "../install.testing.ts";
import { readJournal } from "../journal/journal.ts";
import { runPlaces, runsOf } from "../runs/places.ts";
import { newSecretKey } from "../signature/keygen.ts";
import { addKey } from "../trust/keys.ts";

/** An install on a server with a pg_dump, which trusts a vendor. */
export interface DumpedInstall extends BackupInstall {
  /** Builds a patch and signs it with the key that is trusted; gives the archive's path. */
  patch(of: TestPatch): Promise<string>;
  /** Its files, what is in its database but the trail, and what is the database's own. */
  state(): Promise<unknown>;
  /** Which patches the database has as applied. */
  applied(): Promise<readonly string[]>;
  /** The database's number on the server. */
  oid(): Promise<number>;
  /** Databases on the server that runs have made. */
  beside(): Promise<readonly string[]>;
}

export async function dumpedInstall(install: () => Promise<BackupInstall>): Promise<DumpedInstall> {
  const made = await install();
  const { sql, home, target, put } = made;
  const key = newSecretKey();
  await sql((tx) => addKey(tx, key.publicKey, { label: "the vendor" }));
  put("app/old.js", "old");
  const properties = () =>
    sql(async (tx) => {
      const [row] = await tx`
        select datacl::text, datconnlimit, datallowconn, pg_get_userbyid(datdba) as owner, spcname, shobj_description(d.oid, 'pg_database') as comment,
          (select json_agg(json_build_array(setrole::regrole, setconfig) order by setrole) from pg_db_role_setting where setdatabase = d.oid) as settings
        from pg_database d join pg_tablespace s on s.oid = dattablespace where datname = current_database()`;
      return row;
    });
  return {
    ...made,
    patch: (of) => signedPatch(of, join(home, ".."), key),
    state: async () => ({ tree: treeOf(home), database: await sql(contentOf), properties: await properties() }),
    applied: () =>
      sql(async (tx) => {
        const rows = await tx<{ name: string }[]>`select name from QUAD_patches where rolled_back_at is null`;
        return rows.map(({ name }) => name);
      }),
    oid: () =>
      sql(async (tx) => {
        const [row] = await tx<[{ oid: number }]>`select oid::int from pg_database where datname = current_database()`;
        return row.oid;
      }),
    beside: () =>
      withMaintenance(target, async (tx) => {
        const rows = await tx<{ name: string }[]>`
          select datname as name from pg_database where datname ~ '^quad_(before|aside|fresh|kept)_' order by 1`;
        const marks = runIds(home).map((id) => id.replaceAll("-", "").slice(0, 12));
        return rows.map(({ name }) => name).filter((name) => marks.some((mark) => name.endsWith(mark)));
      }),
  };
}

/** The runs of an install, those of before and the one under way. */
function runIds(home: string): readonly string[] {
  const current = readJournal(runPlaces(home).journal)?.[0];
  return [...runsOf(home).map(({ id }) => id), ...(current?.event === "begin" ? [String(current.data.id)] : [])];
}

/** Puts an install's database onto a file system of so many megabytes; gives what makes it another size. */
export async function cramped({ target, sockets }: BackupInstall, size: number): Promise<(size: number) => void> {
  const place = mkdtempSync(join(sockets, "small-"));
  const name = `small_${place.slice(-6).toLowerCase()}`;
  const mount = (...options: readonly string[]) => execFileSync("mount", [...options, place]);
  mount("-t", "tmpfs", "-o", `size=${size}M`, "tmpfs");
  const unmount = () => execFileSync("umount", [place]);
  const data = join(place, "data");
  mkdirSync(data, { mode: 0o700 });
  const owner = await serverOwner();
  if (owner) chownSync(data, owner.uid, owner.gid);
  const own = target.database;
  await withMaintenance(target, async (sql) => {
    await sql.unsafe(`create tablespace ${name} location '${data}'`);
    await sql.unsafe(`alter database ${own} set tablespace ${name}`);
  });
  onTestFinished(async () => {
    await withMaintenance(target, async (sql) => {
      const rows = await sql<{ name: string }[]>`
        select datname as name from pg_database d join pg_tablespace s on s.oid = dattablespace where spcname = ${name}`;
      for (const one of rows)
        await sql.unsafe(
          one.name === own
            ? `alter database ${own} set tablespace pg_default`
            : `drop database "${one.name}" with (force)`,
        );
      await sql.unsafe(`drop tablespace ${name}`);
    });
    unmount();
  });
  return (another) => mount("-o", `remount,size=${another}M`);
}
