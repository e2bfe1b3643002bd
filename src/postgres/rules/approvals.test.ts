import { expect, test } from "vitest";
import { type SqlCompany, sqlCompany } from "../../testing/company.ts";
import { emptyInstall, type TestInstall } from "../../testing/install.ts";
import { withConnection } from "../connect.ts";
import type { Sql } from "../sql.ts";
import { parseTarget } from "../target.ts";
import { attribute, transaction } from "../transaction.ts";

interface Asked {
  readonly id: string;
  readonly status: string;
  readonly vaultPath: string | null;
}

const ask = async (sql: Sql, domain: string, type: string, subject: object, path: string | null = null) => {
  const [asked] = await sql<[Asked]>`
    select id, status, vault_path as "vaultPath" from quad_ask_for(${domain}, ${type}, ${JSON.stringify(subject)}::text::jsonb, ${path})`;
  return asked;
};

const decide = async (sql: Sql, id: string, approve = true, reason: string | null = null) => {
  const [decided] = await sql<[Asked]>`
    select id, status, vault_path as "vaultPath" from quad_decide(${id}, ${approve}, ${reason})`;
  return decided;
};

/** acme with a domain a, its director@ and dev@; `as` works as a person, as the program does. */
async function company({ withSql }: TestInstall) {
  const { acme, a } = await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    await acme.member(a, "director@acme.com", { role: "DOMAIN_ADMIN" });
    await acme.member(a, "dev@acme.com", { allocation: 60, primary: true });
    return { acme, a };
  });
  const as = <T>(person: string, work: (sql: Sql) => Promise<T>) =>
    withSql((sql) => {
      attribute(sql, { actor: `${acme.id} ${person}@acme.com` });
      return transaction(sql, work);
    }).catch((error) => {
      throw error.cause; // as the server said it
    });
  return { acme, a, as };
}

const rule = (sql: Sql, { id }: SqlCompany, type: string) =>
  sql`insert into QUAD_approval_rules (company_id, subject_type) values (${id}, ${type})`;

test("nobody writes approvals, and nobody calls what carries them out to get around", async () => {
  const install = await emptyInstall();
  const { acme, a, as } = await company(install);
  const { id } = await as("dev", (sql) => ask(sql, a, "role", { email: "dev@acme.com", role: "DOMAIN_ADMIN" }));
  const attacks: readonly [string, (sql: Sql) => Promise<unknown>][] = [
    ["42501", (sql) => sql`update QUAD_approval_workflows set status = 'approved' where id = ${id}`],
    ["42501", (sql) => sql`update QUAD_approval_workflows set requested_by_email = 'other@acme.com'`],
    ["42501", (sql) => sql`delete from QUAD_approval_workflows`],
    ["42501", (sql) => sql`select vault_path from QUAD_approval_workflows`],
    ["42501", (sql) => sql`select * from QUAD_approval_workflows`],
    [
      "42501",
      (sql) => sql`
        insert into QUAD_approval_workflows (company_id, domain_id, subject_type, subject, requested_by_email)
        values (${acme.id}, ${a}, 'role', '{"email": "dev@acme.com", "role": "DOMAIN_ADMIN"}', 'other@acme.com')`,
    ],
    ["42501", (sql) => sql`select quad_lock_approval(${id})`],
    ["42501", (sql) => sql`select quad_approvals_follow_email(${acme.id}, 'dev@acme.com', 'other@acme.com')`],
    [
      "QU003",
      (sql) => sql`
        select quad_carry_out(row(${id}::uuid, ${acme.id}::uuid, ${a}::uuid, 'role', '{"email": "dev@acme.com", "role": "DOMAIN_ADMIN"}'::jsonb,
          'in_app', 'approved', 'other@acme.com', null, null, null, null, null, now(), now(), '', null, null)::QUAD_approval_workflows)`,
    ],
    ["QU003", (sql) => decide(sql, id)],
    ["QU003", (sql) => decide(sql, id, false, "No")],
    ["QU003", (sql) => sql`insert into QUAD_approval_rules (company_id, subject_type) values (${acme.id}, 'role')`],
  ];
  for (const [code, attack] of attacks) {
    await expect(as("dev", attack), String(attack)).rejects.toMatchObject({ code });
  }
  await install.withSql(async (sql) => {
    expect(await sql`select status, requested_by_email as by from QUAD_approval_workflows`).toEqual([
      { status: "pending", by: "dev@acme.com" },
    ]);
    expect(await sql`select from QUAD_domain_members where email = 'dev@acme.com'`).toHaveLength(1);
  });
});

