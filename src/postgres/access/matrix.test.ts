import { beforeAll, expect, test } from "vitest";
import { createInstall, type TestInstall } from "../../testing/install.ts";
import { attempt, createRawLogins, type RawLogin } from "../../testing/raw-logins.ts";
import type { Sql } from "../sql.ts";

/**
 * Where somebody asks, seen from the domain that they have their role in. pending: in their own, invited and not yet there.
 * archived: below their own, in a domain that is archived. lapsed: in their own, which is archived.
 */
const places = ["own", "below", "above", "sibling", "other", "pending", "archived", "lapsed"] as const;
type Place = (typeof places)[number];

const nowhere = "";
const here = "own";
const reach = "own below";
const company = "own below above sibling";

/**
 * Written by hand from the spec, Role Hierarchy, with readings 12, 13 and 15 of it: who can do what, where. "Their domain" is
 * that and all below it, "their sub-domain" that alone, and what is their own is theirs where they work. A QUAD_ADMIN has
 * a root and no domain above. In an archived domain one looks and nothing else.
 */
const can: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  QUAD_ADMIN: {
    create_root_domain: company,
    delete_root_domain: company,
    create_domain: company,
    invite_user: company,
    assign_quad_admin_role: company,
    assign_admin_role: company,
    assign_basic_role: company,
    manage_company: company,
    manage_global_keys: company,
    manage_domain_keys: company,
    manage_own_keys: reach,
    approve_request: company,
    configure_agents: company,
    view_activity: `${company} archived`,
    view_own_workload: `${reach} archived`,
    download_agents: reach,
    use_agents: reach,
    request_integration: company,
  },
  DOMAIN_ADMIN: {
    create_root_domain: nowhere,
    delete_root_domain: nowhere,
    create_domain: reach,
    invite_user: reach,
    assign_quad_admin_role: nowhere,
    assign_admin_role: reach,
    assign_basic_role: reach,
    manage_company: nowhere,
    manage_global_keys: nowhere,
    manage_domain_keys: reach,
    manage_own_keys: reach,
    approve_request: reach,
    configure_agents: reach,
    view_activity: `${reach} archived`,
    view_own_workload: `${reach} archived`,
    download_agents: reach,
    use_agents: reach,
    request_integration: company,
  },
  SUBDOMAIN_ADMIN: {
    create_root_domain: nowhere,
    delete_root_domain: nowhere,
    create_domain: nowhere,
    invite_user: here,
    assign_quad_admin_role: nowhere,
    assign_admin_role: nowhere,
    assign_basic_role: here,
    manage_company: nowhere,
    manage_global_keys: nowhere,
    manage_domain_keys: nowhere,
    manage_own_keys: reach,
    approve_request: nowhere,
    configure_agents: here,
    view_activity: here,
    view_own_workload: `${reach} archived`,
    download_agents: reach,
    use_agents: reach,
    request_integration: company,
  },
  ...Object.fromEntries(
    ["DEVELOPER", "QA", "QA_LEAD", "INFRASTRUCTURE", "DATABASE"].map((role) => [
      role,
      {
        create_root_domain: nowhere,
        delete_root_domain: nowhere,
        create_domain: nowhere,
        invite_user: nowhere,
        assign_quad_admin_role: nowhere,
        assign_admin_role: nowhere,
        assign_basic_role: nowhere,
        manage_company: nowhere,
        manage_global_keys: nowhere,
        manage_domain_keys: nowhere,
        manage_own_keys: reach,
        approve_request: nowhere,
        configure_agents: nowhere,
        view_activity: nowhere,
        view_own_workload: `${reach} archived`,
        download_agents: reach,
        use_agents: reach,
        request_integration: company,
      },
    ]),
  ),
};

/** One question: may this person do that in that domain. */
interface Cell {
  readonly role: string;
  readonly capability: string;
  readonly place: Place;
  readonly email: string;
  readonly path: string;
  readonly expected: boolean;
}

const paths = (role: string): Readonly<Record<Place, string | undefined>> =>
  role === "QUAD_ADMIN"
    ? {
        own: "/acme",
        below: "/acme/division",
        above: undefined,
        sibling: "/acme-labs",
        other: "/beta",
        pending: "/acme",
        archived: "/acme/division/team/old",
        lapsed: "/acme-old",
      }
    : {
        own: "/acme/division/team",
        below: "/acme/division/team/squad",
        above: "/acme/division",
        sibling: "/acme/division/other-team",
        other: "/beta/team",
        pending: "/acme/division/team",
        archived: "/acme/division/team/old",
        lapsed: "/acme/division/team/old",
      };

const emailOf = (role: string, place: Place): string =>
  `${role.toLowerCase()}${place === "pending" || place === "lapsed" ? `.${place}` : ""}@acme.com`;

