import { expect, test } from "vitest";
import { approvalInstall, division, life } from "../../approvals/install.testing.ts";

test("a pending request shows who may approve it and how long it waits", async () => {
  const { as, ask } = await approvalInstall();
  const id = await ask(
    "teamlead",
    "domain create annuities --parent insurance-division --display-name 'Annuities & more'",
  );
  expect(await as("director", `approval show ${id.slice(0, 8)}`)).toEqual({
    code: 0,
    stdout: `ID
  asked for   the domain ${division}/annuities (Annuities & more)
  by          teamlead@massmutual.com, TIME
  status      pending
  waits for   director@massmutual.com or it-admin@massmutual.com
  expires     TIME
`,
    stderr: "",
  });
});

test("a decided one shows who decided, when and why, and when it was carried out", async () => {
  const { as, owner, ask } = await approvalInstall();
  const id = await ask("teamlead", "member set dev@massmutual.com -d life-insurance --to-role qa");
  await owner(`approval approve ${id} --reason 'A tester is missing.'`);
  expect((await as("teamlead", `approval view ${id.toUpperCase()}`)).stdout).toBe(`ID
  asked for   dev@massmutual.com in ${life}: DEVELOPER becomes QA
  by          teamlead@massmutual.com, TIME
  status      approved
  decided     it-admin@massmutual.com, TIME
  reason      A tester is missing.
  carried out TIME
`);
});

test("a key and an integration are asked for by SQL; the key's path is never shown", async () => {
  const { owner, json, withSql } = await approvalInstall();
  await withSql(async (sql) => {
    const ask = (type: string, subject: string, path: string | null = null) => sql`
      select from quad_ask_for((select id from QUAD_domains where path = ${division}), ${type}, ${subject}::text::jsonb, ${path})`;
    await ask("key", '{"tool_provider": "github"}', "secret/insurance/github");
    await ask("key", '{"tool_provider": "jira"}');
    await ask("key", '{"tool_provider": "slack", "inherit_from_parent": true}');
    await ask(
      "integration_request",
      '{"tool_name": "Asana", "category": "planning", "team_size": 12, "details": "For\\nall."}',
    );
  });
  expect((await owner("approval list")).stdout.split("\n").map((line) => line.split("\t")[2])).toEqual([
    "an integration with Asana (planning) for 12 people: For\\u{a}all.",
    `the slack key from above for ${division}`,
    `no jira key for ${division}`,
    `a github key of its own for ${division}`,
    undefined,
  ]);
  const everything = JSON.stringify(await json("approval list"));
  expect(everything).toContain('"provider":"github"');
  expect(everything).not.toContain("secret/");
});

test("an id that several have lists them, one that is none or unknown says so", async () => {
  const { owner, ask, withSql } = await approvalInstall();
  for (const [email, last] of [
    ["a", "1"],
    ["b", "2"],
  ]) {
    const id = await ask("dev", `member add ${email}@massmutual.com -d life-insurance -r qa`);
    await withSql(
      (sql) =>
        sql`update QUAD_approval_workflows set id = ${`3f2a1b9c-0000-0000-0000-00000000000${last}`} where id = ${id}`,
    );
  }
  expect(await owner("approval show 3F2A1B")).toEqual({
    code: 2,
    stdout: "",
    stderr: `3f2a1b could be any of several approvals.
  ID  a@massmutual.com in ${life} as QA (pending)
  ID  b@massmutual.com in ${life} as QA (pending)
Give more of its id.
`,
  });
  expect((await owner("approval show 3f2a1b9c-0000-0000-0000-000000000002")).code).toBe(0);
  for (const wrong of ["3f2a1", "annuities", "3f2a1b9c-0000-0000-0000-0000000000021"]) {
    expect((await owner(`approval show ${wrong}`)).code).toBe(2);
  }
  expect((await owner("approval show 999999")).code).toBe(4);
});
