import { expect, test } from "vitest";
import { drift, sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";
import type { Sql } from "../sql.ts";

const addUser = async (sql: Sql, company: string, email: string): Promise<string> => {
  const [user] = await sql<[{ id: string }]>`
    insert into QUAD_users (company_id, email) values (${company}, ${email}) returning id`;
  return user.id;
};

test("a member is linked to the user of that e-mail, whichever of the two comes first", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const links = () => sql`
      select email, user_id from QUAD_domain_members where role <> 'QUAD_ADMIN' order by email, user_id`;
    await acme.member(acme.root, "late@acme.com");
    const late = await addUser(sql, acme.id, "Late@ACME.com");
    const early = await addUser(sql, acme.id, "early@acme.com");
    await acme.member(acme.root, "Early@acme.com");
    expect(await links()).toEqual([
      { email: "early@acme.com", user_id: early },
      { email: "late@acme.com", user_id: late },
    ]);
    await sql`update QUAD_domain_members set user_id = ${early} where email = 'late@acme.com'`;
    await sql`update QUAD_domain_members set user_id = null where email = 'early@acme.com'`;
    expect(await drift(sql)).toEqual([]);
    await sql`update QUAD_domain_members set email = 'early@acme.com', role = 'QA' where email = 'late@acme.com'`;
    expect(await drift(sql)).toEqual([]);
    await sql`delete from QUAD_users where id = ${early}`;
    expect(await links()).toEqual([
      { email: "early@acme.com", user_id: null },
      { email: "early@acme.com", user_id: null },
    ]);
  });
});

test("users of another company with the same e-mail are other people", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    const [acme, beta] = [await sqlCompany(sql, "acme"), await sqlCompany(sql, "beta")];
    const inBeta = await addUser(sql, beta.id, "dev@both.com");
    await acme.member(acme.root, "dev@both.com", { allocation: 100 });
    await beta.member(beta.root, "dev@both.com", { allocation: 100 });
    expect(await sql`select company_id, user_id from QUAD_domain_members where user_id is not null`).toEqual([
      { company_id: beta.id, user_id: inBeta },
    ]);
    await sql`update QUAD_users set email = 'new@both.com' where id = ${inBeta}`;
    expect(await sql`select company_id from QUAD_domain_members where email = 'dev@both.com'`).toEqual([
      { company_id: acme.id },
    ]);
    expect(await drift(sql)).toEqual([]);
  });
});

test("a changed e-mail follows to everything that is keyed by it", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql, "acme", "free");
    const [a, b] = [await acme.domain("a"), await acme.domain("b")];
    const user = await addUser(sql, acme.id, "admin@acme.com");
    for (const n of [2, 3, 4, 5]) await acme.member(a, `dev${n}@acme.com`);
    await acme.member(a, "admin@acme.com", { allocation: 60 });
    await acme.member(b, "admin@acme.com", { allocation: 40 });
    await sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email) values (${a}, 'JIRA-1', 'jira', 'admin@acme.com')`;
    await sql`
      insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name, developer_email) values (${a}, 'r', 'b', 'admin@acme.com')`;
    await sql`
      insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, overload_alert)
      values (current_date, ${a}, 'admin@acme.com', 1, 1, false)`;
    await sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email) values (${acme.id}, 'Postman', 'API', 'admin@acme.com')`;
    await sql`
      insert into QUAD_request_votes (request_id, company_id, email)
      select id, company_id, e from QUAD_integration_requests, unnest(array['admin@acme.com', 'boss@acme.com']) e`;
    await sql`
      insert into QUAD_request_feedback (request_id, number, kind, said, reported_by_email)
      select id, 1, 'bug', 'x', 'admin@acme.com' from QUAD_integration_requests`;
    await sql`
      insert into QUAD_approval_workflows (company_id, domain_id, subject_type, subject, status, requested_by_email, decided_by_email, decided_at)
      values (${acme.id}, ${a}, 'role', '{}', 'approved', 'admin@acme.com', 'admin@acme.com', now())`;

    await sql`update QUAD_users set email = 'Boss@acme.com' where id = ${user}`;

    const [held] = await sql`
      select (select admin_email from QUAD_companies) as company,
        (select count(*) from QUAD_domain_members where email = 'boss@acme.com' and user_id = ${user}) as memberships,
        (select allocated from QUAD_people where email = 'boss@acme.com') as allocated,
        (select assignee_email from QUAD_itsm_tickets) as ticket,
        (select developer_email from QUAD_branch_ticket_mapping) as branch,
        (select developer_email from QUAD_workload_tracking) as workload,
        (select requested_by_email from QUAD_integration_requests) as request,
        (select string_agg(email, ' ') from QUAD_request_votes) as votes,
        (select string_agg(distinct by_email, ' ') from QUAD_request_events) as events,
        (select reported_by_email from QUAD_request_feedback) as feedback,
        (select requested_by_email || ' ' || decided_by_email from QUAD_approval_workflows) as approval`;
    expect(held).toEqual({
      company: "boss@acme.com",
      memberships: 3,
      allocated: 100,
      ticket: "boss@acme.com",
      branch: "boss@acme.com",
      workload: "boss@acme.com",
      request: "boss@acme.com",
      votes: "boss@acme.com",
      events: "boss@acme.com",
      feedback: "boss@acme.com",
      approval: "boss@acme.com boss@acme.com",
    });
    expect(await drift(sql)).toEqual([]);
    await expect(sql`update QUAD_users set email = 'dev2@acme.com' where id = ${user}`).rejects.toMatchObject({
      code: "QU005",
      message: "dev2@acme.com is a member of domains already; it cannot be joined with boss@acme.com.",
    });
  });
});

test("an account and a membership that come at the same moment find each other", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const account = (email: string) => withSql((own) => addUser(own, acme.id, email));
    const membership = (email: string) =>
      withSql(
        (own) =>
          own`insert into QUAD_domain_members (domain_id, email, role) values (${acme.root}, ${email}, 'DEVELOPER')`,
      );
    for (const [i, first, second] of [
      [1, account, membership],
      [2, membership, account],
    ] as const) {
      const email = `dev${i}@acme.com`;
      // The first has done its work and not committed when the second begins.
      let waiting: Promise<unknown> = Promise.resolve();
      await withSql((own) =>
        own.begin(async (tx) => {
          if (first === account) await addUser(tx as unknown as Sql, acme.id, email);
          else
            await tx`insert into QUAD_domain_members (domain_id, email, role) values (${acme.root}, ${email}, 'DEVELOPER')`;
          waiting = second(email);
          await untilOneWaits(sql);
        }),
      );
      await waiting;
      expect(await drift(sql)).toEqual([]);
    }
    expect(await sql`select from QUAD_domain_members where user_id is not null`).toHaveLength(2);
  });
});

test("a membership that comes while the account changes its e-mail is not left with a wrong link", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const user = await addUser(sql, acme.id, "old@acme.com");
    let waiting: Promise<unknown> = Promise.resolve();
    await withSql((own) =>
      own.begin(async (tx) => {
        await tx`update QUAD_users set email = 'new@acme.com' where id = ${user}`;
        waiting = withSql(
          (other) =>
            other`insert into QUAD_domain_members (domain_id, email, role) values (${acme.root}, 'old@acme.com', 'DEVELOPER')`,
        );
        await untilOneWaits(sql);
      }),
    );
    await waiting;
    expect(await drift(sql)).toEqual([]);
  });
});

/** Returns when a session of this database waits for a lock. */
async function untilOneWaits(sql: Sql): Promise<void> {
  for (;;) {
    const waiting = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
}
