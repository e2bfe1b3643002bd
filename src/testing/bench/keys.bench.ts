import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import type { Sql } from "../../postgres/sql.ts";
import { testInstall } from "../install.ts";
import { builtQuad, pairs, within } from "./pairs.ts";

const tools = 10;
const people = 10_000;
const sampled = 500;

/** 1,000 domains three deep, a person in ten of each, keys at the root, in a third of the domains, and of every tenth person. */
async function furnish(sql: Sql): Promise<void> {
  const below = (depth: number, name: string, n: number) => sql`
    insert into QUAD_domains (name, parent_domain_id)
    select ${name} || i, d.id from QUAD_domains d, generate_series(1, ${n}::int) i where d.depth = ${depth}`;
  await below(0, "d", 9);
  await below(1, "s", 10);
  await below(2, "t", 10);
  await sql`
    insert into QUAD_domain_members (domain_id, email, role)
    select id, 'dev' || row_number() over () || '@massmutual.com', 'DEVELOPER'
    from (select id from QUAD_domains where depth = 3 order by path) d, generate_series(1, 12) limit ${people - 1}`;
  await sql`
    insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
    select d.id, 'tool' || t, 'Tools/' || t || d.path from QUAD_domains d, generate_series(1, ${tools}::int) t
    where d.depth = 0 or hashtext(d.path || t) % 3 = 0`;
  await sql`
    insert into QUAD_users (company_id, email)
    select company_id, email from QUAD_domain_members where hashtext(email) % 10 = 0 on conflict do nothing`;
  await sql`
    insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path)
    select u.id, 'tool' || t, 'Own/' || t from QUAD_users u, generate_series(1, 2) t`;
  await sql`vacuum analyze`;
}

// The statement of `quad key matrix`, bare.
const matrix = `
  select k.email, k.path,
    json_object_agg(k.tool_provider, coalesce(k.source_path, '')) filter (where k.tool_provider is not null)
  from QUAD_companies c, quad_effective_keys(c.id, 'memberships', null, null) k
  group by k.email, k.path order by k.path, k.email`;

test("keys of 10,000 people × 10 tools in 1,000 domains", { timeout: 400_000 }, async () => {
  const { url, withSql, directory, json } = await testInstall();
  await withSql(furnish);
  writeFileSync(join(directory, "matrix.sql"), matrix);
  const psql = {
    command: "psql",
    args: [
      "-h",
      inject("sockets"),
      "-U",
      "quad",
      "-d",
      url.split("/").at(-1) ?? "",
      "-f",
      join(directory, "matrix.sql"),
    ],
  };
  // Node reads extra certificates at each start, before any program: where a machine has some, that is not the matrix's time.
  const env = { QUAD_DATABASE_URL: url, NODE_EXTRA_CA_CERTS: "" };
  const whole = pairs(builtQuad(["key", "matrix"], env), psql, 7, 2);
  within("quad key matrix : psql", whole.ratio, 2, `${whole.a.toFixed(0)} ms : ${whole.b.toFixed(0)} ms`);
  const { tools: columns, rows } = await json("key matrix");
  expect([columns.length, rows.length]).toEqual([tools, people]);

  await withSql(async (sql) => {
    const asked = await sql<{ user_id: string; domain_id: string; tool: string }[]>`
      select u.id as user_id, m.domain_id, 'tool' || t as tool
      from QUAD_domain_members m join QUAD_users u on u.id = m.user_id, generate_series(1, ${tools}::int) t limit ${sampled}`;
    const begin = performance.now();
    for (const { user_id, domain_id, tool } of asked) {
      await sql`select * from resolve_integration_key_for_user(${user_id}, ${domain_id}, ${tool})`;
    }
    const each = (performance.now() - begin) / asked.length;
    const loop = each * people * tools;
    within(
      "quad key matrix × 50 : the function a pair at a time",
      (whole.a * 50) / loop,
      1,
      `${(loop / 1000).toFixed(0)} s`,
    );
  });

  const position = ["--user", rows[6].email, "--domain", rows[6].domain];
  const resolve = builtQuad(["key", "resolve", "tool3", ...position], env);
  const list = pairs(resolve, builtQuad(["domain", "list"], env), 21, 1.1);
  within("quad key resolve : quad domain list", list.ratio, 1.1, `${list.a.toFixed(0)} ms : ${list.b.toFixed(0)} ms`);
  const few = pairs(resolve, builtQuad(["domain", "list", "--under", "massmutual/d1/s1"], env), 21);
  process.stdout.write(`  the same : a list of 11 domains, for information ${few.ratio.toFixed(2)}\n`);
});
