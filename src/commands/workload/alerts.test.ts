import { expect, test } from "vitest";
import { workInstall } from "../../workload/install.testing.ts";

test("above 100 % the nearest DOMAIN_ADMIN upwards is told, once a day and person, with what to do", async () => {
  const { quad, withSql, work, json } = await workInstall();
  await work("life-insurance", "dev", { tickets: 101 });
  await work("legacy", "shared-dev", { tickets: 21 });
  expect((await quad("workload snapshot")).stderr).toMatch(/, 2 above 100 %, 2 messages written\.$/m);
  const sent = () =>
    withSql((sql) => sql`select recipient_email as to, template, data from QUAD_outbox order by data ->> 'domain'`);
  expect(await sent()).toEqual([
    {
      to: "director@massmutual.com",
      template: "workload-overload",
      data: {
        person: "dev@massmutual.com",
        domain: "/massmutual/insurance-division/life-insurance",
        domainName: "life-insurance",
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        scope: "domain",
        capacity: 101,
        tickets: 101,
        branches: 0,
        points: 0,
        allocation: 100,
        run: [
          "quad workload explain dev@massmutual.com",
          "quad workload suggest --domain massmutual/insurance-division/life-insurance",
        ],
      },
    },
    // Nobody is DOMAIN_ADMIN there: the company's QUAD_ADMIN.
    {
      to: "it-admin@massmutual.com",
      template: "workload-overload",
      data: expect.objectContaining({ person: "shared-dev@massmutual.com", capacity: 105 }),
    },
  ]);
  await quad("workload snapshot");
  expect(await sent()).toHaveLength(2);
  expect(await json("workload alerts")).toEqual([
    {
      email: "shared-dev@massmutual.com",
      domain: "/massmutual/legacy",
      capacity: 105,
      level: "overloaded",
      told: ["it-admin@massmutual.com"],
    },
    {
      email: "dev@massmutual.com",
      domain: "/massmutual/insurance-division/life-insurance",
      capacity: 101,
      level: "overloaded",
      told: ["director@massmutual.com"],
    },
  ]);
});

test("who was told stays so when the domain has another path", async () => {
  const { quad, json, work } = await workInstall();
  await work("life-insurance", "dev", { tickets: 101 });
  await quad("workload snapshot");
  const told = (await json("workload alerts")).map((alert: { told: string[] }) => alert.told);
  expect(told).toEqual([["director@massmutual.com"]]);
  await quad("domain rename life-insurance life");
  await quad("domain move insurance-division/life --to legacy");
  expect((await json("workload alerts")).map((alert: { told: string[] }) => alert.told)).toEqual(told);
});

test("a total above 100 % that several domains make goes to the admin of the primary domain, once more", async () => {
  const { quad, json, work } = await workInstall();
  await quad("member set shared-dev@massmutual.com --domain insurance-division --primary");
  await work("insurance-division", "shared-dev", { tickets: 30 });
  await work("wealth-management", "shared-dev", { tickets: 15 });
  await quad("workload snapshot");
  expect(await json("workload alerts")).toEqual([
    {
      email: "shared-dev@massmutual.com",
      domain: null,
      capacity: 110,
      level: "overloaded",
      told: ["director@massmutual.com"],
    },
  ]);
});

test("who was told stays so when either of them has another address, and nobody is told again", async () => {
  const { quad, json, work, withSql } = await workInstall();
  await work("life-insurance", "dev", { tickets: 101 });
  await quad("workload snapshot");
  const mails = () => withSql((sql) => sql`select recipient_email from QUAD_outbox`);
  expect(await mails()).toHaveLength(1);
  await quad("user add dev@massmutual.com");
  await quad("user add director@massmutual.com");
  await quad("user rename dev@massmutual.com developer@massmutual.com");
  await quad("user rename director@massmutual.com head@massmutual.com");
  expect(await json("workload alerts")).toMatchObject([
    { email: "developer@massmutual.com", told: ["head@massmutual.com"] },
  ]);
  await quad("workload snapshot");
  expect(await mails()).toEqual([{ recipient_email: "head@massmutual.com" }]);
});

test("exactly 100 % is at capacity, and nobody is told", async () => {
  const { quad, work, json } = await workInstall();
  await work("life-insurance", "dev", { tickets: 100 });
  expect((await quad("workload snapshot")).stderr).toMatch(/0 above 100 %\.$/m);
  expect(await quad("workload alerts")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await json("workload alerts --level at-capacity")).toMatchObject([
    { capacity: 100, level: "at capacity", told: [] },
  ]);
});

test("--fail-on is exit code 8 where there is anybody in that band or above, and 0 and silence where there is nobody", async () => {
  const { quad, work } = await workInstall();
  await work("life-insurance", "dev", { tickets: 70 });
  await quad("workload snapshot");
  expect(await quad("workload alerts --fail-on high")).toEqual({ code: 0, stdout: "", stderr: "" });
  await work("life-insurance", "dev", { tickets: 1 });
  await quad("workload snapshot");
  expect(await quad("workload alerts --fail-on high")).toEqual({
    code: 8,
    stdout: "dev@massmutual.com\t71\thigh\t/massmutual/insurance-division/life-insurance\t\n",
    stderr: "",
  });
  expect((await quad("workload alerts --fail-on overloaded")).code).toBe(0);
  expect((await quad("workload alerts --fail-on nonsense")).code).toBe(2);
});

test("a day that is over tells nobody", async () => {
  const { quad, work, withSql } = await workInstall();
  await work("life-insurance", "dev", { tickets: 200 });
  const [{ day }] = await withSql((sql) => sql<[{ day: string }]>`select (current_date - 1)::text as day`);
  await quad(`workload snapshot --date ${day}`);
  expect(await withSql((sql) => sql`select count(*)::integer as n from QUAD_outbox`)).toEqual([{ n: 0 }]);
});
