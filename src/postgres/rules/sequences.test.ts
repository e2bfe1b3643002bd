import fc from "fast-check";
import { expect, test } from "vitest";
import { drift, sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";
import { sqlState } from "../failures.ts";
import type { Sql } from "../sql.ts";

const name = fc.constantFrom("a", "a-b", "a0", "b", "b-a", "c");
const email = fc.constantFrom(...[1, 2, 3, 4, 5, 6, 7].map((n) => `dev${n}@x.com`));
const role = fc.constantFrom("QUAD_ADMIN", "DOMAIN_ADMIN", "DEVELOPER", "QA");
const status = fc.constantFrom("active", "pending");
const percent = fc.constantFrom(0, 10, 33.33, 50, 60, 100);
/** The nth of the rows there are, so that it mostly hits one. */
const nth = fc.nat(30);

type Step = (sql: Sql) => PromiseLike<unknown>;
const domain = (n: number) =>
  `(select id from QUAD_domains order by path offset ${n} % greatest((select count(*) from QUAD_domains), 1) limit 1)`;
const member = (n: number) =>
  `(select id from QUAD_domain_members order by domain_id, email, role offset ${n} % greatest((select count(*) from QUAD_domain_members), 1) limit 1)`;
const company = (n: number) => `(select id from QUAD_companies order by name offset ${n % 2} limit 1)`;

/** One statement that somebody may run; most change something, some are refused. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(nth, name).map(
    ([n, slug]): Step =>
      (sql) =>
        sql.unsafe(`insert into QUAD_domains (name, parent_domain_id) values ('${slug}', ${domain(n)})`),
  ),
  fc.tuple(nth, name).map(
    ([n, slug]): Step =>
      (sql) =>
        sql.unsafe(`insert into QUAD_domains (name, company_id) values ('root-${slug}', ${company(n)})`),
  ),
  fc.tuple(nth, name).map(
    ([n, slug]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_domains set name = '${slug}' where id = ${domain(n)}`),
  ),
  fc.tuple(nth, nth).map(
    ([n, to]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_domains set parent_domain_id = ${domain(to)} where id = ${domain(n)}`),
  ),
  fc.tuple(nth, nth, nth, nth).map(
    ([n, to, m, into]): Step =>
      (sql) =>
        sql.unsafe(`
      update QUAD_domains set name = name || '0', parent_domain_id = case id when ${domain(n)} then ${domain(to)} else ${domain(into)} end
      where id in (${domain(n)}, ${domain(m)}) and depth > 0`),
  ),
  nth.map(
    (n): Step =>
      (sql) =>
        sql.unsafe(`delete from QUAD_domains where id = ${domain(n)}`),
  ),
  fc.array(fc.tuple(nth, email, role, status, percent), { minLength: 1, maxLength: 4 }).map(
    (rows): Step =>
      (sql) =>
        sql.unsafe(`
      insert into QUAD_domain_members (domain_id, email, role, status, allocation_percentage)
      values ${rows.map(([n, who, as, state, at]) => `(${domain(n)}, '${who}', '${as}', '${state}', ${at})`)}`),
  ),
  fc.tuple(nth, email, percent).map(
    ([n, who, at]): Step =>
      (sql) =>
        sql.unsafe(`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage) values (${domain(n)}, '${who}', 'QA', ${at})
      on conflict (domain_id, email, role) do update set allocation_percentage = excluded.allocation_percentage`),
  ),
  fc.tuple(nth, percent).map(
    ([n, at]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_domain_members set allocation_percentage = ${at} where id = ${member(n)}`),
  ),
  percent.map(
    (at): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_domain_members set allocation_percentage = ${at} / 4`),
  ),
  fc.tuple(nth, email, role).map(
    ([n, who, as]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_domain_members set email = '${who}', role = '${as}' where id = ${member(n)}`),
  ),
  fc.tuple(nth, nth).map(
    ([n, to]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_domain_members set domain_id = ${domain(to)} where id = ${member(n)}`),
  ),
  email.map(
    (who): Step =>
      (sql) =>
        sql.unsafe(`delete from QUAD_domain_members where email = '${who}'`),
  ),
  fc.tuple(nth, email).map(
    ([n, who]): Step =>
      (sql) =>
        sql.unsafe(`insert into QUAD_users (company_id, email) values (${company(n)}, '${who}')`),
  ),
  fc.tuple(email, email).map(
    ([who, to]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_users set email = '${to}' where email = '${who}'`),
  ),
  email.map(
    (who): Step =>
      (sql) =>
        sql.unsafe(`delete from QUAD_users where email = '${who}'`),
  ),
  fc.tuple(nth, fc.constantFrom("free", "pro")).map(
    ([n, plan]): Step =>
      (sql) =>
        sql.unsafe(`update QUAD_companies set plan = '${plan}' where id = ${company(n)}`),
  ),
  nth.map(
    (n): Step =>
      (sql) =>
        sql.unsafe(`delete from QUAD_companies where id = ${company(n)}`),
  ),
);

test("whatever statements run in whatever order, ledgers, paths and links are what a recomputation gives", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        await sql`truncate QUAD_companies cascade`;
        for (const one of ["acme", "beta"]) {
          const { domain: add } = await sqlCompany(sql, one, "free");
          for (const path of ["a", "a/b", "a/b/c", "a-b"]) await add(path);
        }
        for (const run of steps) {
          try {
            await run(sql);
          } catch (error) {
            // A refusal: of ours, of a constraint, or for want of a row to point at. Nothing else.
            expect(sqlState(error)).toMatch(/^(QU00[45]|23505|23503|23502|23514)$/);
          }
        }
        expect(await drift(sql)).toEqual([]);
        expect(await sql`select from QUAD_people where allocated > 100`).toHaveLength(0);
        expect(
          await sql`
            select d.path from QUAD_domains d
            where d.depth = 0 and exists (select from QUAD_domain_members m where m.domain_id = d.id)
              and not exists (select from QUAD_domain_members m
                              where m.domain_id = d.id and m.role in ('QUAD_ADMIN', 'DOMAIN_ADMIN') and m.status = 'active')`,
        ).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
