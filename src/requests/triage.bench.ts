import { expect, inject, test } from "vitest";
import { builtQuad, pairs, within } from "../testing/bench/pairs.ts";
import { testInstall } from "../testing/install.ts";

test("the queue of 100,000 requests from 20,000 companies : its bare SQL", { timeout: 600_000 }, async () => {
  const { url, withSql, json } = await testInstall();
  await withSql(async (sql) => {
    // Rows as they stand when all has been written: what is measured is reading them.
    await sql`set session_replication_role = replica`;
    await sql`
      insert into QUAD_companies (name, admin_email, plan)
      select 'Company ' || i, 'admin@c' || i || '.com', (array['free', 'pro', 'enterprise'])[1 + i % 3] from generate_series(1, 20000) i`;
    await sql`
      insert into QUAD_integration_requests
        (company_id, tool_name, category, team_size, requested_by_email, created_at, slug, response_due, start_due, beta_due, release_due)
      select c.id, (array['Tool ', 'tool-', 'TOOL', 'tool.'])[1 + n % 4] || (n * 7 + c.i) % 3000, 'Cloud', 1 + n * c.i % 200, c.admin_email,
        now() - (n * c.i % 100000) * interval '1 minute', 'tool-' || row_number() over (), current_date, current_date, current_date, current_date
      from (select *, row_number() over (order by id) as i from QUAD_companies where name like 'Company %') c, generate_series(1, 5) n`;
    await sql`vacuum analyze`;
  });
  const queue = await json("request triage");
  expect(queue).toHaveLength(3000);
  const bare = `select row_number() over (order by level, plan_rank, companies desc, largest desc, votes desc, oldest, tool_key), *
    from quad_triage order by 1`;
  const psql = {
    command: "psql",
    args: ["-h", inject("sockets"), "-U", "quad", "-d", url.slice(url.lastIndexOf("/") + 1), "-qAt", "-c", bare],
  };
  const ours = builtQuad(["request", "triage", "--json"], { QUAD_DATABASE_URL: url });
  const { a, b, ratio } = pairs(ours, psql, 5, 2);
  within("quad request triage, 100,000 requests : psql", ratio, 2, `${a.toFixed(0)} ms : ${b.toFixed(0)} ms`);
});