const cells: readonly Cell[] = Object.entries(can).flatMap(([role, capabilities]) =>
  Object.entries(capabilities).flatMap(([capability, where]) =>
    places.flatMap((place) => {
      const path = paths(role)[place];
      if (path === undefined) return [];
      return [
        { role, capability, place, email: emailOf(role, place), path, expected: where.split(" ").includes(place) },
      ];
    }),
  ),
);

let install: TestInstall;
const people = new Map<string, RawLogin>();

beforeAll(async () => {
  const { drop, ...made } = await createInstall();
  install = made;
  const open = createRawLogins(install);
  const acme = await install.withSql(furnish);
  for (const email of new Set(cells.map((cell) => cell.email))) people.set(email, await open.grant(acme, email));
  return async () => {
    await open.drop();
    await drop();
  };
});

/** Two companies, everybody of the table, and in each domain what there is to see. Gives the id of acme. */
async function furnish(sql: Sql): Promise<string> {
  await sql`update QUAD_install set deployment_model = 'cloud'`;
  const members = Object.keys(can).flatMap((role) =>
    (["own", "pending", "lapsed"] as const).map((place) => ({
      path: paths(role)[place],
      email: emailOf(role, place),
      role,
      status: place === "pending" ? "pending" : "active",
    })),
  );
  await sql.unsafe(`
    insert into QUAD_companies (name, admin_email, plan) values
      ('acme', 'boss@acme.com', 'enterprise'), ('beta', 'boss@beta.com', 'enterprise');
    insert into QUAD_domains (name, company_id)
      select n.name, c.id from (values ('acme'), ('acme-labs'), ('acme-old'), ('acme-spare'), ('beta'), ('beta-spare')) n (name)
      join QUAD_companies c on c.name = split_part(n.name, '-', 1);
    insert into QUAD_domain_members (domain_id, email, role)
      select d.id, 'boss@' || c.name || '.com', 'QUAD_ADMIN' from QUAD_domains d join QUAD_companies c on c.id = d.company_id
      where d.path not like '%-spare';
    ${[
      ["division", "/acme"],
      ["team", "/acme/division"],
      ["other-team", "/acme/division"],
      ["squad", "/acme/division/team"],
      ["old", "/acme/division/team"],
      ["team", "/beta"],
    ]
      .map(
        ([name, parent]) =>
          `insert into QUAD_domains (name, parent_domain_id) select '${name}', id from QUAD_domains where path = '${parent}';`,
      )
      .join("\n")}`);
  await sql`
    insert into QUAD_domain_members (domain_id, email, role, status)
    select d.id, m.email, m.role, m.status
    from jsonb_to_recordset(${JSON.stringify(members)}::text::jsonb) as m (path text, email text, role text, status text)
    join QUAD_domains d using (path)`;
  await sql.unsafe(`
    insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email)
      select id, 'JIRA-1', 'jira', 'somebody@else.com' from QUAD_domains;
    insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, overload_alert)
      select current_date, d.id, m.email, 0, 0, false from QUAD_domains d, (select distinct email from QUAD_domain_members) m;
    insert into QUAD_approval_workflows (company_id, domain_id, subject_type, subject, requested_by_email)
      select company_id, id, 'role', '{"email": "x@acme.com", "role": "QA"}', 'somebody@else.com' from QUAD_domains;
    update QUAD_domains set archived_at = current_timestamp where name in ('old', 'acme-old');`);
  const [row] = await sql<[{ id: string }]>`select id from QUAD_companies where name = 'acme'`;
  return row.id;
}

const described = ({ role, capability, place }: Cell) => `${role} ${capability} ${place}`;

test("the table asks about every capability and role that there is", async () => {
  const [known] = await install.withSql(
    (sql) => sql<[{ roles: string[]; capabilities: string[] }]>`
      select (select json_agg(role order by rank) from QUAD_roles) as roles,
        (select json_agg(capability order by capability) from QUAD_capabilities) as capabilities`,
  );
  expect(Object.keys(can)).toEqual(known.roles);
  for (const capabilities of Object.values(can)) expect(Object.keys(capabilities).sort()).toEqual(known.capabilities);
  expect(cells.length).toBe(8 * 18 * 8 - 18);
  expect(cells.filter(({ expected }) => expected).length).toBe(52 + 30 + 17 + 5 * 13);
});

