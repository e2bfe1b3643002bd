import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Backup, openBackup } from "../../backups/manifest.ts";
import { conflict } from "../../errors.ts";
import {
  closeOff,
  dropDatabase,
  endSessions,
  findDatabase,
  renameDatabases,
  withDatabase,
} from "../../postgres/databases.ts";
import { isDiskFull } from "../../postgres/failures.ts";
import type { Sql } from "../../postgres/sql.ts";
import { attribute, transaction } from "../../postgres/transaction.ts";
import type { Backups } from "../apply/backups.ts";
import type { Deal } from "../apply/deal.ts";
import type { Fault } from "../journal/fault.ts";
import type { Data } from "../journal/journal.ts";
import { holdMail } from "./carry-mail.ts";
import { carryTrail, underWay, writtenSince } from "./carry-over.ts";
import { hasCommitted } from "./committed.ts";
import type { DatabasePlaces, Original } from "./places.ts";
import { commandOf, recordUndone } from "./record.ts";
import { savedTrail, saveTrail, trailOf } from "./trail.ts";
import { hasRoom } from "./way.ts";

/** What it takes to give a database back from a dump. */
export interface Refilling {
  readonly deal: Deal;
  readonly original: Original;
  readonly backups: Pick<Backups, "prove" | "refill" | "room">;
  /** Where the dump is. */
  readonly dumped: string;
  /** Where the trail of a database is saved that goes before it. */
  readonly trail: string;
  /** The highest number of an entry of the trail before anything was run. */
  readonly newest: number;
  /** The texts of the scripts that may have been run. */
  readonly texts: () => Promise<readonly string[]>;
  readonly fault: Fault;
  readonly warn: (text: string) => void;
}

/** Where the dump of a run is; undefined where none was taken, whole. */
export function dumpIn(directory: string): string | undefined {
  const path = join(directory, "dump");
  return existsSync(path) ? path : undefined;
}

/**
 * Gives the install's database back as it was when it was dumped: the same one where nothing was committed in it, otherwise one that is
 * filled from the dump. Where there is no room for both, the migrated one goes first, when the dump is proved, its trail is saved, and that
 * is noted. May be broken off anywhere, and done again. Throws a conflict where others have written since, and there is no room to keep that.
 */
export async function giveBackFromDump(
  sql: Sql,
  places: DatabasePlaces,
  around: Refilling,
  note: (data: Data) => void,
): Promise<void> {
  const { server, own, aside, fresh } = places;
  const { deal, original, fault } = around;
  const [there, named] = [await findDatabase(sql, original.oid), await findDatabase(sql, own)];
  if (named && named.oid !== original.oid) return;
  const backup = await openBackup(around.dumped);
  if (there?.name === own) {
    // It is closed where an undo before this one has judged that already.
    if (there.open && !(await withDatabase(server, own, (db) => hasCommitted(db, deal, around.texts)))) {
      await record(places, deal);
      return;
    }
    await closeOff(sql, own);
    await renameDatabases(sql, [{ from: own, to: aside, allowsConnections: true }]);
    fault("migrated.aside");
  }
  if (there) {
    // A session of a run that was killed may still be at its commit.
    await endSessions(sql, aside);
    if (!(await withDatabase(server, aside, (db) => hasCommitted(db, deal, around.texts)))) {
      await withDatabase(server, aside, (db) => setSequencesBack(db, backup));
      fault("migrated.as-it-was");
      await endSessions(sql, aside);
      await renameDatabases(sql, [{ from: aside, to: own, allowsConnections: true }]);
      fault("migrated.renamed-back");
      await record(places, deal);
      return;
    }
  }
  await refilled(sql, places, backup, around, note);
  fault("migrated.filled");
  await endSessions(sql, fresh);
  await renameDatabases(sql, [{ from: fresh, to: own, allowsConnections: true }]);
}

