import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { testInstall } from "../install.ts";
import { builtQuad, pairs, within } from "./pairs.ts";

// The statement of `quad domain list --under /massmutual/d1`, bare.
const chosen = "(d.path = '/massmutual/d1' or d.path > '/massmutual/d1/' and d.path < '/massmutual/d10')";
const listing = `
  select d.id, d.path, d.name, d.display_name, d.domain_type, d.depth,
    coalesce(m.people, 0), coalesce(m.allocated, 0), d.archived_at
  from QUAD_domains d
  left join (
    select m.domain_id, count(distinct m.email) as people, sum(m.allocation_percentage) as allocated
    from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
    where ${chosen}
    group by m.domain_id
  ) m on m.domain_id = d.id
  where ${chosen} and d.archived_at is null
  order by translate(d.path, '/', ' ')`;

test("a tree of 100,000 domains", { timeout: 240_000 }, async () => {
  const { url, withSql, directory } = await testInstall();
  await withSql(async (sql) => {
    const below = (depth: number, name: string, n: number) => sql`
      insert into QUAD_domains (name, parent_domain_id)
      select ${name} || i, d.id from QUAD_domains d, generate_series(1, ${n}::int) i where d.depth = ${depth}`;
    await below(0, "d", 10);
    await below(1, "s", 100);
    await below(2, "t", 99);
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      select id, 'dev' || row_number() over () || '@massmutual.com', 'DEVELOPER', 50 from QUAD_domains where depth = 3`;
    await sql`vacuum analyze`;
  });

  writeFileSync(join(directory, "list.sql"), listing);
  const psql = {
    command: "psql",
    args: ["-h", inject("sockets"), "-U", "quad", "-d", url.split("/").at(-1) ?? "", "-f", join(directory, "list.sql")],
  };
  // Node reads extra certificates at each start, before any program: where a machine has some, that is not the list's time.
  const env = { QUAD_DATABASE_URL: url, NODE_EXTRA_CA_CERTS: "" };
  const list = pairs(builtQuad(["domain", "list", "--under", "d1"], env), psql, 15, 1.5);
  within(
    "quad domain list --under (10,001 of 100,011) : psql",
    list.ratio,
    1.5,
    `${list.a.toFixed(0)} ms : ${list.b.toFixed(0)} ms`,
  );

  const moved = await withSql(async (sql) => {
    const begin = performance.now();
    await sql`
      update QUAD_domains set parent_domain_id = (select id from QUAD_domains where path = '/massmutual/d2')
      where path = '/massmutual/d1'`;
    const took = performance.now() - begin;
    const [{ n }] = await sql<
      [{ n: number }]
    >`select count(*) as n from QUAD_domains where path like '/massmutual/d2/d1/%'`;
    expect(n).toBe(10_000);
    return took;
  });
  within("moving that subtree, one UPDATE, in seconds", moved / 1000, 2);
});
