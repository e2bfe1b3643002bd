import { sqlState } from "./failures.ts";
import type { Sql } from "./sql.ts";

const attempts = 8;

/** Connections on which every transaction is rolled back at its end: `--dry-run`. */
const rehearsals = new WeakSet<Sql>();

/** Makes every later transaction of this connection a rehearsal: done, its result returned, and rolled back. */
export const rehearse = (sql: Sql): void => void rehearsals.add(sql);

/** Connections on which a transaction was committed. */
const committed = new WeakSet<Sql>();

/** Whether a `transaction` of this connection was committed. */
export const hasCommitted = (sql: Sql): boolean => committed.has(sql);

/** Connections on which a `transaction` is under way. */
const underWay = new WeakSet<Sql>();

/** In whose name a connection works. */
interface Attribution {
  /** The words of the command, for the trail. */
  readonly command?: string;
  /** The person that the owner's connection acts as: the company's id, a space, the e-mail. */
  readonly actor?: string;
}

const attributions = new WeakMap<Sql, Attribution>();

/** What later transactions of this connection say of themselves (see `migrations/rules/access.sql` and `audit.sql`). */
export const attribute = (sql: Sql, more: Attribution): void =>
  void attributions.set(sql, { ...attributions.get(sql), ...more });

/**
 * Runs `work` in one transaction, and again from the start when Postgres gave it up in favour of another session
 * (deadlock, serialisation). So `work` may do nothing outside the database. A lock that is not free within 30 s is a
 * conflict. Within a transaction it is part of that one.
 */
export async function transaction<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  if (underWay.has(sql)) return work(sql);
  for (let attempt = 1; ; attempt += 1) {
    const rehearsed = new Rehearsed<T>();
    try {
      return await oneAttempt(sql, async (tx) => {
        const result = await work(tx);
        if (!rehearsals.has(sql)) return result;
        rehearsed.result = result;
        throw rehearsed;
      });
    } catch (error) {
      if (error === rehearsed) return rehearsed.result as T;
      const givenUp = sqlState(error) === "40P01" || sqlState(error) === "40001";
      if (!givenUp || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

/** Runs `work` as `transaction` does, and takes back what it did: what would come of it, and what would refuse it. */
export async function rehearsal<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  if (underWay.has(sql)) throw new Error("A rehearsal within a transaction would take all of it back.");
  if (rehearsals.has(sql)) return transaction(sql, work);
  rehearse(sql);
  try {
    return await transaction(sql, work);
  } finally {
    rehearsals.delete(sql);
  }
}

/**
 * Does what is outside of any transaction as the person of `actor` too: in a transaction that is open throughout, because a
 * pooler lends its sessions to others, and makes room for those of `transaction`.
 */
export async function throughout<T>(sql: Sql, actor: string, use: (sql: Sql) => Promise<T>): Promise<T> {
  attribute(sql, { actor });
  await begin(sql);
  try {
    const result = await use(sql);
    await sql`commit`;
    return result;
  } catch (error) {
    await sql`rollback`.catch(() => {});
    throw error;
  }
}

/**
 * Runs `work` between begin and commit, or rollback. postgres.js's own `begin` is not used: on a connection that was lost
 * it writes its rollback to the closed socket, which ends the process.
 */
async function oneAttempt<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  const within = attributions.get(sql)?.actor !== undefined;
  if (within) await sql`commit`;
  await begin(sql);
  underWay.add(sql);
  try {
    const result = await work(sql);
    await sql`commit`;
    committed.add(sql);
    return result;
  } catch (error) {
    await sql`rollback`.catch(() => {});
    throw error;
  } finally {
    underWay.delete(sql);
    if (within) await begin(sql).catch(() => {});
  }
}

/** Has Postgres say that a transaction is committed when it is on the disk, also where it is told not to wait for that; for `select`. */
export const untilFlushed = `set_config('synchronous_commit',
  case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, true)`;

async function begin(sql: Sql): Promise<void> {
  const { command = "", actor } = attributions.get(sql) ?? {};
  await sql`begin`;
  await sql`
    select set_config('lock_timeout', '30s', true), set_config('quad.command', ${command}, true), ${sql.unsafe(untilFlushed)},
      set_config('quad.rehearsal', ${rehearsals.has(sql) ? "on" : ""}, true)
      ${actor === undefined ? sql`` : sql`, set_config('quad.actor', ${actor}, true), set_config('role', 'quad_person', true)`}`;
}

/** Thrown to roll a rehearsal back; carries its result out. */
class Rehearsed<T> extends Error {
  result: T | undefined;
}
