import { expect, test } from "vitest";
import { customerInstall } from "../../requests/install.testing.ts";

test("what is withdrawn stays so, with the reason that was given", async () => {
  const { quad, json, withSql } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  expect(await quad(["request", "withdraw", slug, "--reason", "We use\tPostman now."])).toEqual({
    code: 0,
    stdout: `Withdrawn: ${slug}.\n`,
    stderr: "",
  });
  expect(await quad(`request withdraw ${slug}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `${slug} is withdrawn already.\nSee it: quad request show ${slug}\n`,
  });
  expect((await quad(`request show ${slug}`)).stdout).toContain("Status: Withdrawn (We use Postman now.)\n");
  const mails = await withSql((sql) => sql`select from QUAD_outbox where template = 'request-withdrawn'`);
  expect(mails).toHaveLength(1);
});

test("after the database was put back it is withdrawn, remarked on and reported on all the same", async () => {
  const { quad, json, withSql } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug, id }] = await json("request list");
  await withSql((sql) => sql`update QUAD_integration_requests set status = 'beta', beta_patch = 'bruno-beta-1.0'`);
  const letters = () =>
    withSql(
      (sql) => sql`
        select o.template, count(a.*)::integer as letters from QUAD_outbox o
          left join QUAD_outbox_attachments a on a.outbox_id = o.id
        where o.template <> 'request-submitted' group by 1 order by 1`,
    );
  for (const before of [true, false]) {
    expect((await quad(["request", "comment", slug, "We wait."])).code).toBe(0);
    expect((await quad(["request", "feedback", slug, "--bug", "It fails."])).code).toBe(0);
    // Mails that went out come back with an earlier state of the database, events do not.
    if (before)
      await withSql(async (sql) => {
        const [{ first }] = await sql<
          [{ first: number }]
        >`select min(id)::integer as first from QUAD_request_events where kind = 'comment'`;
        await sql`delete from QUAD_request_events where id >= ${first}`;
        await sql`delete from QUAD_request_feedback`;
        await sql`select setval(pg_get_serial_sequence('quad_request_events', 'id'), ${first}, false)`;
      });
  }
  expect(await letters()).toEqual([
    { template: "request-comment", letters: 2 },
    { template: "request-feedback", letters: 2 },
  ]);
  // That it is withdrawn is told once.
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion, status, sent_at, attempts)
      select company_id, 'integrations@quadframe.work', 'request-withdrawn', '{}', ${`request ${id} withdrawn`}, 'sent', now(), 1
      from QUAD_integration_requests`,
  );
  expect(await quad(`request withdraw ${slug}`)).toEqual({ code: 0, stdout: `Withdrawn: ${slug}.\n`, stderr: "" });
  expect(await withSql((sql) => sql`select from QUAD_outbox where template = 'request-withdrawn'`)).toHaveLength(1);
});