test("quad_may answers as the table does", async () => {
  const answers = await install.withSql(
    (sql) => sql<(Cell & { may: boolean })[]>`
      select c.*, quad_may(c.email, c.capability, d.id) as may
      from jsonb_to_recordset(${JSON.stringify(cells)}::text::jsonb)
        as c (role text, capability text, place text, email text, path text, expected boolean)
      join QUAD_domains d using (path)`,
  );
  expect(answers.length).toBe(cells.length);
  expect(answers.filter(({ may, expected }) => may !== expected).map(described)).toEqual([]);
});

test.each(Object.keys(can))("quad access can-i answers %s as the table does", async (role) => {
  const wrong: string[] = [];
  const left = cells.filter((cell) => cell.role === role);
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let cell = left.pop(); cell; cell = left.pop()) {
        const { code, stdout } = await install.quad([
          ...["access", "can-i", cell.capability],
          ...["--domain", cell.path.slice(1), "--as", cell.email],
        ]);
        const said = `${code} ${stdout.slice(0, 3)}`.trim();
        // a domain of another company is not there for them
        const wanted = cell.place === "other" ? "4" : cell.expected ? "0 yes" : "3 no";
        if (said !== wanted) wrong.push(`${described(cell)}: ${said}`);
      }
    }),
  );
  expect(wrong.sort()).toEqual([]);
});

test("raw SQL under a person's own login does what the table says, and no more", async () => {
  const wrong: string[] = [];
  let tried = 0;
  await Promise.all(
    [...people].map(async ([email, { sql }]) => {
      for (const cell of cells.filter((one) => one.email === email)) {
        const act = rawAct(cell);
        if (act === undefined) continue;
        tried += 1;
        const outcome = await attempt(sql, act);
        const done = typeof outcome === "number" && outcome > 0;
        const refused = outcome === 0 || /^(42501|QU003|QU004|QU005) /.test(String(outcome));
        if (done === refused || done !== expectedOf(cell)) wrong.push(`${described(cell)}: ${outcome}`);
      }
    }),
  );
  expect(wrong.sort()).toEqual([]);
  expect(tried).toBe(921);
});

/** Whoever views the activity of a domain sees their own workload there with it. */
const expectedOf = (cell: Cell): boolean =>
  cell.expected ||
  (cell.capability === "view_own_workload" && (can[cell.role]?.view_activity ?? "").split(" ").includes(cell.place));

/** The act itself; undefined where there is none in the database, or none that has to do with that place. */
function rawAct({ capability, place, path, email }: Cell): string | undefined {
  const domain = `(select id from QUAD_domains where path = '${path}')`;
  const root = `(select id from QUAD_domains where path = '/${path.split("/")[1]}')`;
  const name = path.startsWith("/beta") ? "beta" : "acme";
  const companyId = `(select id from QUAD_companies where name = '${name}')`;
  const member = (where: string, role: string, status = "active") =>
    `insert into QUAD_domain_members (domain_id, email, role, status) values (${where}, 'new@${name}.com', '${role}', '${status}')`;
  const key = (where: string) =>
    `insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path) values (${where}, 'github', 'quad/x')`;
  const inDomain: Readonly<Record<string, string>> = {
    create_domain: `insert into QUAD_domains (name, parent_domain_id, company_id) values ('new', ${domain}, ${companyId})`,
    invite_user: member(domain, "DEVELOPER", "pending"),
    assign_basic_role: member(domain, "QA"),
    assign_admin_role: member(domain, "SUBDOMAIN_ADMIN"),
    manage_domain_keys: key(domain),
    approve_request: `select id from QUAD_approval_workflows where domain_id = ${domain}`,
    configure_agents: `insert into QUAD_itsm_tickets (domain_id, ticket_id, provider) values (${domain}, 'JIRA-2', 'jira')`,
    view_activity: `select id from QUAD_itsm_tickets where domain_id = ${domain}`,
    view_own_workload: `select from QUAD_workload_tracking where domain_id = ${domain} and developer_email = '${email}'`,
  };
  const inCompany: Readonly<Record<string, string>> = {
    create_root_domain: `insert into QUAD_domains (name, company_id) values ('new', ${companyId})`,
    delete_root_domain: `delete from QUAD_domains where path = '/${name}-spare'`,
    assign_quad_admin_role: member(root, "QUAD_ADMIN"),
    manage_company: `update QUAD_companies set size = 'large' where id = ${companyId}`,
    manage_global_keys: key(root),
    request_integration: `insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email)
      values (${companyId}, 'Asana', 'planning', '${email}')`,
  };
  const alone: Readonly<Record<string, string>> = {
    manage_own_keys: `insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path)
      select id, 'github', 'quad/x' from QUAD_users where email = '${email}'`,
  };
  return (
    inDomain[capability] ??
    (place === "archived" ? undefined : inCompany[capability]) ??
    (["own", "pending", "lapsed"].includes(place) ? alone[capability] : undefined)
  );
}
