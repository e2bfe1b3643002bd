import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { cancelled, conflict, QuadError } from "../../errors.ts";
import { withConnection } from "../../postgres/connect.ts";
import {
  closeOff,
  dropDatabase,
  endSessions,
  findDatabase,
  renameDatabases,
  withDatabase,
} from "../../postgres/databases.ts";
import { sqlState } from "../../postgres/failures.ts";
import type { Sql } from "../../postgres/sql.ts";
import { attribute, transaction } from "../../postgres/transaction.ts";
import { counted } from "../../terminal/style.ts";
import type { Backups } from "../apply/backups.ts";
import type { Deal } from "../apply/deal.ts";
import type { Fault } from "../journal/fault.ts";
import type { Step } from "../journal/steps.ts";
import type { RunPlaces } from "../runs/places.ts";
import { holdMail, sayHeld } from "./carry-mail.ts";
import { carryTrail, writtenSince } from "./carry-over.ts";
import { atDatabases, type DatabasePlaces, type Original, restarting } from "./places.ts";
import { commandOf, recordRun, recordUndone } from "./record.ts";
import { dumpIn, giveBackFromDump, type Refilling, savedBroughtOver } from "./refill.ts";
import type { Migration } from "./scripts.ts";
import { trailOf } from "./trail.ts";

interface Surroundings {
  readonly deal: Deal;
  readonly original: Original;
  /** The scripts, in their order, and the directory where they were put. */
  readonly scripts: readonly Migration[];
  readonly directory: string;
  readonly backups: Backups;
  /** Where a dump is, if one was taken, and where a trail is saved. */
  readonly run: Pick<RunPlaces, "database" | "trail">;
  readonly fault: Fault;
  readonly signal: AbortSignal | undefined;
  /** Says something that does not stop it. */
  readonly warn: (text: string) => void;
}

/**
 * Runs the migrations of a patch in one transaction with the patch's own row, while the database is aside, and brings it to its name again.
 * Undoing it puts the copy of before in its place, or what a dump of it makes; what the trail has since goes along.
 */
export function migrated(places: DatabasePlaces, around: Surroundings): Step {
  const { fault } = around;
  const { server, own, before, aside, kept } = places;
  return {
    name: "migrated",
    undoes: true,
    // The trail as it is before: nobody else is in it, and an earlier run of this name may have written there. Without an answer all of that
    // name count, as for a run that an older quad has begun.
    intend: async () => ({
      newest: await withDatabase(server, aside, trailOf).then(
        (trail) => trail.newest,
        () => 0,
      ),
    }),
    async act() {
      await runScripts(places, around);
      fault("migrated.committed");
      await atDatabases(places, async (sql) => {
        await closeOff(sql, aside);
        await renameDatabases(sql, [{ from: aside, to: own, allowsConnections: true }]);
      });
      return undefined;
    },
    undo: ({ newest = 0 }, note = () => {}) =>
      atDatabases(
        places,
        async (sql) => {
          const refilling = (await findDatabase(sql, before)) ? undefined : refillingOf(around, Number(newest));
          if (refilling) await giveBackFromDump(sql, places, refilling, note);
          else await giveBack(sql, places, around);
          fault("migrated.exchanged");
          if (!(await findDatabase(sql, aside))) return refilling && savedBroughtOver(places, refilling);
          const left = await broughtOver(places, around, Number(newest));
          fault("migrated.carried");
          // One that was saved by an undo which did not come to need it.
          await rm(around.run.trail, { force: true });
          if (!left) return dropDatabase(sql, aside);
          await closeOff(sql, aside);
          await renameDatabases(sql, [{ from: aside, to: kept, allowsConnections: false }]);
        },
        restarting,
      ),
  };
}

/** How it is given back from a dump; undefined where none was taken. */
function refillingOf({ scripts, directory, run, ...around }: Surroundings, newest: number): Refilling | undefined {
  const dumped = dumpIn(run.database);
  if (dumped === undefined) return undefined;
  const texts = () => Promise.all(scripts.map(({ file }) => readFile(join(directory, file), "utf8")));
  return { ...around, dumped, trail: run.trail, texts, newest };
}

/** Gives the copy the name of the install's database. Whatever the scripts have done, and even committed, goes with the other. */
async function giveBack(sql: Sql, { own, before, aside }: DatabasePlaces, { original }: Surroundings): Promise<void> {
  const there = await findDatabase(sql, original.oid);
  if (await findDatabase(sql, before)) {
    if (there?.name === own) {
      await closeOff(sql, own);
      await renameDatabases(sql, [
        { from: own, to: aside, allowsConnections: true },
        { from: before, to: own, allowsConnections: true },
      ]);
    } else await renameDatabases(sql, [{ from: before, to: own, allowsConnections: true }]);
  } else if (there?.name === own || !(await findDatabase(sql, own)))
    throw conflict(`The copy ${before} of the database ${own} is gone.`, {
      hint: "Restore the backup from before: quad patch backup --list",
    });
  // A session of a run that was killed may still be at its commit.
  await endSessions(sql, aside);
}

