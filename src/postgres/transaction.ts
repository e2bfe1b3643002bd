import { sqlState } from "./failures.ts";
import type { Sql } from "./sql.ts";

const attempts = 8;

/** Connections on which every transaction is rolled back at its end: `--dry-run`. */
const rehearsals = new WeakSet<Sql>();

/** Makes every later transaction of this connection a rehearsal: done, its result returned, and rolled back. */
export const rehearse = (sql: Sql): void => void rehearsals.add(sql);

/**
 * Runs `work` in one transaction, and again from the start when Postgres gave it up in favour of another session
 * (deadlock, serialisation). So `work` may do nothing outside the database. A lock that is not free within 30 s is a
 * conflict.
 */
export async function transaction<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const rehearsed = new Rehearsed<T>();
    try {
      return await oneAttempt(sql, async (tx) => {
        await tx`set local lock_timeout = '30s'`;
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

/**
 * Runs `work` between begin and commit, or rollback. postgres.js's own `begin` is not used: on a connection that was lost
 * it writes its rollback to the closed socket, which ends the process.
 */
async function oneAttempt<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  await sql`begin`;
  try {
    const result = await work(sql);
    await sql`commit`;
    return result;
  } catch (error) {
    await sql`rollback`.catch(() => {});
    throw error;
  }
}

/** Thrown to roll a rehearsal back; carries its result out. */
class Rehearsed<T> extends Error {
  result: T | undefined;
}
