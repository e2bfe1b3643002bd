import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

test("what is late ends with 8; best effort never is, and what is due soon can be asked for", async () => {
  const { quad, receive, withSql } = await teamInstall();
  expect(await quad("request sla --breached")).toEqual({ code: 0, stdout: "", stderr: "" });
  await receive({ tool: "Free Tool", company: "C1", plan: "free", submittedAt: "2020-01-01T00:00:00.000Z" });
  expect((await quad("request sla --breached")).code).toBe(0);
  expect((await quad("request sla")).stdout).toMatch(/\tfree\tdevelopment start\tbest effort\t\n$/);
  const late = await receive({ company: "C2", plan: "pro", submittedAt: "2026-01-05T12:00:00.000Z" });
  const { code, stdout } = await quad("request sla --breached");
  expect([code, stdout]).toEqual([
    8,
    expect.stringMatching(new RegExp(`^${late}\\tC2\\tpro\\tdevelopment start\\t2026-01-19\\t\\d+ days late\\n$`)),
  ]);
  await quad(`request start ${late}`);
  expect((await quad("request sla --json --breached")).stdout).toContain('"stage": "beta"');
  await withSql((sql) => sql`update QUAD_integration_requests set beta_due = current_date where slug = ${late}`);
  expect(await quad("request sla --due 0d")).toMatchObject({ code: 0, stdout: expect.stringMatching(/\t0 days\n$/) });
  expect((await quad("request sla --due soon")).code).toBe(2);
});

test("the table is the spec's, in business days", async () => {
  const { withSql } = await teamInstall();
  const rows = await withSql(
    (sql) => sql<{ plan: string; stage: string; days: string | null }[]>`
      select plan, stage, nullif(concat_ws('-', min_days, nullif(max_days, min_days)), '') as days from QUAD_sla
      order by array_position(array['enterprise', 'pro', 'free'], plan),
        array_position(array['response', 'start', 'beta', 'release'], stage)`,
  );
  expect(rows.map(({ plan, stage, days }) => `${plan} ${stage} ${days ?? "best effort"}`)).toEqual([
    "enterprise response 1",
    "enterprise start 5",
    "enterprise beta 10-15",
    "enterprise release 15-20",
    "pro response 2",
    "pro start 10",
    "pro beta 15-20",
    "pro release 20-30",
    "free response 5",
    "free start best effort",
    "free beta best effort",
    "free release best effort",
  ]);
});

test("due dates are those of the company's plan, over weekends", async () => {
  const { receive, json } = await teamInstall();
  const due = async (plan: "enterprise" | "pro" | "free") =>
    (
      await json(
        `request show ${await receive({ company: plan, plan, tool: plan, submittedAt: "2026-01-09T12:00:00.000Z" })}`,
      )
    ).due;
  expect(await due("enterprise")).toEqual({
    response: "2026-01-12",
    start: "2026-01-16",
    beta: "2026-01-30",
    release: "2026-02-06",
  });
  expect(await due("pro")).toEqual({
    response: "2026-01-13",
    start: "2026-01-23",
    beta: "2026-02-06",
    release: "2026-02-20",
  });
  expect(await due("free")).toEqual({ response: "2026-01-16", start: null, beta: null, release: null });
});
