import { expect, test } from "vitest";
import { styleOf } from "../../terminal/style.ts";
import { workInstall } from "../../workload/install.testing.ts";
import { renderTrend } from "../../workload/render-trend.ts";

/** dev@ at 40 % thirty days ago, a point more each day, 69 % today; no snapshot of two of the days. */
async function rising() {
  const install = await workInstall();
  await install.withSql(
    (sql) => sql`
      insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, allocation_percentage, base_workload, final_workload,
        capacity_percentage, overload_alert)
      select current_date - n, d.id, 'dev@massmutual.com', 100, 69 - n, 69 - n, 69 - n, false
      from generate_series(0, 29) n, QUAD_domains d where d.name = 'life-insurance' and n not in (3, 4)`,
  );
  const [{ days }] = await install.withSql(
    (sql) =>
      sql<
        [{ days: string[] }]
      >`select json_agg((current_date - n)::text order by n desc) as days from generate_series(-14, 29) n`,
  );
  return { ...install, day: (ago: number) => days[29 - ago] ?? "" };
}

test("a line a day, empty where there is no snapshot", async () => {
  const { quad, day } = await rising();
  expect((await quad("workload trend --user dev@massmutual.com --days 6")).stdout).toBe(
    `${day(5)}\t64\n${day(4)}\t\n${day(3)}\t\n${day(2)}\t67\n${day(1)}\t68\n${day(0)}\t69\n`,
  );
  expect((await quad("workload trend --domain insurance-division --days 2")).stdout).toBe(
    `${day(1)}\t68\n${day(0)}\t69\n`,
  );
  expect((await quad("workload trend --days 1")).code).toBe(2);
});

test("the forecast goes on from the last day, with an interval around what is expected", async () => {
  const { json, quad, day } = await rising();
  const { forecast } = await json("workload forecast --user dev@massmutual.com");
  expect(forecast.days).toHaveLength(14);
  expect(forecast.days[0].date).toBe(day(-1));
  expect(
    forecast.days.every(
      ({ low, expected, high }: Record<string, number>) =>
        (low ?? 0) <= (expected ?? 0) && (expected ?? 0) <= (high ?? 0),
    ),
  ).toBe(true);
  expect(forecast.confidence).toBe(0.8);
  expect(await quad("workload forecast --domain legacy")).toEqual({
    code: 0,
    stdout: "",
    stderr: `There are too few days to say anything of /massmutual/legacy: of the last 150, 0 have a number; seven are needed.
Of 28 days there is a snapshot, which has nothing of it.
`,
  });
  expect(await quad("workload forecast --domain legacy --json")).toMatchObject({
    stdout: expect.stringContaining('"forecast": null'),
    stderr: "",
  });
});

test("a day without a number says why: no snapshot, nothing of it in the snapshot, no allocation", async () => {
  const { quad, json, withSql, day } = await rising();
  await withSql(
    (sql) => sql`
      insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, capacity_percentage, overload_alert)
      select current_date - n, d.id, 'shared-dev@massmutual.com', 1, 1, null, true
      from generate_series(0, 1) n, QUAD_domains d where d.name = 'wealth-management'`,
  );
  const gaps = async (flags: string) =>
    (await json(`workload trend --days 4 ${flags}`)).days.map(({ gap }: { gap: string | null }) => gap);
  const three = ["no snapshot", "not in the snapshot", "no allocation", "no allocation"];
  expect(await gaps("--user shared-dev@massmutual.com")).toEqual(three);
  expect(await gaps("--domain wealth-management")).toEqual(three);
  expect(await gaps("--user dev@massmutual.com")).toEqual(["no snapshot", null, null, null]);
  const { days, of, within } = await json("workload trend --days 4 --domain wealth-management");
  expect(renderTrend({ of, within, days }, { ...(await styleOf({}, false)), tty: true })).toBe(
    ["/massmutual/wealth-management", ...three.map((gap, i) => `${day(3 - i)}  ${gap}`)].join("\n"),
  );
  expect((await quad("workload forecast --user shared-dev@massmutual.com")).stderr).toMatch(
    /: of the last 150, 0 have a number; seven are needed\.\nOf 2 days there is a snapshot, but no allocation to divide by\.\n/,
  );
});

test("a person's days of one domain and below it", async () => {
  const { json, withSql } = await rising();
  await withSql(
    (sql) => sql`
      insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, capacity_percentage, overload_alert)
      select current_date - n, d.id, 'dev@massmutual.com', 1, 1, 10, false
      from generate_series(0, 20) n, QUAD_domains d where d.name = 'legacy'`,
  );
  const values = async (flags: string) =>
    (await json(`workload trend --user dev@massmutual.com --days 2 ${flags}`)).days.map(
      ({ value }: { value: number }) => value,
    );
  expect(await values("")).toEqual([78, 79]);
  expect(await values("--domain legacy")).toEqual([10, 10]);
  expect(await values("--domain insurance-division")).toEqual([68, 69]);
  expect(await values("--domain wealth-management")).toEqual([null, null]);
  expect(await json("workload forecast --user dev@massmutual.com --domain legacy --days 2")).toMatchObject({
    of: "dev@massmutual.com",
    within: "/massmutual/legacy",
    forecast: { days: [{ expected: 10 }, { expected: 10 }] },
  });
});
