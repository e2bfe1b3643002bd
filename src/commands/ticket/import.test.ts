import { expect, test } from "vitest";
import { life, type TicketInstall, ticketInstall } from "../../tickets/install.testing.ts";

const header = "key,title,assignee,status,story points,created,resolved\n";
const three = `${header}JIRA-1,Quote engine,dev@massmutual.com,In Progress,3,2026-02-01,
JIRA-2,Claims form,Dev@MassMutual.com,Done,2.5,2026-02-02,2026-02-20
snw-7,Printer,,To Do,,,
`;

const times = ({ withSql }: TicketInstall) =>
  withSql(async (sql) => [
    ...(await sql<{ key: string; opened: string; closed: string | null }[]>`
      select ticket_id as key, opened_at::text as opened, closed_at::text as closed from QUAD_itsm_tickets order by 1`),
  ]);

test("tickets are brought in, and it is said how many are new, done, without points and unassigned", async () => {
  const { importCsv, stored } = await ticketInstall();
  expect(await importCsv(three)).toEqual({
    code: 0,
    stdout: `Imported 3 tickets into ${life}: 3 new, 0 changed, 0 unchanged.
Of them: 1 done, 1 without story points, 1 unassigned, 0 unknown people.
`,
    stderr: "",
  });
  const dev = { who: "dev@massmutual.com", name: null };
  expect(await stored()).toEqual([
    {
      key: "JIRA-1",
      provider: "jira",
      title: "Quote engine",
      ...dev,
      category: "in_progress",
      status: "In Progress",
      points: 3,
    },
    { key: "JIRA-2", provider: "jira", title: "Claims form", ...dev, category: "done", status: "Done", points: 2.5 },
    {
      key: "SNW-7",
      provider: "servicenow",
      title: "Printer",
      who: null,
      name: null,
      category: "todo",
      status: "To Do",
      points: null,
    },
  ]);
});

test("a second import of the same file writes no row, and one that changed is written alone", async () => {
  const { importCsv, withSql } = await ticketInstall();
  await importCsv(three);
  const versions = () =>
    withSql(async (sql) => [
      ...(await sql`select ticket_id, xmin::text, xmax::text, ctid::text from QUAD_itsm_tickets order by 1`),
    ]);
  const before = await versions();
  expect((await importCsv(three)).stdout).toMatch(": 0 new, 0 changed, 3 unchanged.\n");
  expect(await versions()).toEqual(before);
  expect((await importCsv(three.replace(",3,", ",5,"))).stdout).toMatch(": 0 new, 1 changed, 2 unchanged.\n");
  expect((await versions()).slice(1)).toEqual(before.slice(1));
  expect(
    await withSql(async (sql) => [...(await sql`select ticket_id, story_points from QUAD_ticket_versions`)]),
  ).toEqual([{ ticket_id: "JIRA-1", story_points: 3 }]);
});

test("JSON has the figures, the headers and the notes", async () => {
  const { importCsv } = await ticketInstall();
  const { stdout } = await importCsv(`${three}JIRA-3,x,,Waiting,1,,\n`, "--json");
  expect(JSON.parse(stdout)).toEqual({
    domain: life,
    new: 4,
    changed: 0,
    unchanged: 0,
    done: 1,
    withoutPoints: 1,
    unassigned: 2,
    unknownPeople: { count: 0, names: [] },
    peopleElsewhere: { count: 0, names: [] },
    completed: null,
    columns: {
      key: "key",
      title: "title",
      assignee: "assignee",
      status: "status",
      points: "story points",
      opened: "created",
      closed: "resolved",
    },
    notes: [expect.stringMatching(/^A status is unknown: "Waiting"/)],
  });
});

test("what the file has no column for stays as it was; what it has is taken, empty or not", async () => {
  const { importCsv, stored } = await ticketInstall();
  await importCsv(three);
  expect((await importCsv("key,title\nJIRA-1,Quote engine\nJIRA-2,Claims\n")).stdout).toMatch(
    ": 0 new, 1 changed, 1 unchanged.",
  );
  const kept = { status: "Done", category: "done", points: 2.5, who: "dev@massmutual.com" };
  expect((await stored())[1]).toMatchObject({ title: "Claims", ...kept });
  await importCsv("key,points,assignee\nJIRA-2,,\n");
  expect((await stored())[1]).toMatchObject({ title: "Claims", ...kept, points: null, who: null });
});

test("the words of a status do not outlive the category that they went with", async () => {
  const { importCsv, stored } = await ticketInstall();
  await importCsv(three);
  await importCsv("key,status category\nJIRA-1,Done\nJIRA-2,Done\n");
  expect((await stored()).slice(0, 2)).toMatchObject([
    { category: "done", status: null },
    { category: "done", status: "Done" },
  ]);
});

