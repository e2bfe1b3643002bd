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
    /^There is no snapshot of 2020-02-29.\nThe last one is of \d{4}-\d\d-\d\d.\nSee the last one: leave out --date.\n$/,
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
  expect((await quad(["workload", "report", "--output", "src"])).stderr).toBe(
    `src cannot be written: it is a directory.\nLook at ${process.cwd()}.\n`,
  );
  const full = await quad(["workload", "report", "--output", "/dev/full/x"]);
  expect(full).toMatchObject({ code: 2, stderr: expect.stringContaining("it lies below a file") });
});

test("a day without a snapshot is to be taken only where it could be: observed, and by the install", async () => {
  const { quad, work, withSql } = await workInstall();
  await quad("workload snapshot");
  await work("life-insurance", "dev", { tickets: 1 });
  const [{ day }] = await withSql((sql) => sql<[{ day: string }]>`select (current_date - 2)::text as day`);
  const hint = async (flags: string) => {
    const { code, stderr } = await quad(`workload report ${flags}`);
    return [code, stderr.trimEnd().split("\n").at(-1)];
  };
  expect(await hint(`--date ${day}`)).toEqual([4, `Take it: quad workload snapshot --date ${day}`]);
  expect(await hint(`--date ${day} --as director@massmutual.com`)).toEqual([4, "See the last one: leave out --date."]);
  expect(await hint("--date 2001-01-01")).toEqual([4, "See the last one: leave out --date."]);
  expect(await hint("--date 9999-12-31")).toEqual([2, "9999-12-31 is yet to come."]);
});

test("--json is a format: into a file as well, and not beside another", async () => {
  const { quad, directory } = await busy();
  const file = join(directory, "report.json");
  expect(await quad(["workload", "report", "--json", "-o", file])).toEqual({
    code: 0,
    stdout: "",
    stderr: `Wrote ${file}.\n`,
  });
  expect(JSON.parse(readFileSync(file, "utf8")).people).toHaveLength(4);
  for (const format of ["csv", "table"]) {
    const { code, stdout, stderr } = await quad(`workload report --json --format ${format}`);
    expect([code, stdout, JSON.parse(stderr).error.message]).toEqual([
      2,
      "",
      `--json is --format json, and --format ${format} is another.`,
    ]);
  }
  expect((await quad("workload report --json --format json")).stdout).toBe(
    (await quad("workload report --json")).stdout,
  );
});

test("- is standard output; what is no file is not written into", async () => {
  const { quad } = await busy();
  const shown = await quad("workload report");
  expect(await quad("workload report -o -")).toEqual(shown);
  expect((await quad("workload report --format csv --output -")).stdout).toMatch(/^[a-z].*\r\n/);
  for (const file of ["", " ", "--user"]) {
    expect(await quad(["workload", "report", "--output", file])).toEqual({
      code: 2,
      stdout: "",
      stderr: `${JSON.stringify(file)} is no file to write into.\nName one, as in --output report.html, or - for standard output.\n`,
    });
  }
});

test("who is nobody here is not found; who is somebody elsewhere has no line", async () => {
  const { quad } = await busy();
  const nobody = {
    code: 4,
    stdout: "",
    stderr: "Nobody here is known as ghost@massmutual.com.\nSee who is a member: quad member list\n",
  };
  for (const line of ["report", "trend", "forecast", "trend --domain legacy"]) {
    expect(await quad(`workload ${line} --user ghost@massmutual.com`)).toEqual(nobody);
  }
  expect((await quad("workload report --user dec@massmutual.com")).stderr).toMatch(
    "Did you mean dev@massmutual.com?\n",
  );
  expect(await quad("workload report --user dev@massmutual.com --domain legacy")).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
});

test("whoever left a day, a ticket or a branch behind is somebody, to those who see it", async () => {
  const { quad, work } = await workInstall();
  await work("legacy", "gone", { tickets: 1 });
  await quad("workload snapshot");
  const report = "workload report --domain life-insurance --user gone@massmutual.com";
  expect((await quad(report)).code).toBe(0);
  expect((await quad(`${report} --as director@massmutual.com`)).code).toBe(4);
});
