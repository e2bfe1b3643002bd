import { join } from "node:path";
import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";

const fixture = (name: string) => join(import.meta.dirname, "../../calendar/reading/fixtures", name);
const company = "Massachusetts Mutual Life Insurance";

test("a company works Monday to Friday until it says otherwise", async () => {
  const { quad, json } = await testInstall();
  expect((await quad("calendar show --year 2026")).stdout).toMatch(
    /^Massachusetts Mutual Life Insurance\n {2}works {6}Monday to Friday\n {2}time zone {2}\S+, the database's own\n {2}holidays {3}none in 2026\n$/,
  );
  const set = "calendar set --weekend fri,sat --time-zone africa/cairo";
  const said = "  works      Sunday to Thursday\n  time zone  Africa/Cairo, the company's own\n";
  expect(await quad(set)).toEqual({ code: 0, stdout: `Set: the calendar of ${company}.\n${said}`, stderr: "" });
  expect((await quad(set)).stdout).toBe(`Nothing to do: the calendar of ${company} is so already.\n${said}`);
  await quad('calendar add 2026-10-06 "Armed Forces Day"');
  expect(await json("calendar show --year 2026")).toEqual({
    company,
    weekend: ["fri", "sat"],
    timeZone: { name: "Africa/Cairo", from: "company" },
    year: 2026,
    holidays: [{ day: "2026-10-06", name: "Armed Forces Day" }],
    otherYears: [],
  });
  expect((await json("calendar show --year 2027")).otherYears).toEqual([2026]);
  expect(await json("calendar set --no-time-zone")).toMatchObject({
    weekend: ["fri", "sat"],
    timeZone: { from: "database" },
  });
});

test.each([
  ["set", 2, "Nothing to set was named."],
  ["set --weekend mon,someday", 2, '"someday" is no day of the week, such as sat.'],
  ["set --weekend mon,tue,wed,thu,fri,sat,sun", 2, "A week has to have a day to work on."],
  ["set --time-zone Mars/Olympus", 2, "'Mars/Olympus' is no time zone that this database knows."],
  ["show --year 26", 2, '"26" is no year from 1900 to 2999.'],
  ["add 2026-02-30 x", 2, '"2026-02-30" is no day, such as 2026-02-28.'],
  ["add 2026-12-24 ''", 2, '"" is no name for a holiday: 1 to 200 characters.'],
  ["remove 2026-12-24", 4, "2026-12-24 is no holiday."],
  ["due", 2, "Required option '--days <n>' not specified."],
  ["due --days -1", 2, '"-1" is no number of business days, 0 to 100,000.'],
  ["import /nowhere.ics", 2, 'There is no file "/nowhere.ics".'],
  ["import - --years 2028-2026", 2, "2028 is after 2026."],
])("calendar %s is refused", async (line, code, said) => {
  const { quad } = await testInstall();
  const run = await quad(`calendar ${line}`);
  expect([run.code, run.stderr.split("\n")[0]]).toEqual([code, said]);
});

test("which day is so many business days away", async () => {
  const { quad, json } = await testInstall();
  await quad("calendar set --time-zone America/New_York");
  await quad("calendar add 2026-12-25 Christmas");
  const due = async (line: string) => (await quad(`calendar due ${line}`)).stdout;
  expect(await due("--days 1 --from 2026-12-24")).toBe("2026-12-28\n");
  expect(await due("--days 0 --from 2026-12-25")).toBe("2026-12-28\n");
  expect(await due("--days 0 --from 2026-12-24")).toBe("2026-12-24\n");
  expect(await json("calendar due --days 5 --from 2026-12-24")).toEqual({
    company,
    from: "2026-12-24",
    days: 5,
    due: "2027-01-01",
    ends: "2027-01-02T05:00:00.000Z",
    timeZone: "America/New_York",
  });
  expect((await quad("calendar due --days 5")).stdout).toMatch(/^\d{4}-\d\d-\d\d\n$/);
});

