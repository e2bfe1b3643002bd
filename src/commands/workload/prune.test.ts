import { expect, test } from "vitest";
import { workInstall } from "../../workload/install.testing.ts";

test("whole months go with their partitions, what was so before them as well, and cannot be computed again", async () => {
  const { quad, json, withSql, work } = await workInstall();
  await work("life-insurance", "dev", { tickets: 2 });
  await withSql(async (sql) => {
    await sql`select quad_workload_month((current_date - interval '30 months')::date), quad_workload_month((current_date - interval '2 months')::date)`;
    await sql`
      insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, overload_alert)
      select current_date - make_interval(months => m), id, 'dev@massmutual.com', 1, 1, false
      from QUAD_domains, (values (0), (2), (30), (40)) v (m) where name = 'legacy'`;
    await sql`
      insert into QUAD_ticket_versions (domain_id, ticket_id, status_category, valid_from, valid_to)
      select id, 'JIRA-1', 'todo', current_date - interval '50 months', current_date - make_interval(months => m)
      from QUAD_domains, (values (1), (30)) v (m) where name = 'legacy'`;
    await sql`update QUAD_install set observed_since = current_date - interval '60 months'`;
  });
  expect(await quad("workload prune --keep 24mo")).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });
  expect(await json("workload prune --keep 2y --dry-run")).toMatchObject({
    rows: 2,
    versions: 1,
    months: [expect.stringMatching(/^\d{4}-\d\d$/)],
  });
  const { before } = await json("workload prune --keep 24mo --yes");
  expect(await withSql((sql) => sql`select count(*)::integer as n from QUAD_workload_tracking`)).toEqual([{ n: 2 }]);
  const late = await quad(`workload snapshot --date ${before.slice(0, 4) - 1}-01-01`);
  expect(late.code).toBe(5);
  expect((await json("workload prune --keep 24mo --yes")).rows).toBe(0);
});

test("it is the install's to do, and wants a number of months", async () => {
  const { quad } = await workInstall();
  expect((await quad("workload prune --keep 24mo --yes --as director@massmutual.com")).code).toBe(3);
  expect((await quad("workload prune --yes")).code).toBe(2);
  expect((await quad("workload prune --keep 0mo --yes")).code).toBe(2);
  expect((await quad("workload prune --keep 1mo")).stderr).toContain("Let go of every day of more than 1 month ago?");
});
