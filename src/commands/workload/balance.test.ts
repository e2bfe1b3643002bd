import { expect, test } from "vitest";
import { workInstall } from "../../workload/install.testing.ts";

async function team() {
  const install = await workInstall();
  await install.quad("domain set life-insurance --full-load 10");
  for (const who of ["ada", "ben"]) {
    await install.quad(`member add ${who}@massmutual.com --domain life-insurance --role developer --allocation 50`);
  }
  await install.work("life-insurance", "ada", { tickets: 6 });
  await install.work("life-insurance", "ben", { tickets: 1 });
  return install;
}

test("suggests the fewest moves inside the domain, and changes nothing", async () => {
  const { json, withSql } = await team();
  const before = await withSql((sql) => sql`select ticket_id, assignee_email from QUAD_itsm_tickets order by 1`);
  const suggestion = await json("workload suggest --domain life-insurance --threshold 100");
  // ada's 6 on 5 points: one ticket less, or one allocation more
  expect(suggestion).toMatchObject({
    domain: "/massmutual/insurance-division/life-insurance",
    threshold: 100,
    solved: true,
    fewest: true,
    stillOver: [],
  });
  expect(suggestion.moves).toHaveLength(1);
  expect(await withSql((sql) => sql`select ticket_id, assignee_email from QUAD_itsm_tickets order by 1`)).toEqual(
    before,
  );
  expect((await json("workload suggest --domain life-insurance --threshold 120")).moves).toEqual([]);
});

test("nobody outside of the domain receives anything, and nobody passes 100 % of their time", async () => {
  const { json, quad } = await team();
  await quad("member add ada@massmutual.com --domain legacy --role developer --allocation 50");
  const { moves } = await json("workload suggest --domain life-insurance --threshold 100");
  expect(moves).toEqual([
    {
      kind: "ticket",
      key: expect.stringMatching(/^JIRA-/),
      from: "ada@massmutual.com",
      to: expect.stringMatching(/^(ben|dev)@/),
    },
  ]);
});

test("simulate shows before and after of what one has in mind", async () => {
  const { quad, json } = await team();
  expect(
    (
      await quad(
        "workload simulate --domain life-insurance --move JIRA-1001=ben@massmutual.com --move JIRA-1002=ben@massmutual.com",
      )
    ).stdout,
  ).toBe("ada@massmutual.com\t120\t80\nben@massmutual.com\t20\t60\ndev@massmutual.com\t0\t0\n");
  const { after } = await json("workload simulate --domain life-insurance --allocate ada@massmutual.com=100");
  expect(after[0]).toEqual({ email: "ada@massmutual.com", capacity: 60 });
});

test("what cannot be tried says why", async () => {
  const { quad } = await team();
  const simulate = async (trial: string) => {
    const { code, stderr } = await quad(`workload simulate --domain life-insurance ${trial}`);
    return [code, stderr.split("\n")[0]];
  };
  expect(await simulate("")).toEqual([2, "Missing: what to try."]);
  expect(await simulate("--move JIRA-9=ben@massmutual.com")).toEqual([2, "Nobody in this domain has a ticket JIRA-9."]);
  expect(await simulate("--move JIRA-1001=shared-dev@massmutual.com")).toEqual([
    2,
    "shared-dev@massmutual.com has no role in this domain.",
  ]);
  expect(await simulate("--move JIRA-1001")).toEqual([
    2,
    expect.stringContaining("is not a move, such as JIRA-12=dev@massmutual.com."),
  ]);
  expect((await simulate("--allocate dev@massmutual.com=101"))[0]).toBe(2);
  expect((await quad("workload suggest --domain legacy/nowhere")).code).toBe(4);
  expect((await quad("workload suggest")).code).toBe(2);
  expect((await quad("workload suggest --domain life-insurance --threshold 0")).code).toBe(2);
  expect((await quad("workload suggest --domain life-insurance --as shared-dev@massmutual.com")).code).toBe(3);
});