test("a holiday comes, keeps its name, and goes, and the trail tells it", async () => {
  const { quad } = await testInstall();
  expect((await quad("calendar add 2026-12-24 Eve --dry-run")).stderr).toBe("Nothing was changed: --dry-run.\n");
  expect((await quad("calendar add 2026-12-24 Eve")).stdout).toBe("Added: 2026-12-24, a Thursday: Eve.\n");
  expect((await quad("calendar add 2026-12-24 Eve")).stdout).toBe(
    "Nothing to do: 2026-12-24 is a holiday already: Eve.\n",
  );
  expect(await quad("calendar add 2026-12-24 Other")).toEqual({
    code: 5,
    stdout: "",
    stderr: "2026-12-24 is a holiday already: Eve.\nTo give it another name, first: quad calendar remove 2026-12-24\n",
  });
  expect((await quad("calendar remove 2026-12-24")).stdout).toBe("Removed: 2026-12-24 is Eve no more.\n");
  await quad("calendar set --weekend none");
  const trail = (await quad("audit list")).stdout;
  expect(trail).toMatch(/quad calendar add\tinsert\tholiday 2026-12-24: Eve\n/);
  expect(trail).toMatch(/quad calendar remove\tdelete\tholiday 2026-12-24: Eve\n/);
  expect(trail).toMatch(/quad calendar set\tinsert\tcalendar\n/);
});

test("calendars are imported as Google, Apple and Outlook export them", async () => {
  const { quad, json } = await testInstall();
  const days = async (line: string) => (await json(`calendar import ${line} --dry-run`)).added;
  expect(await days(fixture("google.ics"))).toEqual([
    { day: "2026-12-25", name: "Christmas Day" },
    {
      day: "2027-05-01",
      name: "Labour Day, also called the International Workers' Day; in some places a day of rest for every one of them",
    },
  ]);
  expect(await days(`${fixture("outlook.ics")} --years 2026-2027`)).toEqual([
    { day: "2026-05-25", name: "Memorial Day" },
    { day: "2027-05-31", name: "Memorial Day" },
  ]);
  expect(await quad(`calendar import ${fixture("apple.ics")} --years 2027-2028`)).toEqual({
    code: 0,
    stdout: `Imported: 8 added, 0 renamed, 0 removed, 0 unchanged.
  + 2027-01-04  New Year, observed
  + 2027-11-25  Thanksgiving 🦃
  + 2027-11-26  Thanksgiving 🦃
  + 2028-01-01  New Year
  + 2028-02-29  Leap Day
  + 2028-07-04  Independence Day
  + 2028-11-23  Thanksgiving 🦃
  + 2028-11-24  Thanksgiving 🦃
`,
    stderr: "1 event with a time of day left out.\n",
  });
});

test("a list is imported once, renames, and with --replace takes what it does not have", async () => {
  const { quad } = await testInstall();
  const from = (stdin: string, flags = "") => quad(`calendar import - ${flags}`, { stdin });
  await from("2025-12-25 Christmas\n2026-12-25 Christmas\n2026-12-26,Boxing Day\n");
  const list = "2026-12-25 Christmas Day\n2027-01-01 New Year\n";
  expect(await from(list, "--years 2026-2027 --replace")).toEqual({
    code: 0,
    stdout: `Imported: 1 added, 1 renamed, 1 removed, 0 unchanged.
  + 2027-01-01  New Year
  ~ 2026-12-25  Christmas → Christmas Day
  - 2026-12-26  Boxing Day
`,
    stderr: "",
  });
  expect((await from(list)).stdout).toBe("Imported: 0 added, 0 renamed, 0 removed, 2 unchanged.\n");
  expect((await from(list, "--replace")).stdout).toMatch("- 2025-12-25  Christmas\n");
});

