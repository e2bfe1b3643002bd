import { expect, test } from "vitest";
import { styleOf } from "../../terminal/style.ts";
import { workInstall } from "../../workload/install.testing.ts";
import { renderSuggestion } from "../../workload/render-moves.ts";

const life = "/massmutual/insurance-division/life-insurance";

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
  expect(await simulate("--move JIRA-9=ben@massmutual.com")).toEqual([4, `There is no ticket JIRA-9 in ${life}.`]);
  for (const trial of ["--move JIRA-1001=", "--allocate ben@massmutual.com=1 --move JIRA-1001="]) {
    expect(await simulate(`${trial}shared-dev@massmutual.com`)).toEqual([
      4,
      `shared-dev@massmutual.com has no role in ${life}.`,
    ]);
  }
  expect(await quad("workload simulate --domain life-insurance --allocate ghost@x.org=10")).toEqual({
    code: 4,
    stdout: "",
    stderr: `ghost@x.org has no role in ${life}.\nSee who has: quad member list --domain ${life.slice(1)}\n`,
  });
  expect(await simulate("--allocate ben@massmutual.com=10 --allocate Ben@massmutual.com=20.5")).toEqual([
    2,
    "ben@massmutual.com is allocated twice, 10 % and 20.5 %.",
  ]);
  expect(await simulate("--move JIRA-1001=ben@massmutual.com --move jira-1001=dev@massmutual.com")).toEqual([
    2,
    "JIRA-1001 is moved twice, to ben@massmutual.com and to dev@massmutual.com.",
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

test("a ticket that is on no desk there says where it is", async () => {
  const { quad, withSql } = await team();
  await withSql(
    (sql) => sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider, assignee_email, assignee_name, status_category, closed_at)
      select d.id, t.key, 'jira', t.email, t.name, t.category, case t.category when 'done' then current_timestamp end
      from QUAD_domains d, (values ('L-1', null, null, 'todo'), ('L-2', 'ben@massmutual.com', null, 'done'),
        ('L-3', 'gone@x.org', null, 'todo'), ('L-4', null, 'Sam Smith', 'todo')) t (key, email, name, category)
      where d.name = 'life-insurance'`,
  );
  for (const [key, why] of [
    ["L-1", "L-1 is assigned to nobody"],
    ["L-2", "L-2 is done"],
    ["L-3", `L-3 is with gone@x.org, who has no role in ${life}`],
    ["L-4", 'L-4 is with "Sam Smith", who is not known'],
  ]) {
    expect(await quad(`workload simulate --domain life-insurance --move ${key}=ben@massmutual.com`)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${why}: it is on no desk that could be relieved of it.\nSee them: quad ticket list --domain ${life.slice(1)}\n`,
    });
  }
});

test("who stays above the threshold is said beside the rows", async () => {
  const { quad } = await team();
  await quad("member set dev@massmutual.com --domain life-insurance --allocation 0");
  expect(await quad("workload suggest --domain life-insurance --threshold 200")).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  expect(await quad("workload suggest --domain life-insurance --threshold 10")).toEqual({
    code: 0,
    stdout: "allocation\tben@massmutual.com\t50\t100\n",
    stderr: "ada@massmutual.com stays above 10 %.\n",
  });
  await quad("member set ben@massmutual.com --domain life-insurance --allocation 100");
  expect(await quad("workload suggest --domain life-insurance --threshold 5")).toEqual({
    code: 0,
    stdout: "",
    stderr: "ada@massmutual.com, ben@massmutual.com stay above 5 %.\n",
  });
  const { stdout, stderr } = await quad("workload suggest --domain life-insurance --threshold 5 --json");
  expect(stderr).toBe("");
  const onTerminal = { ...(await styleOf({}, false)), tty: true };
  expect(await renderSuggestion(JSON.parse(stdout), onTerminal)).toBe(`No move within ${life} helps.`);
});

test("percentages have four places, for people and programs", async () => {
  const { quad, json } = await team();
  await quad("member set ben@massmutual.com --domain life-insurance --allocation 30");
  const line = "workload simulate --domain life-insurance --allocate dev@massmutual.com=100";
  expect((await quad(line)).stdout).toMatch(/^ben@massmutual.com\t33.3333\t33.3333$/m);
  expect((await json(line)).after[1]).toEqual({ email: "ben@massmutual.com", capacity: 33.3333 });
  expect((await json("workload suggest --domain life-insurance --threshold 200")).before[1].capacity).toBe(33.3333);
});