async function refilled(
  sql: Sql,
  places: DatabasePlaces,
  backup: Backup,
  around: Refilling,
  note: (data: Data) => void,
): Promise<void> {
  const { aside, fresh } = places;
  const { backups, dumped, original, fault } = around;
  const fill = async () => {
    await dropDatabase(sql, fresh);
    fault("migrated.fill");
    await backups.refill(dumped, fresh, original.tablespace);
  };
  if (!(await findDatabase(sql, aside))) return fill();
  const free = await backups.room(original.tablespace);
  if (free === undefined || hasRoom(backup.manifest.database.bytes, free))
    try {
      return await fill();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  await madeRoom(sql, places, backup, around, note);
  await fill();
}

/** Drops the migrated database, when nothing of it is lost. */
async function madeRoom(
  sql: Sql,
  { server, own, aside, fresh }: DatabasePlaces,
  { manifest }: Backup,
  { deal, backups, dumped, trail, newest, fault, warn }: Refilling,
  note: (data: Data) => void,
): Promise<void> {
  const others = await withDatabase(server, aside, (from) => writtenSince(from, commandOf(deal), newest));
  if (others > 0)
    throw conflict(
      `Others have written ${others} entries of the trail since, and the server has no room to keep them.`,
      {
        detail: `They are in the database ${aside}, beside which ${own} is to be filled anew.`,
        hint: "Make room on the server's disk, then run: quad patch rollback",
      },
    );
  await backups.prove(dumped);
  await withDatabase(server, aside, async (from) => saveTrail(trail, await trailOf(from), await numbered(from)));
  fault("migrated.trail-saved");
  note({
    drops: aside,
    for: dumped,
    sha256s: Object.fromEntries(manifest.members.map((one) => [one.name, one.sha256])),
  });
  warn(`The server has no room for two databases: ${aside} is dropped before ${own} is filled from its dump.`);
  fault("migrated.dropping");
  // What is left of one that found no room keeps the server from writing what it has in memory.
  await dropDatabase(sql, fresh);
  await dropDatabase(sql, aside);
  fault("migrated.dropped");

  /** The number that entries of the trail had come to when the dump was taken; those under way then may be some before it. */
  async function numbered(from: Sql): Promise<number> {
    const [{ name }] = await from<[{ name: string | null }]>`
      select case when to_regclass('QUAD_audit') is not null then pg_get_serial_sequence('quad_audit', 'id') end as name`;
    const at = manifest.database.sequences.find((sequence) => sequence.name === name)?.before;
    return Number(at ?? 0) - underWay;
  }
}

/** Brings over what was saved of a trail whose database is gone. */
export async function savedBroughtOver(
  { server, own }: DatabasePlaces,
  { deal, trail, fault }: Refilling,
): Promise<void> {
  const saved = await savedTrail(trail);
  if (!saved) return;
  await withDatabase(server, own, async (to) => {
    attribute(to, { command: commandOf(deal) });
    await to`set default_transaction_read_only = off`;
    await transaction(to, async (tx) => {
      await carryTrail(saved, tx);
      await recordUndone(tx, deal, { always: true });
      // Nobody can be asked what has gone out.
      await holdMail(undefined, tx);
    });
  });
  fault("migrated.carried");
  await rm(trail);
}

/** Writes down that it was tried. */
const record = ({ server, own }: DatabasePlaces, deal: Deal): Promise<void> =>
  withDatabase(server, own, async (to) => {
    attribute(to, { command: commandOf(deal) });
    await to`set default_transaction_read_only = off`;
    await transaction(to, (tx) => recordUndone(tx, deal, { always: true }));
  });

/** Numbers that were drawn are drawn whatever becomes of a transaction; those of before are as good where nothing else is left of it. */
async function setSequencesBack(sql: Sql, { manifest }: Backup): Promise<void> {
  const wanted = JSON.stringify(manifest.database.sequences.map(({ name, after }) => ({ name, value: after })));
  await sql`set default_transaction_read_only = off`;
  await sql`
    select setval(w.name::regclass, coalesce(w.value::bigint, s.start_value), w.value is not null)
    from json_to_recordset(${wanted}::text::json) w(name text, value text)
    join pg_sequences s on format('%I.%I', s.schemaname, s.sequencename) = w.name
    where s.last_value::text is distinct from w.value`;
}
