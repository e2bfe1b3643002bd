import { expect, test } from "vitest";
import { sqlCompany } from "../../testing/company.ts";
import { emptyInstall, runQuad, type TestInstall } from "../../testing/install.ts";
import { shippedSchema } from "../../testing/migrations.ts";
import { attempt, rawLogins } from "../../testing/raw-logins.ts";
import { migrate } from "../migrate.ts";
import type { Sql } from "../sql.ts";

/** Makes the rules again, as an upgrade does. */
async function upgrade({ withSql }: TestInstall): Promise<void> {
  await withSql(async (sql) => {
    await sql`update QUAD_rules set checksum = 'of other rules'`;
    await migrate(sql, shippedSchema());
  });
}

test("a role that the platform writes with goes on reading and writing after an upgrade, and is recorded as it", async () => {
  const install = await emptyInstall();
  const acme = await install.withSql((sql) => sqlCompany(sql));
  const { sql, name } = await rawLogins(install).create(`
    create role %I login;
    grant select, insert, update, delete on QUAD_companies, QUAD_organizations, QUAD_users, QUAD_domains, QUAD_domain_members to %I;
    grant select, insert on QUAD_itsm_tickets, QUAD_sessions to %I`);
  await upgrade(install);
  await sql`insert into QUAD_domains (name, parent_domain_id) values ('division', ${acme.root})`;
  await sql`
    insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
    select id, 'dev@acme.com', 'DEVELOPER', 60 from QUAD_domains where path = '/acme/division'`;
  await sql`insert into QUAD_users (company_id, email) values (${acme.id}, 'dev@acme.com')`;
  await sql`update QUAD_domains set name = 'insurance' where name = 'division'`;
  await sql`insert into QUAD_sessions (user_id, token) select id, 'a-token' from QUAD_users`;
  await sql`update QUAD_organizations set size = 'large'`;
  expect([...(await sql`select token from QUAD_sessions`)]).toEqual([{ token: "a-token" }]);
  expect([...(await sql`select path from QUAD_domains order by path`)]).toEqual([
    { path: "/acme" },
    { path: "/acme/insurance" },
  ]);
  const [kept] = await install.withSql(
    (owner) => owner<[object]>`
      select (select allocated from QUAD_people where email = 'dev@acme.com') as allocated, (select used from QUAD_seats) as seats,
        (select json_agg(distinct a.actor || ' by ' || a.table_name) from QUAD_audit a where a.login = ${name}) as trail`,
  );
  expect(kept).toEqual({
    allocated: 60,
    seats: 2,
    trail: [
      "platform by quad_companies",
      "platform by quad_domain_members",
      "platform by quad_domains",
      "platform by quad_users",
    ],
  });
  expect(await attempt(sql, "update QUAD_domains set path = '/x'")).toMatch(/^QU005 /);
  expect(await attempt(sql, "delete from QUAD_sessions")).toMatch(/^42501 /);
});

test("a role that only reads a table, or a column, goes on reading it and is given nothing else", async () => {
  const install = await emptyInstall();
  await install.withSql((sql) => sqlCompany(sql));
  const logins = rawLogins(install);
  const reader = await logins.create("create role %I login; grant select on QUAD_domains to %I");
  const narrow = await logins.create("create role %I login; grant select (path) on QUAD_domains to %I");
  await upgrade(install);
  for (const { sql } of [reader, narrow]) {
    expect([...(await sql`select path from QUAD_domains`)]).toEqual([{ path: "/acme" }]);
    for (const text of ["select from QUAD_users", "update QUAD_domains set name = 'x'", "select from QUAD_audit"])
      expect(await attempt(sql, text)).toMatch(/^42501 /);
  }
  expect(await attempt(narrow.sql, "select name from QUAD_domains")).toMatch(/^42501 /);
});

test("a person whom somebody has given rights on a table does not become the platform by it", async () => {
  const install = await emptyInstall();
  const acme = await install.withSql((sql) => sqlCompany(sql));
  await install.withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    await sqlCompany(sql, "beta");
  });
  const { sql, name } = await rawLogins(install).grant(acme.id, "admin@acme.com");
  await install.withSql((owner) => owner.unsafe(`grant select on QUAD_domains to ${name}`));
  await upgrade(install);
  expect([...(await sql`select path from QUAD_domains`)]).toEqual([{ path: "/acme" }]);
});

/** A database of its own that a role owns which is no superuser, as with a hosted Postgres. */
async function ownedBy(rights: string): Promise<{ install: TestInstall; owner: string; url: string; sql: Sql }> {
  const install = await emptyInstall({ template: "template0" });
  const database = new URL(install.url).pathname.slice(1);
  const { name, sql } = await rawLogins(install).create(`
    create role %I login ${rights}; alter database ${database} owner to %I; alter schema public owner to %I`);
  return { install, owner: name, sql, url: install.url.replace("//quad@", `//${name}@`) };
}

test("an owner that may make roles, and is no superuser, migrates, acts as others and gives logins", async () => {
  const { install, owner, url, sql } = await ownedBy("createrole");
  await install.withSql((superuser) =>
    superuser.unsafe(`grant quad_person, quad_platform to ${owner} with admin option`),
  );
  const env = { QUAD_DATABASE_URL: url, QUAD_HOME: install.directory };
  const run = async (line: string) => (await runQuad(line, { env })).stderr;
  expect(await run("migrate --quiet")).toBe("");
  expect(await run("init --company Acme --root acme --admin admin@acme.com --quiet")).toBe("");
  expect(await run("domain create division --quiet --as admin@acme.com --parent acme")).toBe("");
  expect(await run("member add dev@acme.com --domain division --role developer --quiet --as admin@acme.com")).toBe("");
  expect(await run("domain create team --parent division --as dev@acme.com")).toMatch(
    /^dev@acme.com may not create or change domains in \/acme\/division\.\n/,
  );
  const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_companies`;
  const login = `${owner}_dev`;
  await sql`select quad_grant_login(${id}, 'dev@acme.com', ${login}, null)`;
  const person = { QUAD_DATABASE_URL: install.url.replace("//quad@", `//${login}@`), QUAD_HOME: install.directory };
  expect((await runQuad("domain list --json", { env: person })).code).toBe(0);
  expect((await runQuad("domain create team --parent division", { env: person })).code).toBe(3);
  await sql`select quad_revoke_login(${id}, 'dev@acme.com')`;
  expect([...(await sql`select from pg_roles where rolname = ${login}`)]).toEqual([]);
  expect(await run("migrate --quiet")).toBe("");
});

test("an owner that may not make roles is told what it takes", async () => {
  const { owner, url, install } = await ownedBy("");
  const env = { QUAD_DATABASE_URL: url, QUAD_HOME: install.directory };
  const { code, stderr } = await runQuad("migrate --quiet", { env });
  expect(code).toBe(3);
  expect(stderr.replaceAll(owner, "OWNER").replace(/take them: .*/, "take them: WHY")).toBe(
    [
      "This install needs the roles quad_person and quad_platform, and OWNER may not make or take them: WHY",
      "As a superuser, whichever is missing:",
      "create role quad_person nologin; create role quad_platform nologin;",
      "grant quad_person to OWNER with admin option",
      "",
    ].join("\n"),
  );
});
