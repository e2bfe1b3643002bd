import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type WorkInstall, workInstall } from "../../workload/install.testing.ts";

/** dev@ at 120 % in life-insurance, shared-dev@ at 60 % in insurance-division and 50 % in wealth-management. */
async function busy(): Promise<WorkInstall> {
  const install = await workInstall();
  await install.work("life-insurance", "dev", { tickets: 100, points: 1 });
  await install.work("insurance-division", "shared-dev", { tickets: 20, branches: 20 });
  await install.work("wealth-management", "shared-dev", { tickets: 10, branches: 10 });
  await install.quad("workload snapshot");
  return install;
}

test("elsewhere than on a terminal it is a line a person, most loaded first", async () => {
  const { quad } = await busy();
  expect(await quad("workload report")).toEqual({
    code: 0,
    stderr: "",
    stdout: [
      "dev@massmutual.com\t120\toverloaded\t\t120\t100\t0\t100\t100\t/massmutual/insurance-division/life-insurance",
      "shared-dev@massmutual.com\t110\toverloaded\t\t45\t30\t30\t0\t100\t/massmutual/insurance-division 60 %, /massmutual/legacy 0 %, /massmutual/wealth-management 50 %",
      "director@massmutual.com\t0\tnormal\t\t0\t0\t0\t0\t0\t/massmutual/insurance-division",
      "it-admin@massmutual.com\t0\tnormal\t\t0\t0\t0\t0\t0\t/massmutual",
      "",
    ].join("\n"),
  });
});

test("sub-domains are rolled up, each person once; of a domain's people the total is of all their domains", async () => {
  const { json } = await busy();
  const { domains, people, levels } = await json("workload report --domain insurance-division");
  expect(
    domains.map(({ path, people, tickets, allocation, final, utilisation }: Record<string, unknown>) => [
      path,
      people,
      tickets,
      allocation,
      final,
      utilisation,
    ]),
  ).toEqual([
    ["/massmutual/insurance-division", 3, 120, 150, 150, 100],
    ["/massmutual/insurance-division/life-insurance", 1, 100, 100, 120, 120],
  ]);
  expect(
    people.map(({ email, total, domains, outside }: Record<string, unknown>) => [
      email,
      total,
      (domains as unknown[]).length,
      outside,
    ]),
  ).toEqual([
    ["dev@massmutual.com", 120, 1, 0],
    ["shared-dev@massmutual.com", 110, 1, 2],
    ["director@massmutual.com", 0, 1, 0],
  ]);
  expect(levels).toEqual({ normal: 1, moderate: 0, high: 0, "at capacity": 0, overloaded: 2, unallocated: 0 });
  const whole = await json("workload report");
  expect(whole.domains[0]).toMatchObject({
    path: "/massmutual",
    people: 4,
    tickets: 130,
    allocation: 200,
    levels: { overloaded: 2, normal: 2 },
  });
});

test("since when somebody is overloaded, and what the total was a week ago", async () => {
  const { json, quad, withSql } = await busy();
  await withSql(async (sql) => {
    for (const [ago, factor] of [
      [9, 1.2],
      [8, 0.5],
      [7, 0.9],
      [5, 1.1],
      [2, 1],
      [1, 1],
    ] as const) {
      await sql`
        insert into QUAD_workload_tracking (snapshot_date, domain_id, developer_email, base_workload, final_workload, capacity_percentage, overload_alert)
        select current_date - ${ago}::integer, domain_id, developer_email, base_workload, final_workload, capacity_percentage * ${factor}, overload_alert
        from QUAD_workload_tracking where snapshot_date = current_date`;
    }
  });
  const { people } = await json("workload report --user dev@massmutual.com");
  // 60 eight days ago, then 108 and above on every day that has a snapshot
  const [{ day }] = await withSql((sql) => sql<[{ day: string }]>`select (current_date - 7)::text as day`);
  expect(people[0]).toMatchObject({ weekAgo: 108, overloadedSince: day });
  expect((await quad(`workload report --date ${day}`)).stdout).toMatch(/^dev@massmutual.com\t108\t/);
});

test("who sees only some of somebody's domains is told so", async () => {
  const { json } = await busy();
  const { people, domains } = await json("workload report --domain insurance-division --as director@massmutual.com");
  expect(people[1]).toMatchObject({ email: "shared-dev@massmutual.com", total: 60, outside: 0, unseen: 2 });
  expect(domains).toHaveLength(2);
  const own = await json("workload report --domain life-insurance --as dev@massmutual.com");
  expect(own.people.map(({ email }: { email: string }) => email)).toEqual(["dev@massmutual.com"]);
});

test("without a snapshot it says what to run, and of another day which one is the last", async () => {
  const { quad } = await workInstall();
  expect(await quad("workload report")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no snapshot yet.\nTake one: quad workload snapshot\n",
  });
  await quad("workload snapshot");
  const { code, stderr } = await quad("workload report --date 2020-02-29");
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^There is no snapshot of 2020-02-29.\nThe last one is of \d{4}-\d\d-\d\d.\nTake it: quad workload snapshot --date 2020-02-29\n$/,
  );
  expect((await quad("workload report --format pdf")).code).toBe(2);
  expect((await quad("workload report --domain nowhere")).code).toBe(4);
});

test.each(["json", "csv", "md", "html", "prometheus"])(
  "as %s, to standard output and into a file that is there whole",
  async (format) => {
    const { quad, directory } = await busy();
    const { code, stdout } = await quad(`workload report --format ${format}`);
    expect(code).toBe(0);
    expect(stdout).toContain("dev@massmutual.com");
    const file = join(directory, "report");
    expect(await quad(["workload", "report", "--format", format, "--output", file])).toEqual({
      code: 0,
      stdout: "",
      stderr: `Wrote ${file}.\n`,
    });
    const withoutTime = (text: string) => text.replace(/\d\d:\d\d(:\d\d)?/g, "");
    expect(withoutTime(readFileSync(file, "utf8"))).toBe(withoutTime(stdout));
    expect(readdirSync(directory).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
);

test("a file that cannot be written is a sentence, and leaves nothing", async () => {
  const { quad, directory } = await busy();
  expect(await quad(["workload", "report", "--output", join(directory, "no", "where")])).toEqual({
    code: 2,
    stdout: "",
    stderr: `${join(directory, "no", "where")} cannot be written: its directory is not there.\nLook at ${join(directory, "no")}.\n`,
  });
  expect((await quad(["workload", "report", "--output", directory])).code).toBe(2);
  expect(existsSync(join(directory, "no"))).toBe(false);
  const full = await quad(["workload", "report", "--output", "/dev/full/x"]);
  expect(full).toMatchObject({ code: 2, stderr: expect.stringContaining("it lies below a file") });
});
