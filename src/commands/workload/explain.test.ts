import { expect, test } from "vitest";
import { workInstall } from "../../workload/install.testing.ts";

test("the tickets and branches of that moment, the formula with its values, and whose setting the multiplier is", async () => {
  const { quad, json, work, withSql } = await workInstall();
  await quad("domain set insurance-division --estimation flexible");
  await work("life-insurance", "dev", { tickets: 2, points: 5, branches: 1 });
  await withSql((sql) => sql`update QUAD_itsm_tickets set title = E'Fix \\u001b[31mit' where ticket_id = 'JIRA-1001'`);
  await quad("workload snapshot");
  // What changes afterwards changes nothing of it.
  await withSql(
    (sql) =>
      sql`update QUAD_itsm_tickets set status_category = 'done', closed_at = current_timestamp where ticket_id = 'JIRA-1002'`,
  );
  const { stdout, code } = await quad("workload explain dev@massmutual.com");
  expect(code).toBe(0);
  expect(
    stdout.replace(/\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?/g, "DAY"),
  ).toBe(`/massmutual/insurance-division/life-insurance  6.75 %  normal  DAY, as of DAY
  base      2 × 1.0 + 1 × 0.5 + 10 × 0.2 = 4.5    2 tickets, 1 branch, 10 points
  final     4.5 × 1.5 = 6.75    multiplier: /massmutual/insurance-division
  capacity  6.75 / 100 × 100 = 6.75 %    allocation 100 %
  JIRA-1001  5 points  Fix \\u{1b}[31mit
  JIRA-1002  5 points
  core branch-1001  no ticket, last commit DAY
`);
  const [explained] = await json("workload explain dev@massmutual.com");
  expect(explained).toMatchObject({ replays: true, multiplierFrom: "/massmutual/insurance-division", tickets: 2 });
  expect(explained.items).toHaveLength(3);
});

test("a stored day that the formula no longer makes of its inputs is exit code 8", async () => {
  const { quad, withSql, work } = await workInstall();
  await work("life-insurance", "dev", { tickets: 2 });
  await quad("workload snapshot");
  await withSql(
    (sql) =>
      sql`update QUAD_workload_tracking set final_workload = final_workload * 2 where developer_email = 'dev@massmutual.com'`,
  );
  const { code, stdout } = await quad("workload explain dev@massmutual.com");
  expect(code).toBe(8);
  expect(stdout).toContain("The stored inputs make something else today.");
});

test("who is not in the snapshot is not found; somebody else's desk is not shown", async () => {
  const { quad } = await workInstall();
  await quad("workload snapshot");
  expect(await quad("workload explain ghost@massmutual.com")).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("See where they are a member: quad member show ghost@massmutual.com"),
  });
  expect(
    (await quad("workload explain dev@massmutual.com --as shared-dev@massmutual.com --domain insurance-division")).code,
  ).toBe(4);
  expect((await quad("workload explain dev@massmutual.com --as dev@massmutual.com --domain life-insurance")).code).toBe(
    0,
  );
  expect(
    (await quad("workload explain dev@massmutual.com --as director@massmutual.com --domain insurance-division")).code,
  ).toBe(0);
  expect((await quad("workload explain nobody")).code).toBe(2);
  expect((await quad("workload explain")).code).toBe(2);
});

test("of somebody with several domains the last line is what they have in all, as the report and the alerts say", async () => {
  const { quad, json, work } = await workInstall();
  await work("insurance-division", "shared-dev", { tickets: 20, branches: 20 });
  await work("wealth-management", "shared-dev", { tickets: 24 });
  await quad("workload snapshot");
  const last = async (flags = "") =>
    (await quad(`workload explain shared-dev@massmutual.com ${flags}`)).stdout.trimEnd().split("\n").at(-1);
  expect(await last()).toBe("all domains  140 %  overloaded  utilised 54 %: all load over all allocation");
  expect(await last("--domain legacy")).toBe(
    "all domains  140 %  overloaded  utilised 54 %: all load over all allocation, with 2 domains elsewhere",
  );
  expect(await last("--domain insurance-division --as director@massmutual.com")).toBe(
    "all domains  60 %  moderate  utilised 60 %: all load over all allocation, without 2 domains not shown to you",
  );
  const explained = await json("workload explain shared-dev@massmutual.com");
  const [{ total, utilisation, level }] = (await json("workload report --user shared-dev@massmutual.com")).people;
  expect(explained).toHaveLength(3);
  for (const { inAll } of explained) expect(inAll).toEqual({ total, utilisation, level, outside: 0, unseen: 0 });
  expect((await quad("workload explain dev@massmutual.com")).stdout).not.toContain("all domains");
});