test("of what repeats, --replace leaves the years in which nobody looked", async () => {
  const { quad, json } = await testInstall();
  const year = new Date().getUTCFullYear();
  const christmas =
    "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas\nEND:VEVENT\n";
  const stdin = `BEGIN:VCALENDAR\nVERSION:2.0\n${christmas}END:VCALENDAR\n`;
  await quad(`calendar import - --years ${year - 1}-${year + 3}`, { stdin });
  await quad(`calendar add ${year}-06-01 Jubilee`);
  const replaced = JSON.parse((await quad("calendar import - --replace --json", { stdin })).stdout);
  expect(replaced.removed).toEqual([{ day: `${year}-06-01`, name: "Jubilee" }]);
  expect((await json("calendar show")).otherYears).toEqual([year - 1, year + 1, year + 2, year + 3]);
});

test.each([
  [
    "problems, all at once",
    "2026-02-30 x\nsoon\n",
    "2 problems in stdin. Nothing was changed.\nstdin:1: 2026-02-30 is no day.\n",
  ],
  ["nothing", "", "There are no holidays in stdin. Nothing was changed.\n"],
  ["a NUL", "2026-12-24 x\0", "stdin is no text in UTF-8.\n"],
  ["more than 4 MB", "# ".repeat(3_000_000), "stdin is longer than 4 MB, which no year's holidays are.\n"],
  ["half a calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "1 problem in stdin. Nothing was changed.\n"],
])("an import of %s changes nothing", async (_, stdin, said) => {
  const { quad, withSql } = await testInstall();
  const run = await quad("calendar import -", { stdin });
  expect([run.code, run.stderr.startsWith(said), run.stderr]).toEqual([2, true, expect.anything()]);
  expect(await withSql((sql) => sql`select from QUAD_holidays`)).toHaveLength(0);
});

test("what a terminal would obey is shown, not sent", async () => {
  const { quad } = await testInstall();
  const run = await quad("calendar import -", { stdin: "2026-12-24 \u202eEve\u001b[2J\n" });
  expect(run.stdout).not.toMatch(/\u001b|\u202e/u);
});

test("everybody in a company sees its calendar, whoever manages the company changes it, and others see nothing of it", async () => {
  const { quad } = await insuranceInstall();
  const admin = "--as it-admin@massmutual.com";
  expect((await quad(`calendar add 2026-12-24 Eve ${admin}`)).code).toBe(0);
  expect((await quad("calendar show --year 2026 --as dev@massmutual.com")).stdout).toMatch(
    "2026-12-24\tThursday\tEve\n",
  );
  for (const line of ["add 2026-12-24 Eve", "remove 2026-12-24", "set --weekend none", "set --no-time-zone"])
    expect(await quad(`calendar ${line} --as teamlead@massmutual.com`)).toEqual({
      code: 3,
      stdout: "",
      stderr: expect.stringMatching(/^teamlead@massmutual.com may not .*\nAsk it-admin@massmutual.com.\n$/),
    });
});

test("of several companies one is named", async () => {
  const { quad } = await testInstall({ model: "cloud" });
  await quad("company create Beta --root beta --admin boss@beta.com");
  expect((await quad("calendar show")).code).toBe(2);
  await quad("calendar add 2026-12-24 Eve --company beta");
  expect((await quad("calendar show --year 2026 --company beta")).stdout).toMatch("Eve");
  expect((await quad("calendar show --year 2026 --company massmutual")).stdout).not.toMatch("Eve");
  expect((await quad("calendar show --year 2026 --as it-admin@massmutual.com")).stdout).not.toMatch("Eve");
  const replaced = await quad("calendar import - --replace --company massmutual", { stdin: "2026-12-25 Christmas\n" });
  expect(replaced.stdout).toBe("Imported: 1 added, 0 renamed, 0 removed, 0 unchanged.\n  + 2026-12-25  Christmas\n");
  expect((await quad("calendar show --year 2026 --company beta")).stdout).toMatch("Eve");
});

test("what is wrong with a whole file stands apart from its name", async () => {
  const { quad } = await testInstall();
  expect((await quad("calendar import -", { stdin: "BEGIN:VCALENDAR\n" })).stderr).toMatch(
    /^1 problem in stdin\. Nothing was changed\.\nstdin: It cannot be read as a calendar: /,
  );
});
