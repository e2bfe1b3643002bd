import { expect, test } from "vitest";
import { workInstall } from "../../workload/install.testing.ts";

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
  expect((await quad("workload forecast --domain legacy")).stdout).toBe(
    "There are too few days to say anything of /massmutual/legacy: seven with a snapshot are needed.\n",
  );
});
