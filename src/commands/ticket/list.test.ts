import { expect, test } from "vitest";
import { life, ticketInstall } from "../../tickets/install.testing.ts";

async function some() {
  const install = await ticketInstall();
  await install.importCsv(
    `key,title,assignee,status,points\nJIRA-10,Ten,dev@massmutual.com,Open,1\nJIRA-9,Nine,John Smith,In Review,\nJIRA-2,Two,dev@massmutual.com,Done,3\n`,
  );
  const web = install.file("web.csv", "key,title,status\nWEB-1,Web,Open\n");
  await install.quad(`ticket import ${web} --from csv --domain wealth-management`);
  return install;
}

test("open tickets are listed by domain, project and number; the domain's own and those below it", async () => {
  const { quad } = await some();
  expect(await quad("ticket list")).toEqual({
    code: 0,
    stdout: `JIRA-9	${life}	in progress	In Review		John Smith	Nine
JIRA-10	${life}	to do	Open	1	dev@massmutual.com	Ten
WEB-1	/massmutual/wealth-management	to do	Open			Web
`,
    stderr: "",
  });
  const keys = async (flags: string) => (await quad(`ticket ls ${flags}`)).stdout.match(/^\S+/gm);
  expect(await keys("--domain insurance-division --all")).toEqual(["JIRA-2", "JIRA-9", "JIRA-10"]);
  expect(await keys("--done")).toEqual(["JIRA-2"]);
  expect(await keys("--open --assignee DEV@massmutual.com")).toEqual(["JIRA-10"]);
  expect(await keys("--assignee teamlead@massmutual.com")).toBe(null);
  expect(await quad("ticket list --assignee nobody@massmutual.com")).toEqual({
    code: 4,
    stdout: "",
    stderr: "Nobody here is known as nobody@massmutual.com.\nSee who is a member: quad member list\n",
  });
  expect((await quad("tickets list --open --done")).code).toBe(2);
  expect((await quad("ticket list --domain nowhere")).code).toBe(4);
});

test("a list that is cut says so", async () => {
  const { quad } = await some();
  expect(await quad("ticket list --limit 2")).toMatchObject({
    code: 0,
    stderr: "There are more than 2 tickets; see more of them with --limit.\n",
  });
  expect((await quad("ticket list --limit 3")).stderr).toBe("");
  expect((await quad("ticket list --limit 0")).code).toBe(2);
});

test("JSON has each ticket with all that is known of it", async () => {
  const { json } = await some();
  expect((await json("ticket list"))[0]).toEqual({
    key: "JIRA-9",
    domain: life,
    provider: "jira",
    title: "Nine",
    assignee: null,
    assigneeName: "John Smith",
    category: "in_progress",
    status: "In Review",
    storyPoints: null,
    openedAt: expect.stringMatching(/Z$/),
    closedAt: null,
  });
});

test("a person sees the tickets of the domains whose activity they may view, and their own", async () => {
  const { quad } = await some();
  const keys = async (who: string) =>
    (await quad(`ticket list --all --as ${who}@massmutual.com`)).stdout.match(/^\S+/gm);
  expect(await keys("it-admin")).toEqual(["JIRA-2", "JIRA-9", "JIRA-10", "WEB-1"]);
  expect(await keys("teamlead")).toEqual(["JIRA-2", "JIRA-9", "JIRA-10"]);
  expect(await keys("dev")).toEqual(["JIRA-2", "JIRA-10"]);
});
