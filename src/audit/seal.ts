import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { needsAttention, QuadError } from "../errors.ts";
import { makeDurableDirectory } from "../files/make-directory.ts";
import { syncPath } from "../files/sync-path.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import {
  type Checkpoint,
  isSigned,
  lastOf,
  onFiles,
  openAppender,
  parseLine,
  readEnd,
  readLines,
  signedLine,
} from "./checkpoint-file.ts";
import { type CheckpointFiles, checkpointFiles } from "./checkpoint-places.ts";
import { beginning, chained, entryHash } from "./hash.ts";
import { makeSigningKey, readSigningKey, type SigningKey, writePublicKey } from "./signing-key.ts";

/** What a run has sealed. */
export interface Sealed {
  readonly sealed: number;
  /** How long the chain is now. */
  readonly total: number;
  /** The chain's hash, in hex. */
  readonly head: string;
  readonly checkpoints: string;
  readonly publicKey: string;
  /** Set by the run that made the install's key. */
  readonly keyMade: boolean;
  /** How many entries an earlier run had written into the checkpoints only. */
  readonly recovered: number;
  /** What was set aside: the torn end of the file, or with `anew` the file. */
  readonly setAside: string | null;
}

/** How far the chain goes, and its hash there. */
interface Head {
  readonly position: number;
  readonly chain: string;
}

const page = 10_000;

/**
 * Seals what is not sealed yet: appends it to the chain and to the signed checkpoints outside of the database, which are on
 * the disk before the database commits; what a crash has left between the two is put right. With `anew` the chain begins
 * again, with the entries as they are, and the checkpoints so far are set aside; with `recent` only the newest ids are looked
 * at. Throws not allowed to whoever is not the owner, locked (exit 9) while another seals, needs attention where database and
 * checkpoints disagree. When the transaction is run again, what it had written to the files is found there like a crash's.
 */
export async function sealTrail(sql: Sql, directory: string, { anew = false, recent = false } = {}): Promise<Sealed> {
  return transaction(sql, async (tx) => {
    await requireOwner(tx, "seals");
    const [lock] = await tx<[{ taken: boolean; install: string }]>`
      select pg_try_advisory_xact_lock(1903522148, 5) as taken, (select install_id from QUAD_install) as install`;
    if (!lock.taken) {
      throw new QuadError("locked", "The trail is being sealed or verified by another run.", {
        hint: "Run it again later.",
      });
    }
    const files = checkpointFiles(directory, lock.install);
    const aside = anew ? await beginAnew(tx, files) : null;
    return onFiles(() => sealOnto(tx, lock.install, files, { aside, recent }));
  });
}

/**
 * Refuses, with a sentence, whoever is not the install's owner. Until the transaction ends, Postgres' own functions are used
 * and none that somebody has put in their place by a search_path.
 */
export async function requireOwner(tx: Sql, does: string): Promise<void> {
  await tx`select pg_catalog.set_config('search_path', pg_catalog.quote_ident(current_schema()), true)`;
  const [session] = await tx<[{ owner: boolean }]>`select quad_session_is_owner() and not quad_is_person() as owner`;
  if (session.owner) return;
  throw new QuadError("notAllowed", `Only the owner of this install ${does} its trail.`, {
    hint: "Ask whoever runs this install.",
  });
}

