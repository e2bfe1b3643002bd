import { chmod, chown, lstat, mkdir, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { conflict } from "../../errors.ts";
import { located } from "../../files/byte-names.ts";
import { syncPath } from "../../files/sync-path.ts";
import {
  closeOff,
  dropFilled,
  endSessions,
  findDatabase,
  openUp,
  renameDatabases,
  withDatabase,
} from "../../postgres/databases.ts";
import type { Sql } from "../../postgres/sql.ts";
import { attribute, transaction } from "../../postgres/transaction.ts";
import { holdMail, holdTriedSince, sayHeld } from "../database/carry-mail.ts";
import { carryTrail, carryVendor, writtenSince } from "../database/carry-over.ts";
import { atDatabases, type DatabasePlaces, type Original, restarting } from "../database/places.ts";
import { trailOf } from "../database/trail.ts";
import type { Fault } from "../journal/fault.ts";
import type { Step } from "../journal/steps.ts";
import type { ChangedRights, Rights } from "./difference.ts";

/** Fills a fresh database from a backup, while the install's own is in use. */
export function filled(places: DatabasePlaces, fill: (name: string) => Promise<void>): Step {
  const drop = () => atDatabases(places, (sql) => dropFilled(sql, places.server, places.fresh), restarting);
  return {
    name: "filled",
    async act() {
      await drop();
      await fill(places.fresh);
      return undefined;
    },
    undo: drop,
  };
}

interface Exchange {
  /** The install's database before; null where there is none. */
  readonly original: Original | null;
  readonly command: string;
  /** Written into the new database, in the transaction in which the trail is brought over. */
  readonly record: (tx: Sql) => Promise<void>;
  readonly fault: Fault;
  /** Says something that does not stop it. */
  readonly warn: (text: string) => void;
}

/**
 * Gives the fresh database the name of the install's own, which is kept under another. The trail goes along. Undoing it gives each its
 * name back.
 */
export function exchanged(places: DatabasePlaces, { original, command, record, fault, warn }: Exchange): Step {
  const { server, own, fresh, kept } = places;
  return {
    name: "exchanged",
    intend: () =>
      atDatabases(places, async (sql) => {
        const filled = await findDatabase(sql, fresh);
        if (!filled) throw conflict(`The database ${fresh} that was filled is gone.`);
        return { fresh: filled.oid };
      }),
    act: () =>
      atDatabases(places, async (sql) => {
        const there = await findDatabase(sql, own);
        if (there?.oid !== original?.oid) throw conflict(`The database ${own} is another one than a moment ago.`);
        if (original) {
          await closeOff(sql, own);
          await renameDatabases(sql, [{ from: own, to: kept, allowsConnections: true }]);
        }
        fault("exchanged.aside");
        await withDatabase(server, fresh, async (to) => {
          attribute(to, { command });
          await to`set default_transaction_read_only = off`;
          const carry = (from: Sql | undefined) =>
            transaction(to, async (tx) => {
              if (from) {
                await carryTrail(await trailOf(from), tx);
                await carryVendor(from, tx);
              }
              await record(tx);
              return holdMail(from, tx);
            });
          sayHeld(await (original ? withDatabase(server, kept, carry) : carry(undefined)), warn);
        });
        fault("exchanged.carried");
        await endSessions(sql, fresh);
        await renameDatabases(sql, [{ from: fresh, to: own, allowsConnections: true }]);
        if (original) await closeOff(sql, kept);
        return undefined;
      }),
    undo: ({ fresh: oid }) =>
      atDatabases(
        places,
        async (sql) => {
          const [before, there] = [original && (await findDatabase(sql, original.oid)), await findDatabase(sql, own)];
          if (original && !before) throw conflict(`The database that had the name ${own} is gone.`);
          // Whoever else has made one under that name has it.
          if (there?.oid === oid) {
            await closeOff(sql, own);
            await renameDatabases(sql, [{ from: own, to: fresh, allowsConnections: true }]);
          }
          fault("exchanged.freed");
          if (before?.name === own) return openUp(sql, own);
          // Weighed while both have other names: broken off, it is weighed again.
          const others = await othersWrote(sql, before?.name);
          fault("exchanged.weighed");
          if (before) await endSessions(sql, before.name);
          if (others > 0) await endSessions(sql, fresh);
          await renameDatabases(sql, [
            ...(before ? [{ from: before.name, to: own, allowsConnections: true }] : []),
            ...(others > 0 ? [{ from: fresh, to: kept, allowsConnections: false }] : []),
          ]);
          if (others > 0)
            warn(
              `Others have written ${others} entries of the trail since; the database that has them is kept as ${kept}.`,
            );
          fault("exchanged.given-back");
        },
        restarting,
      ),
  };

  /** How many entries of the trail others have written into the fresh database. What it has sent is held in the one of before. */
  async function othersWrote(sql: Sql, before: string | undefined): Promise<number> {
    if (before !== undefined) {
      await openUp(sql, before);
      await withDatabase(server, fresh, (from) =>
        withDatabase(server, before, async (to) => {
          await to`set default_transaction_read_only = off`;
          return transaction(to, (tx) => holdTriedSince(command, from, tx));
        }),
      ).then(
        (held) => sayHeld(held, warn),
        () => {},
      );
    }
    return withDatabase(server, fresh, (from) => writtenSince(from, command)).catch(() => 0);
  }
}

/** Makes the directories that a backup has and the install lacks, with their modes and owners. */
export function directoriesMade(home: string, staged: string, directories: readonly string[]): Step {
  return {
    name: "directories",
    async act() {
      for (const directory of directories) {
        const { mode, uid, gid } = await lstat(located(join(staged, directory)));
        await mkdir(located(join(home, directory)), { recursive: true });
        await giveRights(join(home, directory), { mode: mode & 0o7777, uid, gid });
        await syncPath(dirname(join(home, directory)));
      }
      return undefined;
    },
    async undo() {
      for (const directory of [...directories].reverse())
        await rmdir(located(join(home, directory))).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== "ENOENT" && error.code !== "ENOTEMPTY") throw error;
        });
    },
  };
}

/** Gives directories that stay the rights that a backup has of them, when what is in them is there. */
export function rightsGiven(home: string, rights: readonly ChangedRights[]): Step {
  return {
    name: "rights",
    async act() {
      for (const { path, after } of rights) await giveRights(join(home, path), after);
      return undefined;
    },
    async undo() {
      for (const { path, before } of rights) await giveRights(join(home, path), before);
    },
  };
}

/** The owner first: a change of it may take bits of the mode away. */
async function giveRights(path: string, { mode, uid, gid }: Rights): Promise<void> {
  await chown(located(path), uid, gid);
  await chmod(located(path), mode);
  await syncPath(path);
}