test("a login of one's own asks and decides as its person, whatever it says of itself", async () => {
  const install = await emptyInstall();
  const { acme, a, as } = await company(install);
  const { id } = await as("director", (sql) => ask(sql, a, "domain", { name: "b" }));
  const login = `director_${acme.id.slice(0, 8)}`;
  await install.withSql((sql) => sql`select quad_grant_login(${acme.id}, 'director@acme.com', ${login}, null)`);
  try {
    await withConnection(parseTarget(install.url.replace("//quad@", `//${login}@`)), async (sql) => {
      await sql`select set_config('quad.actor', ${`${acme.id} admin@acme.com`}, false)`;
      await expect(decide(sql, id, true, "Why not")).rejects.toMatchObject({
        code: "QU003",
        message: "director@acme.com has asked for this, and nobody decides on their own request.",
      });
      const { id: other } = await ask(sql, a, "role", { email: "x@acme.com", role: "QA" });
      expect(await sql`select requested_by_email as by from QUAD_approval_workflows where id = ${other}`).toEqual([
        { by: "director@acme.com" },
      ]);
    });
  } finally {
    await install.withSql((sql) => sql`select quad_revoke_login(${acme.id}, 'director@acme.com')`);
  }
});

test("who approves must be able to make the change there, and only there", async () => {
  const install = await emptyInstall();
  const { acme, a, as } = await company(install);
  const b = await install.withSql(async (sql) => {
    const [row] = await sql<[{ id: string }]>`
      insert into QUAD_domains (name, parent_domain_id) values ('b', ${acme.root}) returning id`;
    return row.id;
  });
  const role = { email: "x@acme.com", role: "QA" };
  const outside = await as("dev", (sql) => ask(sql, b, "role", role));
  await expect(as("director", (sql) => decide(sql, outside.id))).rejects.toMatchObject({
    code: "QU003",
    message: "director@acme.com may not approve requests in /acme/b.",
  });
  // A new primary domain takes it from the former one, which is not the director's.
  await install.withSql(async (sql) => {
    await sql`insert into QUAD_domain_members (domain_id, email, role) values (${a}, 'two@acme.com', 'QA')`;
    await sql`insert into QUAD_domain_members (domain_id, email, role, is_primary_domain) values (${b}, 'two@acme.com', 'QA', true)`;
  });
  const primary = { email: "two@acme.com", role: "QA", from_role: "QA", is_primary_domain: true };
  const moved = await as("dev", (sql) => ask(sql, a, "role", primary));
  await expect(as("director", (sql) => decide(sql, moved.id))).rejects.toMatchObject({
    code: "QU003",
    message: "director@acme.com may not invite users in /acme/b.",
  });
  await as("admin", (sql) => decide(sql, moved.id));
  await install.withSql(async (sql) => {
    expect(
      await sql`select domain_id from QUAD_domain_members where email = 'two@acme.com' and is_primary_domain`,
    ).toEqual([{ domain_id: a }]);
  });
});

test("a person of another company neither asks nor decides, nor learns that there is anything", async () => {
  const install = await emptyInstall();
  await install.withSql((sql) => sql`update QUAD_install set deployment_model = 'cloud'`);
  const { a, as } = await company(install);
  const { id } = await as("dev", (sql) => ask(sql, a, "domain", { name: "b" }));
  const other = await install.withSql((sql) => sqlCompany(sql, "other"));
  await install.withSql(async (sql) => {
    attribute(sql, { actor: `${other.id} admin@other.com` });
    const refused = (work: (tx: Sql) => Promise<unknown>) => expect(transaction(sql, work)).rejects;
    await refused((tx) => ask(tx, a, "domain", { name: "b" })).toMatchObject({ code: "QU004" });
    await refused((tx) => decide(tx, id, true, "Mine")).toMatchObject({
      code: "QU004",
      message: `There is no approval ${id}.`,
    });
    await refused((tx) => tx`select quad_cancel_approval(${id})`).toMatchObject({ code: "QU004" });
    expect(await transaction(sql, (tx) => tx`select * from quad_approvers(${id})`)).toEqual([]);
    expect(await transaction(sql, (tx) => tx`select id from QUAD_approval_workflows`)).toEqual([]);
  });
});

