import { expect, test } from "vitest";
import type { Entry } from "../../audit/entry.ts";
import { insuranceInstall } from "../../testing/insurance.ts";
import { eventually, startQuad } from "../../testing/processes.ts";

const life = "/massmutual/insurance-division/life-insurance";

/** The lines without the numbers and times. */
const steady = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t").slice(2).join(" | "));

test("who changed what in which command is listed, the newest last", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add qa@massmutual.com -d life-insurance -r qa -a 20");
  await quad("member set qa@massmutual.com -d life-insurance -a 60");
  await quad("member invite new@massmutual.com -d wealth-management -r developer --as it-admin@massmutual.com");
  await quad("domain rename wealth-management wealth");
  await quad("member remove qa@massmutual.com -d life-insurance");
  const { code, stdout, stderr } = await quad("audit list --limit 5");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.split("\n")[0]).toMatch(/^\d+\t\d{4}-\d\d-\d\dT[\d:.]+Z\t/);
  expect(steady(stdout)).toEqual([
    `it-admin@massmutual.com | quad member set | update | member qa@massmutual.com in ${life}: allocation 20 → 60`,
    "it-admin@massmutual.com (--as) | quad member invite | insert | member new@massmutual.com in /massmutual/wealth: DEVELOPER, pending",
    "it-admin@massmutual.com | quad domain rename | update | domain /massmutual/wealth: name wealth-management → wealth, path /massmutual/wealth-management → /massmutual/wealth",
    "it-admin@massmutual.com | quad domain rename | update | domain /massmutual/wealth/claims: path /massmutual/wealth-management/claims → /massmutual/wealth/claims",
    `it-admin@massmutual.com | quad member remove | delete | member qa@massmutual.com in ${life}: QA, allocation 60`,
  ]);
});

test("JSON gives entries whole, with whether they are sealed", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("audit seal");
  await quad("member set dev@massmutual.com -d life-insurance -a 50");
  const entries = await json("audit list --limit 2");
  expect(entries.map(({ sealed }: Entry) => sealed)).toEqual([true, false]);
  expect(entries[1]).toEqual({
    id: expect.any(Number),
    at: expect.stringMatching(/Z$/),
    actor: "it-admin@massmutual.com",
    login: "quad",
    actingAs: null,
    command: "quad member set",
    action: "update",
    table: "quad_domain_members",
    rowId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    companyId: expect.any(String),
    domainId: expect.any(String),
    domain: life,
    transactionId: expect.any(Number),
    before: expect.objectContaining({ email: "dev@massmutual.com", allocation_percentage: 60 }),
    after: expect.objectContaining({ email: "dev@massmutual.com", allocation_percentage: 50 }),
    sealed: false,
  });
});

test("--by, --table, --action, --since and --until each choose", async () => {
  const { quad, json, withSql } = await insuranceInstall();
  await quad("member set dev@massmutual.com -d life-insurance -a 50 --as it-admin@massmutual.com");
  await withSql(
    (sql) => sql`update QUAD_audit set created_at = created_at - interval '3 days' where actor = 'platform'`,
  );
  const found = async (flags: string) =>
    (await json(`audit list ${flags}`)).map(({ actor, action, table }: Entry) => `${actor} ${action} ${table}`);
  const set = "it-admin@massmutual.com update quad_domain_members";
  expect((await found("--by platform")).length).toBe(7);
  expect(await found("--by IT-admin@massmutual.com --action update --table Domain_Members")).toEqual([set]);
  expect(await found("--table QUAD_domain_members --since 1h --action update")).toEqual([set]);
  expect((await found("--since 2d")).includes("platform insert quad_domains")).toBe(false);
  expect((await found("--until 2d")).every((line: string) => line.startsWith("platform"))).toBe(true);
  expect((await found("--since 4d --until 2d")).length).toBe(7);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(await found(`--since ${tomorrow.slice(0, 10)}`)).toEqual([]);
  expect(await found(`--since ${tomorrow}`)).toEqual([]);
  expect((await quad(`audit list --since ${tomorrow}`)).stdout).toBe("");
});

test("--domain chooses a domain and what is below it, also when it is gone", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("domain create gone --parent insurance-division");
  await quad("domain create deep --parent gone --admin x@massmutual.com");
  await quad("domain delete gone --recursive --confirm gone");
  const domains = async (domain: string) => {
    const entries: Entry[] = await json(`audit list --domain ${domain}`);
    return [...new Set(entries.map((entry) => entry.domain))].sort();
  };
  const gone = "/massmutual/insurance-division/gone";
  expect(await domains("gone")).toEqual([gone, `${gone}/deep`]);
  expect(await domains(`${gone}/deep`.slice(1))).toEqual([`${gone}/deep`]);
  expect(await domains("insurance-division")).toEqual([
    "/massmutual/insurance-division",
    "/massmutual/insurance-division/claims",
    gone,
    `${gone}/deep`,
    life,
  ]);
  expect((await quad("audit list --domain never")).code).toBe(4);
});