test("a done ticket was closed when the file says, or when it was first seen done; one that is open again is not", async () => {
  const install = await ticketInstall();
  await install.importCsv(
    "key,status,created,resolved\nJIRA-1,Done,2026-02-01,2026-02-20T12:00Z\nJIRA-2,Done,,\nJIRA-3,Open,,2026-02-20\n",
  );
  const [one, two, three] = await times(install);
  expect(one).toMatchObject({ closed: expect.stringMatching(/^2026-02-20 /) });
  expect(two?.closed).toBe(two?.opened);
  expect(three?.closed).toBe(null);
  await install.importCsv("key,status\nJIRA-1,Done\nJIRA-2,Closed\n");
  expect((await times(install)).slice(0, 2)).toEqual([one, two]);
  await install.importCsv("key,status\nJIRA-1,Reopened\n");
  expect((await times(install))[0]).toEqual({ ...one, closed: null });
});

test("where a ticket is, is said by the file, then by the projects of the domain, then by its key", async () => {
  const { importCsv, stored, quad } = await ticketInstall();
  await quad("ticket project add WEB --tool linear --domain massmutual");
  await importCsv("key,tool\nWEB-1,\nWEB-2,Jira_Software\nLIN-1,\nINC0010023,\nABC-1,\n");
  expect((await stored()).map(({ key, provider }) => [key, provider])).toEqual([
    ["ABC-1", "unknown"],
    ["INC0010023", "servicenow"],
    ["LIN-1", "linear"],
    ["WEB-1", "linear"],
    ["WEB-2", "jira"],
  ]);
  await importCsv("key,title\nWEB-2,x\nABC-1,x\n");
  expect((await stored()).map(({ provider }) => provider)).toEqual([
    "unknown",
    "servicenow",
    "linear",
    "linear",
    "linear",
  ]);
});

test("columns and statuses are named with --map and --status", async () => {
  const { importCsv, stored } = await ticketInstall();
  const flags = [
    "--map",
    "key=Vorgang",
    "--map",
    "points=Aufwand",
    "--status",
    "Auf Eis=todo",
    "--status",
    "Fertig=done",
  ];
  const { code, stderr } = await importCsv("Vorgang,Aufwand,Status\nJIRA-1,8,Auf Eis\nJIRA-2,1,Fertig\n", ...flags);
  expect([code, stderr]).toEqual([0, ""]);
  expect(await stored()).toMatchObject([
    { key: "JIRA-1", points: 8, category: "todo", status: "Auf Eis" },
    { key: "JIRA-2", points: 1, category: "done" },
  ]);
  expect(await importCsv("key\nJIRA-1\n", "--map", "points=Effort")).toEqual({
    code: 2,
    stdout: "",
    stderr: 'There is no column "Effort" to read the points from.\nIts columns are: key.\n',
  });
});

test("with --complete what is open and not in the file is done", async () => {
  const { importCsv, stored, quad, file } = await ticketInstall();
  await importCsv(three);
  const other = file("other.csv", "key,status\nWEB-1,Open\n");
  await quad(`ticket import ${other} --from csv --domain wealth-management`);
  const { code, stdout } = await importCsv("key,status\nJIRA-9,Open\n", "--complete");
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n2 open tickets that it does not have: done\.\n$/);
  expect((await stored()).map(({ key, category }) => [key, category])).toEqual([
    ["JIRA-1", "done"],
    ["JIRA-2", "done"],
    ["JIRA-9", "todo"],
    ["SNW-7", "done"],
    ["WEB-1", "todo"],
  ]);
  expect((await importCsv("key,status\nJIRA-9,Open\n", "--complete")).stdout).toMatch("\n0 open tickets");
});

test("--dry-run shows what would come of it, and changes nothing", async () => {
  const { importCsv, stored } = await ticketInstall();
  expect(await importCsv(three, "--dry-run")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Imported 3 tickets/),
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(await stored()).toEqual([]);
});

test("an archived domain, one that there is not, and a missing flag are refused", async () => {
  const { importCsv, quad } = await ticketInstall();
  expect(await quad("ticket import x.csv --from csv --domain nowhere")).toMatchObject({ code: 4 });
  expect(await quad("ticket import x.csv --from csv")).toMatchObject({ code: 2 });
  expect(await quad("ticket import --from csv --domain life-insurance")).toMatchObject({ code: 2 });
  expect(await quad("ticket import x.csv --from xml --domain life-insurance")).toMatchObject({ code: 2 });
  await quad("domain archive life-insurance");
  expect(await importCsv(three)).toEqual({
    code: 5,
    stdout: "",
    stderr: `${life} is archived.\nBring it back first: quad domain restore ${life.slice(1)}\n`,
  });
});