test("of what somebody asked for in one company nothing is told in another that they are in, too", async () => {
  const install = await emptyInstall();
  await install.withSql((sql) => sql`update QUAD_install set deployment_model = 'cloud'`);
  const { a, as } = await company(install);
  const { id } = await as("dev", (sql) => ask(sql, a, "key", { tool_provider: "github" }, "secret/a"));
  const path = (sql: Sql) => sql`select quad_approval_path(${id}) as path`;
  expect(await as("dev", path)).toEqual([{ path: "secret/a" }]);
  await install.withSql(async (sql) => {
    const other = await sqlCompany(sql, "other");
    await other.member(other.root, "dev@acme.com", { role: "DOMAIN_ADMIN" });
    attribute(sql, { actor: `${other.id} dev@acme.com` });
    expect(await transaction(sql, path)).toEqual([{ path: null }]);
  });
});

test("what needs an approval is refused to people who could do it otherwise, and says how to ask", async () => {
  const install = await emptyInstall();
  const { acme, a, as } = await company(install);
  const refused = (message: string, hint: string) => ({
    code: "QU003",
    message: `At acme, ${message} by approval only.`,
    hint,
  });
  await install.withSql(async (sql) => {
    for (const type of ["role", "domain", "key", "integration_request"]) await rule(sql, acme, type);
  });
  const roles = refused("roles are given", "Ask for it: quad member add EMAIL --domain DOMAIN --role ROLE --ask");
  await expect(
    as(
      "admin",
      (sql) => sql`insert into QUAD_domain_members (domain_id, email, role) values (${a}, 'x@acme.com', 'QA')`,
    ),
  ).rejects.toMatchObject(roles);
  await expect(
    as("director", (sql) => sql`update QUAD_domain_members set role = 'QA' where email = 'dev@acme.com'`),
  ).rejects.toMatchObject(roles);
  await expect(
    as("director", (sql) => sql`insert into QUAD_domains (name, parent_domain_id) values ('b', ${a})`),
  ).rejects.toMatchObject(refused("domains are created", "Ask for it: quad domain create NAME --parent DOMAIN --ask"));
  const keys = "integration keys are set";
  await expect(
    as(
      "director",
      (sql) => sql`insert into QUAD_domain_integration_keys (domain_id, tool_provider) values (${a}, 'github')`,
    ),
  ).rejects.toMatchObject({ code: "QU003", message: `At acme, ${keys} by approval only.` });
  await expect(
    as(
      "dev",
      (sql) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email)
      values (${acme.id}, 'Asana', 'planning', 'dev@acme.com')`,
    ),
  ).rejects.toMatchObject({ code: "QU003", message: "At acme, integrations are requested by approval only." });
  await as(
    "director",
    (sql) => sql`update QUAD_domain_members set allocation_percentage = 50 where email = 'dev@acme.com'`,
  );
  await as("director", (sql) => sql`delete from QUAD_domain_members where email = 'dev@acme.com'`);
  // The owner and the platform are not bound by raw SQL.
  await install.withSql((sql) => sql`insert into QUAD_domains (name, parent_domain_id) values ('b', ${a})`);
});

test("a root needs no approval: nobody is above it to give one", async () => {
  const install = await emptyInstall();
  const { acme, as } = await company(install);
  await install.withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    await rule(sql, acme, "domain");
  });
  await as("admin", (sql) => sql`insert into QUAD_domains (name, company_id) values ('second', ${acme.id})`);
  await expect(
    as("admin", (sql) => sql`insert into QUAD_domains (name, parent_domain_id) values ('b', ${acme.root})`),
  ).rejects.toMatchObject({ code: "QU003", message: "At acme, domains are created by approval only." });
});

test("a key is set, inherited or blocked once approved; its path is in no answer and not in the trail", async () => {
  const install = await emptyInstall();
  const { acme, a, as } = await company(install);
  await install.withSql((sql) => rule(sql, acme, "key"));
  const approve = async (subject: object, path: string | null) => {
    const asked = await as("dev", (sql) => ask(sql, a, "key", subject, path));
    const decided = await as("director", (sql) => decide(sql, asked.id));
    expect([asked, decided]).toMatchObject([
      { status: "pending", vaultPath: null },
      { status: "approved", vaultPath: null },
    ]);
    return install.withSql(
      (sql) => sql`select tool_provider, vault_path, inherit_from_parent from QUAD_domain_integration_keys`,
    );
  };
  const key = { tool_provider: "github", inherit_from_parent: false };
  expect(await approve({ tool_provider: "github" }, "secret/a")).toEqual([{ ...key, vault_path: "secret/a" }]);
  expect(await approve({ tool_provider: "github" }, null)).toEqual([{ ...key, vault_path: null }]);
  expect(await approve({ tool_provider: "github", inherit_from_parent: true }, null)).toEqual([
    { ...key, vault_path: null, inherit_from_parent: true },
  ]);
  const root = await as("dev", (sql) => ask(sql, acme.root, "key", { tool_provider: "github" }, "secret/root"));
  await install.withSql(
    (sql) =>
      sql`insert into QUAD_domain_members (domain_id, email, role) values (${acme.root}, 'second@acme.com', 'DOMAIN_ADMIN')`,
  );
  await expect(as("second", (sql) => decide(sql, root.id))).rejects.toMatchObject({
    code: "QU003",
    message: "second@acme.com may not manage global integration keys in /acme.",
  });
  const withdrawn = await as(
    "second",
    (sql) => sql`select status, vault_path as "vaultPath" from quad_cancel_approval(${root.id})`,
  );
  expect(withdrawn).toEqual([{ status: "cancelled", vaultPath: null }]);
  await install.withSql(async (sql) => {
    const [{ trail }] = await sql<[{ trail: string }]>`select json_agg(x)::text as trail from QUAD_audit x`;
    expect(trail).toContain("has_path");
    expect(trail).not.toContain("secret/");
  });
});

test("a key that was asked for with another path is not taken for the one that waits", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const asking = (path: string) => as("dev", (sql) => ask(sql, a, "key", { tool_provider: "github" }, path));
  const { id } = await asking("secret/a");
  expect(await asking("secret/a")).toMatchObject({ id, vaultPath: null });
  await expect(asking("secret/b")).rejects.toMatchObject({
    code: "QU005",
    message: "dev@acme.com has asked for the same with other particulars, and it is not decided yet.",
  });
});

test("a key that has expired since it was asked for is not set", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const subject = { tool_provider: "github", expires_at: "2900-01-31T00:00:00Z" };
  const { id } = await as("dev", (sql) => ask(sql, a, "key", subject, "secret/a"));
  await install.withSql(
    (sql) => sql`
      update QUAD_approval_workflows set subject = subject || '{"expires_at": "2026-01-31T00:00:00Z"}' where id = ${id}`,
  );
  await expect(as("director", (sql) => decide(sql, id))).rejects.toMatchObject({
    code: "QU005",
    message: "The github key that was asked for has expired by now.",
  });
  expect(await install.withSql((sql) => sql`select from QUAD_domain_integration_keys`)).toHaveLength(0);
});

test("an approved integration request is in the name of who asked", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const subject = { tool_name: "Asana", category: "planning", team_size: 12 };
  const { id } = await as("dev", (sql) => ask(sql, a, "integration_request", subject));
  await as("director", (sql) => decide(sql, id));
  await install.withSql(async (sql) => {
    expect(
      await sql`select tool_name, category, team_size, details, status, requested_by_email as by from QUAD_integration_requests`,
    ).toEqual([{ ...subject, details: null, status: "submitted", by: "dev@acme.com" }]);
  });
});

test("of twenty who decide at once one carries it out, and the others are told who did", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const { id } = await as("dev", (sql) => ask(sql, a, "domain", { name: "b", admin: "lead@acme.com" }));
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      as(n % 2 ? "director" : "admin", (sql) => decide(sql, id, n % 3 > 0, "Because")),
    ),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") {
      expect(result.reason).toMatchObject({
        code: "QU005",
        message: expect.stringMatching(
          /^[0-9a-f]{8} was (approved|rejected) by (director|admin)@acme\.com on .* UTC already\.$/,
        ),
      });
    }
  }
  await install.withSql(async (sql) => {
    const [{ status }] = await sql<[{ status: string }]>`select status from QUAD_approval_workflows`;
    const made = await sql`select from QUAD_domains where path = '/acme/a/b'`;
    expect(made.length).toBe(status === "approved" ? 1 : 0);
  });
});

test("of twenty approvals that would make the same thing one does, the others stay pending", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const ids = await install.withSql(async (sql) =>
    (
      await sql<{ id: string }[]>`
        insert into QUAD_approval_workflows (company_id, domain_id, subject_type, subject, requested_by_email)
        select d.company_id, d.id, 'domain', '{"name": "b"}', 'dev@acme.com' from QUAD_domains d, generate_series(1, 20)
        where d.id = ${a} returning id`
    ).map(({ id }) => id),
  );
  const results = await Promise.allSettled(ids.map((id) => as("director", (sql) => decide(sql, id))));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected")
      expect(result.reason).toMatchObject({ code: "QU005", message: "/acme/a/b exists already." });
  }
  await install.withSql(async (sql) => {
    expect(await sql`select status, count(*) as n from QUAD_approval_workflows group by 1 order by 1`).toEqual([
      { status: "approved", n: 1 },
      { status: "pending", n: 19 },
    ]);
  });
});

test("twenty who ask for one thing at once make one request, and all get it", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      as(n % 2 ? "dev" : "director", (sql) => ask(sql, a, "role", { email: "X@acme.com", role: "QA" })),
    ),
  );
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  await install.withSql(async (sql) => {
    expect(await sql`select subject ->> 'email' as email from QUAD_approval_workflows`).toEqual([
      { email: "x@acme.com" },
    ]);
  });
});

test("an expired request is not decided, and makes room for another", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const first = await as("dev", (sql) => ask(sql, a, "domain", { name: "b" }));
  await install.withSql((sql) => sql`update QUAD_approval_workflows set expires_at = current_timestamp`);
  await expect(as("director", (sql) => decide(sql, first.id))).rejects.toMatchObject({
    code: "QU005",
    message: expect.stringMatching(/^[0-9a-f]{8} has expired on .* UTC\.$/),
    hint: "It can be asked for again.",
  });
  const second = await as("dev", (sql) => ask(sql, a, "domain", { name: "b" }));
  expect(second.id).not.toBe(first.id);
  await as("director", (sql) => decide(sql, second.id));
  await install.withSql(async (sql) => {
    expect(await sql`select id, status from QUAD_approval_workflows order by created_at`).toEqual([
      { id: first.id, status: "expired" },
      { id: second.id, status: "approved" },
    ]);
  });
});

test("requests follow a person to their new e-mail; where the same is asked for under it, that one stays", async () => {
  const install = await emptyInstall();
  const { acme, a, as } = await company(install);
  const role = (email: string) => ({ email, role: "QA" });
  const old = await as("dev", (sql) => ask(sql, a, "role", role("old@acme.com")));
  const lead = await as("dev", (sql) => ask(sql, a, "domain", { name: "b", admin: "old@acme.com" }));
  const there = await as("dev", (sql) => ask(sql, acme.root, "role", role("new@acme.com")));
  const double = await as("dev", (sql) => ask(sql, acme.root, "role", role("old@acme.com")));
  await install.withSql(async (sql) => {
    await sql`insert into QUAD_users (company_id, email) values (${acme.id}, 'old@acme.com'), (${acme.id}, 'dev@acme.com')`;
    await sql`update QUAD_users set email = 'new@acme.com' where email = 'old@acme.com'`;
    await sql`update QUAD_users set email = 'developer@acme.com' where email = 'dev@acme.com'`;
    expect(
      await sql`
        select id, subject_key, status, requested_by_email as by from QUAD_approval_workflows order by created_at`,
    ).toEqual([
      { id: old.id, subject_key: "new@acme.com QA", status: "pending", by: "developer@acme.com" },
      { id: lead.id, subject_key: "b", status: "pending", by: "developer@acme.com" },
      { id: there.id, subject_key: "new@acme.com QA", status: "pending", by: "developer@acme.com" },
      { id: double.id, subject_key: "new@acme.com QA", status: "cancelled", by: "developer@acme.com" },
    ]);
  });
  await as("director", (sql) => decide(sql, old.id));
  await as("director", (sql) => decide(sql, lead.id));
  await install.withSql(async (sql) => {
    expect(await sql`select email, role from QUAD_domain_members where email like '%w@acme.com' order by role`).toEqual(
      [
        { email: "new@acme.com", role: "QA" },
        { email: "new@acme.com", role: "SUBDOMAIN_ADMIN" },
      ],
    );
  });
});

test.each([
  ["team", {}, "'team' is none of role, domain, key and integration_request"],
  ["role", [], "its particulars are not a JSON object"],
  ["role", { email: "x@acme.com" }, "role is missing"],
  ["role", { email: 5, role: "QA" }, "email is not a string"],
  ["role", { email: "x@acme.com", role: "QA", path: "/x" }, "path is not a particular of a role"],
  ["role", { email: "x", role: "QA" }, '"x" is not an e-mail address'],
  ["role", { email: "x@acme.com", role: "DIRECTOR" }, '"DIRECTOR" is not a role'],
  ["role", { email: "x@acme.com", role: "QA", from_role: "qa" }, '"qa" is not a role'],
  ["role", { email: "x@acme.com", role: "QA", status: "gone" }, "status is active or pending"],
  [
    "role",
    { email: "x@acme.com", role: "QA", from_role: "QA", status: "active" },
    "a change of role leaves the status as it is",
  ],
  [
    "role",
    { email: "x@acme.com", role: "QA", allocation_percentage: 100.01 },
    "allocation_percentage is 0 to 100 with at most two decimals",
  ],
  [
    "role",
    { email: "x@acme.com", role: "QA", allocation_percentage: 0.001 },
    "allocation_percentage is 0 to 100 with at most two decimals",
  ],
  ["domain", { name: "B" }, "name is small letters, digits and single hyphens between them, at most 63"],
  ["domain", { name: "b", admin: "x" }, '"x" is not an e-mail address'],
  ["domain", { name: "b", display_name: " " }, "display_name has to be one line of at most 200 characters"],
  ["domain", { name: "b", display_name: "a\nb" }, "display_name has to be one line of at most 200 characters"],
  ["key", { tool_provider: "" }, "tool_provider has to be one line of at most 200 characters"],
  ["integration_request", { tool_name: "Asana", category: "x", team_size: 0.5 }, "team_size is a number of people"],
] as const)("asked for %s %j: refused", async (type, subject, problem) => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  await expect(as("dev", (sql) => ask(sql, a, type, subject))).rejects.toMatchObject({
    code: "QU002",
    message: `That cannot be asked for: ${problem}.`,
  });
});

test("only a key has a path, and one that is inherited has none", async () => {
  const install = await emptyInstall();
  const { a, as } = await company(install);
  const refused = (type: string, subject: object, problem: string, path = "secret/x") =>
    expect(as("dev", (sql) => ask(sql, a, type, subject, path))).rejects.toMatchObject({
      code: "QU002",
      message: `That cannot be asked for: ${problem}.`,
    });
  await refused("domain", { name: "b" }, "only a key has a path");
  await refused(
    "key",
    { tool_provider: "x", inherit_from_parent: true },
    "a key that is inherited has no path of its own",
  );
  await refused("key", { tool_provider: "x" }, "the path has to be one line of at most 1,000 characters", "a\nb");
});