test("a person sees the domains whose activity they may view, and what they did; nobody else's", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("member add qa@massmutual.com -d life-insurance -r qa --as teamlead@massmutual.com");
  await quad("member add qa@massmutual.com -d wealth-management -r qa");
  const places = async (who: string) => {
    const entries: Entry[] = await json(`audit list --as ${who}`);
    return [...new Set(entries.map((entry) => entry.domain))].sort();
  };
  expect(await places("teamlead@massmutual.com")).toEqual([life]);
  expect(await places("dev@massmutual.com")).toEqual([]);
  expect((await places("it-admin@massmutual.com")).length).toBeGreaterThan(3);
  const [secret] = await json("audit list --limit 1");
  expect(await quad(`audit show ${secret.id} --as dev@massmutual.com`)).toEqual({
    code: 4,
    stdout: "",
    stderr: `There is no entry ${secret.id}, or you may not see it.\nSee them: quad audit list\n`,
  });
});

test("one entry is shown whole, with what changed as a diff; what leads to a secret is not in it", async () => {
  const { quad, json, withSql } = await insuranceInstall();
  await quad("member set dev@massmutual.com -d life-insurance -a 50");
  const [entry] = await json("audit list --limit 1");
  const { stdout, code } = await quad(`audit show ${entry.id}`);
  expect(code).toBe(0);
  expect(stdout.split("\n").slice(0, 9)).toEqual([
    `Entry ${entry.id}: update of member dev@massmutual.com in ${life}: allocation 60 → 50`,
    `time     ${entry.at}`,
    "actor    it-admin@massmutual.com",
    "login    quad",
    "command  quad member set",
    `domain   ${life}`,
    "table    quad_domain_members",
    `row      ${entry.rowId}`,
    "sealed   not yet",
  ]);
  expect(stdout).toMatch(/\n- allocation_percentage: 60\n\+ allocation_percentage: 50\n/);
  expect(stdout).toMatch(/\n {2}email: "dev@massmutual.com"\n/);
  expect(await json(`audit show ${entry.id}`)).toEqual(entry);
  await quad("domain create legal --parent massmutual");
  const [created] = await json("audit list --limit 1");
  expect((await quad(`audit show ${created.id}`)).stdout).toMatch(
    /\n\n\+ company_id: "[^\n]+\n\+ created_at: [^\n]+\n\+ depth: 1\n/,
  );
  await withSql(async (sql) => {
    await sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
      select id, 'github', 'secret/one' from QUAD_domains where depth = 0`;
    await sql`update QUAD_domain_integration_keys set vault_path = 'secret/two'`;
  });
  const [changed] = await json("audit list --limit 1");
  const shown = (await quad(`audit show ${changed.id}`)).stdout;
  expect(shown).toMatch(": vault path (withheld)\n");
  expect(shown).toMatch(/\n~ vault_path: changed; its value leads to a secret and is not recorded\n$/);
  expect((await quad("audit list --json")).stdout + shown).not.toMatch("secret/");
});

test.each([
  ["list --limit 0", '"0" is no number of entries, from 1 to 99999.\nAll of them: quad audit export\n'],
  ["list --limit many", '"many" is no number of entries, from 1 to 99999.\nAll of them: quad audit export\n'],
  [
    "list --since yesterday",
    '"yesterday" is no time.\nHow long ago, as in 90s, 30m, 12h, 7d, 2w; or a time, as in 2026-02-28 or 2026-02-28T17:30.\n',
  ],
  ["list --follow --until 1h", "--follow goes on, and --until ends it.\nLeave one of them out.\n"],
  ["show x", '"x" is no number of an entry.\nSee them: quad audit list\n'],
  ["show", "Missing required argument 'id'.\nSee how: quad audit show --help\n"],
  [
    "list --action drop",
    "Option '--action <action>' argument 'drop' is invalid. Allowed choices are insert, update, delete, truncate, use.\n",
  ],
])("quad audit %s is refused in a sentence", async (line, stderr) => {
  const { quad } = await insuranceInstall();
  expect(await quad(`audit ${line}`)).toEqual({ code: 2, stdout: "", stderr });
});

test("a table that is not on record is refused with those that are", async () => {
  const install = await insuranceInstall();
  const { code, stderr } = await install.quad("audit list --table sessions");
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^"sessions" is no table that changes are recorded of\.\nThere are approval_rules, .*, users\.\nName it with/,
  );
});

test("--follow goes on with what is committed, in JSON a line each, late transactions too, until Ctrl-C", async () => {
  const install = await insuranceInstall();
  const run = startQuad("audit list --follow --limit 1 --json", {
    env: { QUAD_DATABASE_URL: install.url, QUAD_HOME: install.directory },
  });
  const seen = () =>
    run
      .printed()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Entry);
  await eventually(() => seen().length === 1);
  await install.withSql(async (late) => {
    await late`begin`;
    await late`update QUAD_companies set size = 'late'`;
    await install.quad("domain create early --parent massmutual");
    await eventually(() => seen().length === 2);
    expect(seen()[1]).toMatchObject({ table: "quad_domains", action: "insert" });
    await late`commit`;
  });
  await eventually(() => seen().length === 3);
  const [, early, late] = seen();
  expect(late).toMatchObject({ table: "quad_companies", action: "update" });
  expect(late?.id).toBeLessThan(early?.id ?? 0);
  const begun = performance.now();
  run.child.kill("SIGINT");
  const { code, stdout, stderr } = await run.ended;
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(code).toBe(130);
  expect(JSON.parse(stderr).error.message).toBe("Interrupted; nothing was left half done.");
  expect(stdout.split("\n").length).toBe(4);
});
