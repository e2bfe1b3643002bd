import fc from "fast-check";
import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

type Due = {
  readonly response: string | null;
  readonly start: string | null;
  readonly beta: string | null;
  readonly release: string | null;
};

/** A request of a Pro customer of Monday, 2026-01-05, and what is due of it. */
async function asked() {
  const install = await teamInstall();
  const slug = await install.receive();
  const due = async (): Promise<Due> => (await install.json(`request show ${slug}`)).due;
  const run = (statement: string) =>
    install.withSql((sql) => sql.unsafe(statement.replaceAll("$company", "(select company_id from QUAD_customers)")));
  return { ...install, slug, due, run };
}

test("a holiday moves what is due, and taking it out moves it back", async () => {
  const { due, run } = await asked();
  const before = await due();
  expect(before).toEqual({ response: "2026-01-07", start: "2026-01-19", beta: "2026-02-02", release: "2026-02-16" });
  await run(
    `insert into QUAD_holidays (company_id, day, name) values ($company, '2026-01-16', 'One'), ($company, '2026-02-03', 'Two')`,
  );
  const moved = { ...before, start: "2026-01-20", beta: "2026-02-04", release: "2026-02-18" };
  // It was acknowledged as it came.
  expect(await due()).toEqual(moved);
  await run("update QUAD_holidays set day = '2026-02-04' where name = 'Two'");
  expect(await due()).toEqual({ ...moved, beta: "2026-02-03" });
  await run("delete from QUAD_holidays");
  expect(await due()).toEqual(before);
});

test("another weekend, another plan and another SLA count for what is not reached; what was reached keeps its day", async () => {
  const { due, run } = await asked();
  const before = await due();
  await run("update QUAD_integration_requests set status = 'in_progress', started_at = '2026-01-09T12:00Z'");
  await run("insert into QUAD_calendars (company_id, weekend) values ($company, '{5,6,7}')");
  const four = await due();
  expect([four.response, four.start]).toEqual([before.response, before.start]);
  expect(four.beta).toBe("2026-02-09");
  await run("delete from QUAD_calendars");
  expect(await due()).toEqual(before);
  await run("update QUAD_companies set plan = 'enterprise' where id = $company");
  expect(await due()).toEqual({ ...before, beta: "2026-01-26", release: "2026-02-02" });
  await run("update QUAD_sla set max_days = 16 where (plan, stage) = ('enterprise', 'beta')");
  expect((await due()).beta).toBe("2026-01-27");
  await run("update QUAD_companies set plan = 'free' where id = $company");
  expect(await due()).toEqual({ ...before, beta: null, release: null });
  // What is over stays as it was.
  await run("update QUAD_integration_requests set status = 'rejected', closed_because = 'x'");
  await run("update QUAD_companies set plan = 'pro' where id = $company");
  expect((await due()).beta).toBe(null);
});

test("what is reached keeps the day by which it was due when it is expedited", async () => {
  const { due, run } = await asked();
  const before = await due();
  await run("update QUAD_integration_requests set status = 'in_progress', started_at = '2026-01-20T12:00Z'");
  await run("update QUAD_companies set plan = 'enterprise' where id = $company");
  await run("update QUAD_integration_requests set expedited_at = '2026-01-06T12:00Z'");
  expect(await due()).toEqual({ ...before, beta: "2026-01-13", release: "2026-01-20" });
});

test("what is in beta keeps the day by which that was due, and only the release is counted anew", async () => {
  const { due, run } = await asked();
  const before = await due();
  await run("update QUAD_integration_requests set status = 'beta'");
  await run("update QUAD_companies set plan = 'enterprise' where id = $company");
  expect(await due()).toEqual({ ...before, release: "2026-02-02" });
  await run("update QUAD_integration_requests set expedited_at = '2026-01-06T12:00Z'");
  expect(await due()).toEqual({ ...before, release: "2026-01-20" });
});

test("a company goes with its calendar and its requests", async () => {
  const { run, withSql } = await asked();
  await run("insert into QUAD_holidays (company_id, day, name) values ($company, '2026-01-16', 'One')");
  await run("insert into QUAD_calendars (company_id, weekend) values ($company, '{5,6,7}')");
  await run("delete from QUAD_companies where id = $company");
  expect(await withSql((sql) => sql`select from QUAD_integration_requests`)).toHaveLength(0);
});

test("the settings of requests are changed, and never deleted", async () => {
  const { withSql } = await teamInstall();
  await withSql((sql) => sql`update QUAD_request_settings set support_name = 'The team'`);
  for (const statement of ["delete from QUAD_request_settings", "truncate QUAD_request_settings"])
    await expect(withSql((sql) => sql.unsafe(statement))).rejects.toMatchObject({ code: "conflict" });
});

test("the key of a tool is the one that its requests have, however it is spelled", async () => {
  const { withSql } = await teamInstall();
  const spelling = fc
    .tuple(
      fc.constantFrom("", " ", "https://", "http://www.", "www.", "."),
      fc.string({ unit: fc.constantFrom(..."aZ9é İß-._/+# 漢🚀"), maxLength: 12 }),
      fc.constantFrom("", ".com", ".io/", ".co", " .app", "/"),
    )
    .map((parts) => parts.join(""))
    .filter((name) => name.trim() !== "");
  const names = [...new Set(fc.sample(spelling, 2000))];
  const different = await withSql(
    (sql) => sql`
      with named as (
        insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email)
        select c.id, n.name, 'Cloud', 'a@b.com' from json_array_elements_text(${JSON.stringify(names)}::text::json) n (name),
          (select id from QUAD_companies limit 1) c
        returning tool_name, tool_key)
      select tool_name, tool_key, quad_tool_key(tool_name) from named where tool_key <> quad_tool_key(tool_name)`,
  );
  expect([...different]).toEqual([]);
});

test.each([
  [["Postman", "post man", "https://www.postman.com/", "POST-MAN", "postman.io"], "postman"],
  [["C"], "c"],
  [["C++", "c ++", " C++ ", "Ｃ＋＋"], "c++"],
  [["C#", "c #"], "c#"],
  [["A+B", "a b", "#ab"], "ab"],
  [["++"], "++"],
])("%j is one tool, %s", async (names, key) => {
  const { withSql } = await teamInstall();
  const keys = await withSql(
    (sql) => sql`
      select distinct quad_tool_key(name) as key from json_array_elements_text(${JSON.stringify(names)}::text::json) n (name)`,
  );
  expect([...keys]).toEqual([{ key }]);
});