/** Brings the trail over. Whether there is something in the other database that somebody may want, and it is to be kept. */
async function broughtOver(
  { server, own, aside, kept }: DatabasePlaces,
  { deal, warn }: Surroundings,
  newest: number,
): Promise<boolean> {
  try {
    const others = await withDatabase(server, aside, (from) =>
      withDatabase(server, own, async (to) => {
        attribute(to, { command: commandOf(deal) });
        await to`set default_transaction_read_only = off`;
        await transaction(to, async (tx) => {
          await carryTrail(await trailOf(from), tx);
          await recordUndone(tx, deal, { always: true });
        });
        sayHeld(await transaction(to, (tx) => holdMail(from, tx)), warn);
        return writtenSince(from, commandOf(deal), newest);
      }),
    );
    if (others > 0)
      warn(`Others have written ${others} entries of the trail since; the database that has them is kept as ${kept}.`);
    return others > 0;
  } catch (error) {
    // Nobody knows what has gone out.
    await withDatabase(server, own, async (to) => {
      await to`set default_transaction_read_only = off`;
      sayHeld(await transaction(to, (tx) => holdMail(undefined, tx)), warn);
    }).catch(() => {});
    warn(
      `The trail since could not be brought over (${(error as Error).message}); the database that has it is kept as ${kept}.`,
    );
    return true;
  }
}

async function runScripts({ server, aside }: DatabasePlaces, around: Surroundings): Promise<void> {
  const { deal, scripts, directory, fault, signal, warn } = around;
  const migrate = async (sql: Sql) => {
    attribute(sql, { command: commandOf(deal) });
    const roles = await rolesOf(sql);
    let makesRoles = false;
    const running = transaction(sql, async (tx) => {
      const [{ id, path }] = await tx<[{ id: string; path: string }]>`
        select pg_current_xact_id()::text as id, current_setting('search_path') as path`;
      for (const script of scripts) {
        const text = await readFile(join(directory, script.file), "utf8");
        makesRoles ||= /\bcreate\s+(role|user|group)\b/i.test(text);
        await runScript(tx, script, text);
        fault("migrated.script");
        const [now] = await tx<[{ id: string | null }]>`select pg_current_xact_id_if_assigned()::text as id`;
        if (now.id !== id)
          throw conflict(`The migration ${script.name} ends the transaction that it is run in.`, {
            hint: "Ask the vendor for another patch: a migration may not commit or roll back by itself.",
          });
        // Scripts of pg_dump's kind leave the session in another place than they found it. This takes a role of `set role` back, too.
        await tx`reset session authorization`;
        await tx`select set_config('search_path', ${path}, true), set_config('quad.command', ${commandOf(deal)}, true)`;
      }
      await recordRun(tx, deal);
    });
    await running.finally(async () => {
      // Others may make some at the same time.
      if (!makesRoles) return;
      // A connection that has broken off says why in its own words.
      const came = (await rolesOf(sql).catch(() => [])).filter((role) => !roles.includes(role));
      if (came.length > 0)
        warn(
          `${counted(came.length, "role")} came with it, which the server has and no undo takes back: ${came.join(", ")}.`,
        );
    });
  };
  try {
    await withConnection({ ...server, database: aside }, migrate, signal);
  } catch (error) {
    throw signal?.aborted ? cancelled("Interrupted.") : error;
  }
}

/** The roles of the server, which no copy of a database has. */
async function rolesOf(sql: Sql): Promise<readonly string[]> {
  const [{ roles }] = await sql<[{ roles: string[] }]>`
    select coalesce(json_agg(quote_ident(rolname) order by rolname), '[]') as roles from pg_roles`;
  return roles;
}

async function runScript(tx: Sql, { name, lockTimeout }: Migration, text: string): Promise<void> {
  await tx`select set_config('lock_timeout', ${`${lockTimeout}s`}, true), set_config('statement_timeout', '0', true)`;
  const answer: unknown = await tx.unsafe(text).catch((error: unknown) => {
    throw inWords(error, name, lockTimeout);
  });
  if (isStream(answer)) {
    answer.destroy();
    throw conflict(`The migration ${name} wants to copy from somebody who is not there.`, {
      hint: "Ask the vendor for another patch: a migration cannot COPY FROM STDIN.",
    });
  }
}

const isStream = (answer: unknown): answer is { destroy(): void } =>
  typeof (answer as { destroy?: unknown } | null)?.destroy === "function";

function inWords(error: unknown, name: string, lockTimeout: number): unknown {
  const state = sqlState(error);
  if (state === undefined || error instanceof QuadError) return error;
  if (state === "40P01" || state === "40001") return error;
  if (state === "55P03")
    return conflict(`The migration ${name} did not get a lock within ${lockTimeout} s.`, { cause: error });
  const { message, line_number: _, ...rest } = error as Error & { line_number?: unknown };
  const { detail, where } = rest as { detail?: string; where?: string };
  return conflict(`The migration ${name} failed: ${message} (${state}).`, {
    detail: [...(detail ? [detail] : []), ...(where ? [where] : [])],
    cause: error,
  });
}
