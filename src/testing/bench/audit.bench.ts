import { join } from "node:path";
import { expect, test } from "vitest";
import { sealTrail } from "../../audit/seal.ts";
import { verifyTrail } from "../../audit/verify.ts";
import type { Sql } from "../../postgres/sql.ts";
import { type TestInstall, testInstall } from "../install.ts";
import { within } from "./pairs.ts";

const writers = 20;
const rounds = 8;
const phase = 1000;

/** How many transactions 20 people's sessions commit in a phase, each on their own memberships. */
async function transactions(sessions: readonly Sql[]): Promise<number> {
  const end = performance.now() + phase;
  const counts = await Promise.all(
    sessions.map(async (sql, i) => {
      let n = 0;
      for (; performance.now() < end; n += 1) {
        await sql`begin`;
        await sql`
          update QUAD_domain_members set allocation_percentage = ${n % 50}
          where email = ${`w${i}-${n % 20}@massmutual.com`}`;
        await sql`commit`;
      }
      return n;
    }),
  );
  return counts.reduce((sum, n) => sum + n, 0);
}

/** Lends as many sessions at once. */
async function withSessions<T>(
  install: TestInstall,
  n: number,
  use: (sessions: readonly Sql[]) => Promise<T>,
): Promise<T> {
  const lend = (sessions: readonly Sql[]): Promise<T> =>
    sessions.length === n ? use(sessions) : install.withSql((sql) => lend([...sessions, sql]));
  return lend([]);
}

/**
 * Seals four times a second while `work` is done, several times as often as commands do it by themselves at such a rate; tells
 * how many entries.
 */
async function whileSealing<T>(install: TestInstall, work: () => Promise<T>): Promise<{ done: T; sealed: number }> {
  let working = true;
  let sealed = 0;
  const sealing = install.withSql(async (sql) => {
    while (working) {
      sealed += (await sealTrail(sql, join(install.directory, "audit"), { recent: true })).sealed;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  });
  const done = await work();
  working = false;
  await sealing;
  return { done, sealed };
}

test("what sealing the trail costs 20 writers, and verifying it", { timeout: 400_000 }, async () => {
  const install = await testInstall();
  await install.withSql(async (sql) => {
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select d.id, 'w' || i || '-' || j || '@massmutual.com', 'DEVELOPER'
      from QUAD_domains d, generate_series(0, 19) i, generate_series(0, 19) j where d.depth = 0`;
    await sql`vacuum analyze`;
  });

  const total = { sealing: 0, plain: 0, recorded: 0, unrecorded: 0 };
  let sealed = 0;
  await withSessions(install, writers, async (sessions) => {
    const recording = (on: boolean) =>
      install.withSql((sql) =>
        sql.unsafe(`alter table QUAD_domain_members ${on ? "enable" : "disable"} trigger quad_audit_update`),
      );
    const measured = {
      plain: async () => transactions(sessions),
      sealing: async () => {
        const { done, sealed: now } = await whileSealing(install, () => transactions(sessions));
        sealed += now;
        return done;
      },
    };
    await transactions(sessions);
    // Each of the two comes first as often as the other.
    for (let round = 0; round < rounds; round += 1) {
      for (const which of round % 2 === 0 ? (["plain", "sealing"] as const) : (["sealing", "plain"] as const)) {
        total[which] += await measured[which]();
      }
    }
    for (let round = 0; round < 3; round += 1) {
      await recording(false);
      total.unrecorded += await transactions(sessions);
      await recording(true);
      total.recorded += await transactions(sessions);
    }
  });
  expect(sealed).toBeGreaterThan(total.sealing / 2);
  const rate = (n: number) => `${Math.round((n * 1000) / rounds / phase)} a second`;
  within(
    "20 writers without sealing : while the trail is sealed",
    total.plain / total.sealing,
    1.11,
    `${rate(total.plain)} : ${rate(total.sealing)}`,
  );
  process.stdout.write(
    `  the same without the trail at all : with it, for information ${(total.unrecorded / total.recorded).toFixed(2)}\n`,
  );

  await install.withSql(async (sql) => {
    const [{ n }] = await sql<[{ n: number }]>`select count(*) as n from QUAD_audit`;
    await sql`
      insert into QUAD_audit (company_id, domain_id, table_name, row_id, action, actor, login, transaction_id, before, after)
      select a.company_id, a.domain_id, a.table_name, a.row_id, a.action, a.actor, a.login, a.transaction_id, a.before, a.after
      from (select * from QUAD_audit where before is not null limit 1) a, generate_series(1, ${Math.max(0, 200_000 - n)}::int)`;
    const timed = async <T>(what: string, work: () => Promise<T>) => {
      const begin = performance.now();
      const done = await work();
      process.stdout.write(`  ${what}: ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
      return done;
    };
    await timed("sealing up to 200,000 entries", () => sealTrail(sql, join(install.directory, "audit")));
    const found = await timed("verifying 200,000 entries", () => verifyTrail(sql, join(install.directory, "audit")));
    expect(found).toMatchObject({ intact: true, unsealed: { count: 0 } });
  });
});
