import { expect, test } from "vitest";
import { drift, sqlCompany } from "../testing/company.ts";
import { emptyInstall } from "../testing/install.ts";
import type { Sql } from "./sql.ts";

/** `n` memberships over 1,000 domains by one statement; `order` is that in which the people come. */
const join = (sql: Sql, n: number, role: string, order: "asc" | "desc") =>
  sql.unsafe(`
    insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
    select (array(select id from QUAD_domains where depth > 0 order by name))[1 + n % 1000],
      'dev' || n || '@acme.com', '${role}', 50
    from generate_series(1, ${n}) n order by n ${order}`);

async function bigCompany(sql: Sql) {
  const acme = await sqlCompany(sql);
  await sql`
    insert into QUAD_domains (name, parent_domain_id) select 'team-' || n, ${acme.root} from generate_series(1, 1000) n`;
  return acme;
}

const seconds = async (work: () => PromiseLike<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** Seconds that one statement takes which writes `n` members, one that changes them, and one that deletes them. */
async function statements(n: number): Promise<readonly number[]> {
  const { withSql } = await emptyInstall();
  return withSql(async (sql) => {
    await bigCompany(sql);
    const written = await sql.begin(async (tx) => {
      const took = await seconds(() => join(tx as unknown as Sql, n, "DEVELOPER", "asc"));
      // A lock a row would not fit the table of locks (max_locks_per_transaction × max_connections).
      const [locks] = await tx<[{ n: number }]>`select count(*) as n from pg_locks where pid = pg_backend_pid()`;
      expect(locks.n).toBeLessThan(64);
      return took;
    });
    expect(await drift(sql)).toEqual([]);
    await expect(sql`update QUAD_domain_members set allocation_percentage = 101`).rejects.toMatchObject({
      code: "23514",
    });
    const changed = await seconds(
      () => sql`update QUAD_domain_members set allocation_percentage = 100 where role = 'DEVELOPER'`,
    );
    await sql`update QUAD_domains set name = 'renamed' where depth = 0`;
    const deleted = await seconds(() => sql`delete from QUAD_domain_members where role = 'DEVELOPER'`);
    expect(await drift(sql)).toEqual([]);
    return [written, changed, deleted];
  });
}

test("100,000 members are written, changed and deleted by one statement each, and no row costs more for their number", async () => {
  const few = await statements(10_000);
  const many = await statements(100_000);
  const ratios = many.map((took, i) => took / (few[i] ?? 0));
  // Ten times as many; where each row looked at all others, it were a hundred.
  expect(Math.max(...ratios), `${ratios}`).toBeLessThan(40);
}, 300_000);

test("two such statements about the same people in opposite order at once both end, without a deadlock", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await bigCompany(sql);
    await Promise.all([
      withSql((own) => join(own, 20_000, "DEVELOPER", "asc")),
      withSql((own) => join(own, 20_000, "QA", "desc")),
    ]);
    const [held] = await sql`
      select count(*) as people, min(allocated) as least, max(allocated) as most from QUAD_people where memberships = 2`;
    expect(held).toEqual({ people: 20_000, least: 100, most: 100 });
    expect(await drift(sql)).toEqual([]);
  });
});

test("a session whose plans are from when there were few rows is as fast with many", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    await sql`analyze`;
    for (let n = 0; n < 8; n += 1) {
      await acme.domain(`early-${n}`);
      await sql`insert into QUAD_users (company_id, email) values (${acme.id}, ${`early${n}@acme.com`})`;
      await acme.member(a, `early${n}@acme.com`, { allocation: 10 });
    }
    await sql`update QUAD_domain_members set allocation_percentage = 20 where role = 'DEVELOPER'`;
    const took = await seconds(async () => {
      await sql`
        insert into QUAD_domains (name, parent_domain_id) select 'd-' || n, ${a} from generate_series(1, 20000) n`;
      await sql`
        insert into QUAD_domain_members (domain_id, email, role)
        select ${a}, 'dev' || n || '@acme.com', 'DEVELOPER' from generate_series(1, 20000) n`;
      await sql`update QUAD_domain_members set allocation_percentage = 30 where role = 'DEVELOPER'`;
      await sql`update QUAD_domains set name = 'b' where id = ${a}`;
      await sql`delete from QUAD_domain_members where role = 'DEVELOPER'`;
    });
    expect(took).toBeLessThan(20);
    expect(await drift(sql)).toEqual([]);
  });
});
