import { conflict, QuadError, unreachable } from "../errors.ts";
import { isPooled, withMaintenance } from "./databases.ts";
import { sqlState } from "./failures.ts";
import type { Sql } from "./sql.ts";
import type { ServerTarget } from "./target.ts";

/** A lock on a database, which ends with the session that holds it. */
export interface DatabaseLock {
  /** Throws unreachable where it was lost: another quad may have begun since. */
  mustBeHeld(): Promise<void>;
  /** Takes it again where it was lost. Throws locked (exit 9) where another has it, and unreachable. */
  regain(): Promise<void>;
}

/** Of one quad among all that reach this server; the second key is the database's. */
const lockClass = 1903522148;

/**
 * Runs `work` while no other quad, on whatever host, exchanges or patches that database. The lock is the server's, held in the maintenance
 * database: it ends with its session. Throws locked (exit 9), and a conflict where a pooler stands between.
 */
export async function aloneWithDatabase<T>(target: ServerTarget, work: (lock: DatabaseLock) => Promise<T>): Promise<T> {
  return withMaintenance(target, async (first) => {
    await take(first, target);
    let holder = first;
    /** Sessions that were opened since, each of which stays until it is let go. */
    const later: { readonly ended: Promise<void>; readonly letGo: () => void }[] = [];
    const isHeld = () =>
      holder`select 1`.then(
        () => true,
        () => false,
      );
    const again = () =>
      new Promise<void>((taken, failed) => {
        let letGo = () => {};
        const kept = new Promise<void>((resolve) => {
          letGo = resolve;
        });
        const ended = withMaintenance(
          target,
          async (sql) => {
            await take(sql, target);
            holder = sql;
            taken();
            await kept;
          },
          restarting,
        ).catch(failed);
        later.push({ ended, letGo });
      });
    try {
      return await work({
        async mustBeHeld() {
          if (await isHeld()) return;
          throw unreachable(`The lock on the database ${target.database} was lost: the server ended its session.`, {
            hint: "Another quad may have begun meanwhile. See what the server's log says.",
          });
        },
        async regain() {
          if (!(await isHeld())) await again();
        },
      });
    } finally {
      for (const { letGo } of later) letGo();
      await Promise.all(later.map(({ ended }) => ended));
    }
  });
}

/** The server may just be restarting; in milliseconds. */
const restarting = { patience: 30_000 };

async function take(sql: Sql, target: ServerTarget): Promise<void> {
  if (await isPooled(sql))
    throw conflict("A pooler stands between quad and the server, and a lock does not hold through it.", {
      hint: "Name the server itself: QUAD_DATABASE_URL=postgresql://…:5432/… quad patch …",
    });
  // Of servers since 14: the session has nothing to do meanwhile.
  await sql`select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'`;
  // Of one that was killed a moment ago the server may not have ended the session yet.
  await sql`select set_config('lock_timeout', '3s', false)`;
  await sql`select pg_advisory_lock(${lockClass}, hashtext(${target.database}))`.catch((error: unknown) => {
    if (sqlState(error) !== "55P03") throw error;
    throw new QuadError("locked", `Another quad is at work on the database ${target.database}.`, {
      hint: "It may run on another host. See who: select * from pg_stat_activity where application_name = 'quad'",
    });
  });
}
