import { beforeAll, expect, test } from "vitest";
import { type TwoCompanies, twoCompanies } from "../../testing/two-companies.ts";

/**
 * How many rows of each table a person sees, by hand (see `twoCompanies` for what there is). The company, its tree and its
 * people are everybody's; the rest is seen where one may view activity, manage keys, configure agents or approve, and what
 * is one's own.
 */
const sees = {
  //                              QUAD_ADMIN, DOMAIN_ADMIN of 2 domains, SUBDOMAIN_ADMIN of 1, DEVELOPER in it, invited to it
  QUAD_companies: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_organizations: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_domains: { boss: 4, director: 4, lead: 4, dev: 4, invited: 4 },
  QUAD_domain_members: { boss: 6, director: 6, lead: 6, dev: 6, invited: 6 },
  QUAD_users: { boss: 6, director: 6, lead: 6, dev: 6, invited: 6 },
  QUAD_people: { boss: 6, director: 6, lead: 6, dev: 6, invited: 6 },
  QUAD_seats: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_approval_rules: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  // all of them are dev's, one in each of the four domains
  QUAD_itsm_tickets: { boss: 4, director: 2, lead: 1, dev: 1, invited: 0 },
  QUAD_branch_ticket_mapping: { boss: 4, director: 2, lead: 1, dev: 1, invited: 0 },
  QUAD_ticket_versions: { boss: 4, director: 2, lead: 1, dev: 1, invited: 0 },
  QUAD_branch_versions: { boss: 4, director: 2, lead: 1, dev: 1, invited: 0 },
  QUAD_repositories: { boss: 4, director: 2, lead: 1, dev: 0, invited: 0 },
  QUAD_repository_scans: { boss: 4, director: 2, lead: 1, dev: 0, invited: 0 },
  QUAD_member_aliases: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_calendars: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_holidays: { boss: 1, director: 1, lead: 1, dev: 1, invited: 1 },
  // one to the boss, and of each request one to the team
  QUAD_outbox: { boss: 3, director: 0, lead: 0, dev: 0, invited: 0 },
  QUAD_outbox_attachments: { boss: 3, director: 0, lead: 0, dev: 0, invited: 0 },
  QUAD_workload_tracking: { boss: 4, director: 2, lead: 1, dev: 1, invited: 0 },
  QUAD_domain_integration_keys: { boss: 4, director: 2, lead: 0, dev: 0, invited: 0 },
  QUAD_itsm_config: { boss: 4, director: 2, lead: 1, dev: 0, invited: 0 },
  QUAD_company_integrations: { boss: 1, director: 0, lead: 0, dev: 0, invited: 0 },
  QUAD_scim_config: { boss: 1, director: 0, lead: 0, dev: 0, invited: 0 },
  QUAD_scim_audit_log: { boss: 1, director: 0, lead: 0, dev: 0, invited: 0 },
  // one of dev's and one of chief's; whoever may ask for integrations sees what was asked for
  QUAD_integration_requests: { boss: 2, director: 2, lead: 2, dev: 2, invited: 0 },
  QUAD_request_names: { boss: 2, director: 2, lead: 2, dev: 2, invited: 0 },
  QUAD_request_events: { boss: 2, director: 2, lead: 2, dev: 2, invited: 0 },
  QUAD_request_feedback: { boss: 1, director: 1, lead: 1, dev: 1, invited: 0 },
  QUAD_request_attachments: { boss: 1, director: 1, lead: 1, dev: 1, invited: 0 },
  QUAD_request_votes: { boss: 1, director: 1, lead: 1, dev: 1, invited: 0 },
  // asked for by dev, one in each domain
  QUAD_approval_workflows: { boss: 4, director: 2, lead: 0, dev: 4, invited: 0 },
  QUAD_user_integration_keys: { boss: 1, director: 1, lead: 1, dev: 1, invited: 0 },
  // of every key that is seen, one way in which it was used
  QUAD_key_uses: { boss: 5, director: 3, lead: 1, dev: 1, invited: 0 },
  QUAD_sessions: { boss: 6, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_agent_downloads: { boss: 6, director: 1, lead: 1, dev: 1, invited: 1 },
  QUAD_logins: { boss: 5, director: 1, lead: 1, dev: 1, invited: 1 },
  // of each domain: itself, its members twice (added, linked), repository, key, project and approval; of the company the rest
  QUAD_audit: { boss: 59, director: 18, lead: 11, dev: 0, invited: 0 },
} as const;

let world: TwoCompanies;
const people = ["boss", "director", "lead", "dev", "invited"] as const;
const seen: Record<string, Record<string, number>> = {};

beforeAll(async () => {
  world = await twoCompanies();
  const logins = [];
  for (const who of people) logins.push(await world.logins.grant(world.acme, `${who}@acme.com`));
  for (const table of Object.keys(sees)) {
    seen[table] = {};
    for (const [i, who] of people.entries()) {
      const [row] = (await logins[i]?.sql.unsafe(`select count(*)::int as n from ${table}`)) ?? [];
      seen[table][who] = row?.n;
    }
  }
  return () => world.drop();
});

test.each(Object.entries(sees))("who sees how much of %s", (table, rows) => {
  expect(seen[table]).toEqual(rows);
});

test("each table that people may read at all is among them, or the same for everybody", async () => {
  const readable = await world.install.withSql(
    (sql) => sql<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and has_any_column_privilege('quad_person', c.oid, 'select')
        and not exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'quad_person' and p.qual = 'true')
      order by 1`,
  );
  expect(readable.map(({ name }) => name)).toEqual(
    Object.keys(sees)
      .map((name) => name.toLowerCase())
      .sort(),
  );
});

test("with --as the owner's connection sees what the person's own login does", async () => {
  const counted = async (who: string) => {
    const { stdout } = await world.install.quad(`domain list --json --as ${who}@acme.com`);
    return JSON.parse(stdout).length;
  };
  expect(await counted("boss")).toBe(4);
  expect(await counted("invited")).toBe(4);
});