async function sealOnto(
  tx: Sql,
  install: string,
  files: CheckpointFiles,
  { aside, recent }: { readonly aside: string | null; readonly recent: boolean },
): Promise<Sealed> {
  const end = await readEnd(files.checkpoints);
  const key = end.last === undefined && !existsSync(files.privateKey) ? undefined : await readSigningKey(files);
  const last = end.last === undefined ? undefined : checkedLast(end.last, install, files, key as SigningKey);
  let head = await headOf(tx);
  const recovered = await recover(tx, files, head, last);
  if (recovered > 0) head = await headOf(tx);
  if (head.position !== (last ? lastOf(last) : 0) || (last && head.chain !== last.head))
    throw disagree(files, head, last);

  let rows = await unsealed(tx, recent ? await beforeRecent(tx) : 0);
  const at = { position: head.position, keyMade: false, setAside: aside };
  if (rows.length > 0 || end.torn.length > 0) {
    await makeDurableDirectory(dirname(files.checkpoints), 0o700);
    if (end.torn.length > 0) {
      at.setAside = `${files.checkpoints}.torn`;
      await writeFile(at.setAside, end.torn, { mode: 0o600 });
    }
    at.keyMade = key === undefined;
    const signing = key ?? (await makeSigningKey(files));
    if (!existsSync(files.publicKey)) await writePublicKey(files, signing);
    const file = await openAppender(files.checkpoints, end.size);
    try {
      for (; rows.length > 0; rows = rows.length < page ? [] : await unsealed(tx, rows.at(-1)?.[0] ?? 0)) {
        const { line, seals, chain } = checkpointOf(install, head, rows, signing);
        await file.append(line);
        await insertSeals(tx, seals);
        head = { position: head.position + rows.length, chain };
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await syncPath(dirname(files.checkpoints));
  }
  return {
    sealed: head.position - at.position,
    total: head.position,
    head: head.chain,
    checkpoints: files.checkpoints,
    publicKey: files.publicKey,
    keyMade: at.keyMade,
    recovered,
    setAside: at.setAside,
  };
}

function checkedLast(line: string, install: string, { checkpoints }: CheckpointFiles, key: SigningKey): Checkpoint {
  const last = isSigned(line, key.publicKey) ? parseLine(line) : undefined;
  if (last?.install === install) return last;
  throw needsAttention(`The last line of ${checkpoints} was not signed by this install's key.`, {
    hint: "See what else is wrong: quad audit verify",
  });
}

async function headOf(tx: Sql): Promise<Head> {
  const [head] = await tx<{ position: number; chain: string }[]>`
    select position, encode(chain_hash, 'hex') as chain from QUAD_audit_seals order by position desc limit 1`;
  return head ?? { position: 0, chain: beginning };
}

/** The next entries that no seal is for, by id, each with its hash. */
async function unsealed(tx: Sql, after: number): Promise<readonly (readonly [number, string])[]> {
  const rows = await tx<{ id: number; hash: string }[]>`
    select a.id, ${entryHash(tx)} as hash
    from (
      select a.* from QUAD_audit a
      where a.id > ${after} and not exists (select from QUAD_audit_seals s where s.entry_id = a.id)
      order by a.id limit ${page}) a
    order by a.id`;
  return rows.map(({ id, hash }) => [id, hash]);
}

/** An id below which hardly any entry can still be committed: to look at all of a million takes a second. */
async function beforeRecent(tx: Sql): Promise<number> {
  const [{ id }] = await tx<[{ id: number }]>`select coalesce(max(entry_id), 0) - 100000 as id from QUAD_audit_seals`;
  return id;
}

type Seal = readonly [position: number, id: number, hash: string, chain: string];

function checkpointOf(install: string, head: Head, entries: Checkpoint["entries"], key: SigningKey) {
  const seals = sealsOf(head, entries);
  const chain = seals.at(-1)?.[3] ?? head.chain;
  const line = signedLine(
    {
      install,
      from: head.position + 1,
      count: entries.length,
      at: new Date().toISOString(),
      previous: head.chain,
      head: chain,
      entries,
    },
    key,
  );
  return { line, seals, chain };
}

/** The seals of entries that follow a head. */
export function sealsOf(head: Head, entries: Checkpoint["entries"]): readonly Seal[] {
  let { position, chain } = head;
  return entries.map(([id, hash]) => {
    position += 1;
    chain = chained(chain, hash);
    return [position, id, hash, chain] as const;
  });
}

const insertSeals = (tx: Sql, seals: readonly Seal[]) => tx`
  insert into QUAD_audit_seals (position, entry_id, entry_hash, chain_hash)
  select (e ->> 0)::bigint, (e ->> 1)::bigint, decode(e ->> 2, 'hex'), decode(e ->> 3, 'hex')
  from json_array_elements(${JSON.stringify(seals)}::text::json) e`;

/**
 * Puts what the checkpoints hold and the database does not into the database, where every entry of it is still as it was
 * sealed: a run has ended between the two. Returns how many. Throws needs attention where one is not.
 */
async function recover(tx: Sql, files: CheckpointFiles, head: Head, last: Checkpoint | undefined): Promise<number> {
  let at = head;
  if (last === undefined || lastOf(last) <= head.position) return 0;
  for await (const { text, torn } of readLines(files.checkpoints)) {
    const line = torn ? undefined : parseLine(text);
    if (line === undefined || lastOf(line) <= at.position) continue;
    const seals = sealsOf(at, line.entries.slice(at.position + 1 - line.from));
    const [found] = await tx<[{ intact: number }]>`
      select count(*) as intact
      from json_array_elements(${JSON.stringify(seals)}::text::json) e join QUAD_audit a on a.id = (e ->> 1)::bigint
      where ${entryHash(tx)} = e ->> 2 and not exists (select from QUAD_audit_seals s where s.entry_id = a.id)`;
    if (line.from > at.position + 1 || found.intact < seals.length || seals.at(-1)?.[3] !== line.head) {
      throw disagree(files, head, last);
    }
    await insertSeals(tx, seals);
    at = { position: lastOf(line), chain: line.head };
  }
  return at.position - head.position;
}

function disagree({ checkpoints }: CheckpointFiles, head: Head, last: Checkpoint | undefined): QuadError {
  const inFile = last ? lastOf(last) : 0;
  const [there, here] = [head.position, inFile].map((n) => n.toLocaleString("en"));
  const why =
    head.position === inFile
      ? `The chain of ${there} entries in the database is not the one in ${checkpoints}.`
      : head.position > inFile
        ? `The database has ${there} sealed entries, and ${checkpoints} ${here}: it is not the file that they were sealed with.`
        : `The database has ${there} sealed entries, and ${checkpoints} ${here}: it was put back to an earlier state, or entries were changed.`;
  return needsAttention(why, {
    hint: [
      "See what is wrong: quad audit verify",
      "Where you know why, begin a new chain with what there is: quad audit seal --anew",
    ],
  });
}

/** Takes the chain away, and sets its checkpoints aside, beside the new ones. */
async function beginAnew(tx: Sql, { checkpoints, privateKey, publicKey }: CheckpointFiles): Promise<string | null> {
  await tx`delete from QUAD_audit_seals`;
  const when = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return onFiles(async () => {
    if (!existsSync(privateKey) && existsSync(publicKey)) await rename(publicKey, unused(`${publicKey}.${when}`));
    if (!existsSync(checkpoints)) return null;
    const aside = unused(`${checkpoints}.${when}`);
    await rename(checkpoints, aside);
    return aside;
  });
}

/** This name, or the first with a number behind it that no file has: what was set aside before stays. */
function unused(file: string): string {
  for (let number = 2, name = file; ; number += 1) {
    if (!existsSync(name)) return name;
    name = `${file}-${number}`;
  }
}
