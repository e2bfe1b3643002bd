import type { Sql } from "../postgres/sql.ts";
import { type TestInstall, testInstall } from "../testing/install.ts";

/** An install with people at work in it. */
export interface WorkInstall extends TestInstall {
  /** Puts so many tickets (with so many points each) and branches on somebody's desk, by the name of the domain. */
  work(domain: string, who: string, on: { tickets?: number; points?: number; branches?: number }): Promise<void>;
}

/**
 * The spec's example 3: shared-dev@ at 50 % in insurance-division, 30 % in wealth-management, 20 % in legacy. With life-insurance below the
 * first, its director@ (DOMAIN_ADMIN) and dev@ at 100 %. Everything is observed since ten days ago.
 */
export async function workInstall(options: Parameters<typeof testInstall>[0] = {}): Promise<WorkInstall> {
  const install = await testInstall(options);
  await install.withSql(async (sql) => {
    for (const [name, parent] of [
      ["insurance-division", "massmutual"],
      ["wealth-management", "massmutual"],
      ["legacy", "massmutual"],
      ["life-insurance", "insurance-division"],
    ]) {
      await sql`
        insert into QUAD_domains (name, parent_domain_id, valid_from)
        select ${name ?? ""}, id, current_timestamp - interval '10 days' from QUAD_domains where name = ${parent ?? ""}`;
    }
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage, valid_from)
      select d.id, m.who || '@massmutual.com', m.role, m.allocation, current_timestamp - interval '10 days'
      from (values
        ('insurance-division', 'director', 'DOMAIN_ADMIN', 0), ('life-insurance', 'dev', 'DEVELOPER', 100),
        ('insurance-division', 'shared-dev', 'DEVELOPER', 50), ('wealth-management', 'shared-dev', 'DEVELOPER', 30),
        ('legacy', 'shared-dev', 'DEVELOPER', 20)) m (domain, who, role, allocation)
      join QUAD_domains d on d.name = m.domain`;
    await observedSince(sql, 10);
  });
  let made = 0;
  return {
    ...install,
    work: (domain, who, { tickets = 0, points = 0, branches = 0 }) =>
      install.withSql(async (sql) => {
        made += 1;
        const from = made * 1000;
        await sql`
          insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, story_points, valid_from)
          select d.id, 'JIRA-' || (${from}::integer + n), 'jira', ${`${who}@massmutual.com`}, ${points}, current_timestamp - interval '10 days'
          from QUAD_domains d, generate_series(1, ${tickets}::integer) n where d.name = ${domain}`;
        await sql`
          insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email, valid_from)
          select d.id, 'core', 'branch-' || (${from}::integer + n), ${`${who}@massmutual.com`}, current_timestamp - interval '10 days'
          from QUAD_domains d, generate_series(1, ${branches}::integer) n where d.name = ${domain}`;
      }),
  };
}

/** Lets an install have kept what was so for as many days as this, with everything as it is. */
async function observedSince(sql: Sql, days: number): Promise<void> {
  await sql`update QUAD_install set observed_since = current_timestamp - make_interval(days => ${days})`;
  for (const table of ["domains", "domain_members"]) {
    await sql`update ${sql(`quad_${table}`)} set valid_from = current_timestamp - make_interval(days => ${days})`;
  }
  // What the row was before that would be a former version.
  await sql`delete from QUAD_domain_versions`;
  await sql`delete from QUAD_member_versions`;
}
