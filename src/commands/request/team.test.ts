import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

test("a request goes through all stages, each with its event and its mail", async () => {
  const { quad, receive, mails, json } = await teamInstall();
  const slug = await receive();
  const steps: readonly (readonly string[])[] = [
    ["assign", slug, "--to", "Ada Lovelace"],
    ["estimate", slug, "--effort", "simple", "--ready", "2199-02-20"],
    ["start", slug],
    ["beta", slug, "--patch", "postman-beta-1.0", "--test", "Try creating a Postman collection from your API"],
    ["beta", slug, "--patch", "postman-beta-1.1"],
    ["release", slug, "--patch", "postman-prod-1.0"],
  ];
  for (const step of steps) {
    const { code, stdout, stderr } = await quad(["request", ...step]);
    expect([step[0], code, stderr]).toEqual([step[0], 0, ""]);
    expect(stdout).toMatch(/; admin@acmecorp\.com is told\.\n$/);
  }
  const { events, status } = await json(`request show ${slug}`);
  expect(status).toBe("released");
  expect(events.map(({ kind }: { kind: string }) => kind).reverse()).toEqual([
    "submitted",
    "acknowledged",
    "assigned",
    "estimated",
    "started",
    "beta",
    "beta",
    "released",
  ]);
  const sent = await mails();
  expect(sent.map(({ template }) => template)).toEqual([
    "request-acknowledged",
    "request-assigned",
    "request-estimated",
    "request-started",
    "request-beta",
    "request-beta-fixed",
    "request-production",
  ]);
  expect(new Set(sent.map(({ to, inReplyTo }) => `${to} ${inReplyTo?.replace(/[0-9a-f-]{36}/, "ID")}`))).toEqual(
    new Set(["admin@acmecorp.com <ID@acmecorp.com>"]),
  );
  expect(sent[0]?.data).toEqual({
    tool: "Postman",
    company: "Acme Corp",
    timeline: "3-6 weeks (depending on API complexity)",
    startWithin: "10 business days",
    trackingUrl: `https://quadframe.work/integrations/requests/${slug}`,
  });
});

test("what is said to come next is the day that was named, and none that is over", async () => {
  const { quad, receive, mails } = await teamInstall();
  const submittedAt = new Date().toISOString();
  for (const [tool, at] of [
    ["Bruno", "2026-01-05T12:00:00.000Z"],
    ["Miro", submittedAt],
  ] as const) {
    const slug = await receive({ tool, submittedAt: at });
    if (tool === "Miro") await quad(`request estimate ${slug} --ready 2199-01-15`);
    await quad(`request start ${slug}`);
  }
  const started = (await mails()).filter(({ template }) => template === "request-started");
  expect(started.map(({ data }) => [data.tool, data.betaBy, data.productionBy])).toEqual([
    ["Bruno", undefined, undefined],
    ["Miro", expect.any(String), "Jan 15, 2199"],
  ]);
});

test("nothing is said to come later than the day that the team has named for the end", async () => {
  const { quad, receive, mails, withSql } = await teamInstall();
  const slug = await receive({ submittedAt: new Date().toISOString() });
  await withSql(
    (sql) => sql`
      update QUAD_integration_requests set start_due = '2199-01-10', beta_due = '2199-01-20', release_due = '2199-01-30'`,
  );
  const shown = async () => (await quad(`request show ${slug}`)).stdout.match(/Est\. [^)]+/g);
  expect(await shown()).toEqual(["Est. Jan 10, 2199", "Est. Jan 20, 2199", "Est. Jan 30, 2199"]);
  await quad(`request estimate ${slug} --ready 2199-01-05`);
  expect(await shown()).toEqual(["Est. Jan 5, 2199", "Est. Jan 5, 2199", "Est. Jan 5, 2199"]);
  await quad(`request start ${slug}`);
  expect((await mails()).at(-1)?.data).toMatchObject({ betaBy: "Jan 5, 2199", productionBy: "Jan 5, 2199" });
});

test("stages only go forward, and nothing is done twice", async () => {
  const { quad, receive, mails } = await teamInstall();
  const slug = await receive();
  const refused = async (line: string, code = 5) => {
    const run = await quad(`request ${line}`);
    expect([line, run.code]).toEqual([line, code]);
    return run.stderr.split("\n")[0];
  };
  expect(await refused(`ack ${slug}`)).toBe(`${slug} is acknowledged already.`);
  await quad(`request beta ${slug} --patch postman-beta-1.0`);
  expect(await refused(`start ${slug}`)).toBe(`${slug} is started already.`);
  expect(await refused(`beta ${slug} --patch postman-beta-1.0`)).toBe(
    `${slug} is in beta with postman-beta-1.0 already.`,
  );
  expect(await refused(`beta ${slug} --patch postman-prod-1.0`, 2)).toBe("postman-prod-1.0 is a production patch.");
  expect(await refused(`release ${slug} --patch postman-beta-1.1`, 2)).toBe("postman-beta-1.1 is a beta.");
  expect((await quad(`request release ${slug} --patch postman-beta-1.1`)).stderr).toMatch(
    "quad request beta REQUEST --patch postman-beta-1.1\n",
  );
  expect(await refused(`beta ${slug} --patch something`, 2)).toBe(
    "something does not say its channel and version, as postman-beta-1.1 does.",
  );
  expect((await quad(["request", "beta", slug, "--patch", "\0/"])).stderr).toBe('"\\u0000/" is no path.\n');
  expect(await refused(`estimate ${slug}`, 2)).toBe("Nothing is estimated.");
  await quad(`request release ${slug} --patch postman-prod-1.0`);
  for (const line of [`reject ${slug} --reason x`, `start ${slug}`, `release ${slug} --patch postman-prod-1.1`])
    expect(await refused(line)).toBe(`${slug} is released already.`);
  expect(await mails()).toHaveLength(3);
});

test("a patch that is called like another tool that somebody asks for is taken only when that is meant", async () => {
  const { quad, receive, mails } = await teamInstall();
  const [postman, drive] = [await receive(), await receive({ tool: "Google Drive" })];
  const { code, stderr } = await quad(`request beta ${postman} --patch google-drive-beta-1.0`);
  expect([code, stderr]).toEqual([
    5,
    `google-drive-beta-1.0 is called like Google Drive, which ${drive} asks for; ${postman} is Postman.\n` +
      "Where it is what was asked for all the same: --anyway\n",
  ]);
  expect(await mails()).toHaveLength(2);
  expect((await quad(`request beta ${drive} --patch gdrive-beta-1.0`)).code).toBe(0);
  expect((await quad(`request beta ${postman} --patch google-drive-beta-1.0 --anyway`)).code).toBe(0);
  expect((await quad(`request release ${postman} --patch google-drive-prod-1.0`)).code).toBe(5);
  expect((await quad(`request release ${postman} --patch postman-prod-1.0`)).code).toBe(0);
});

test("the database itself lets nobody go back, whoever writes", async () => {
  const { receive, withSql } = await teamInstall();
  const slug = await receive();
  const set = (status: string) =>
    withSql((sql) => sql`update QUAD_integration_requests set status = ${status} where slug = ${slug}`).then(
      () => "",
      (error: Error) => error.message,
    );
  expect(await set("beta")).toBe("");
  expect(await set("in_progress")).toBe(`${slug} is beta already; it does not go back to in progress.`);
  expect(await set("rejected")).toBe("");
  expect(await set("released")).toBe(`${slug} is rejected already.`);
});

test("of eight at once one takes the step, and one mail goes out", async () => {
  const { quad, receive, mails, withSql } = await teamInstall();
  const slug = await receive();
  const runs = await Promise.all(Array.from({ length: 8 }, () => quad(`request start ${slug}`)));
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 5, 5, 5, 5, 5, 5, 5]);
  // Nor does a second one of the same occasion, whoever writes it.
  const again = await withSql(
    (sql) => sql`
      select quad_request_mails(id, false, 'request-started', '{}', 'started') as mail from QUAD_integration_requests`,
  );
  expect(again).toEqual([{ mail: null }]);
  expect((await mails()).filter(({ template }) => template === "request-started")).toHaveLength(1);
});

test("a person does nothing as the team", async () => {
  const { quad, receive } = await teamInstall();
  const slug = await receive();
  for (const line of [`start ${slug}`, `triage`, `ticket ${slug}`, `feedback ${slug} --fixed-in postman-beta-1.1`])
    expect([line, await quad(`request ${line} --as it-admin@massmutual.com`)]).toEqual([
      line,
      {
        code: 3,
        stdout: "",
        stderr:
          "What the QUAD team does, it does with the rights of the install.\nLeave --as out, and connect as the owner of the tables.\n",
      },
    ]);
});

test("what is said at the team's own of a request that came to it goes to nobody", async () => {
  const { quad, receive, mails } = await teamInstall();
  const slug = await receive();
  await quad(`request beta ${slug} --patch postman-beta-1.0`);
  const before = (await mails()).length;
  for (const line of [`feedback ${slug} --bug Crashes`, `comment ${slug} Soon`, `vote ${slug}`, `withdraw ${slug}`])
    expect([line, (await quad(`request ${line}`)).code]).toEqual([line, 0]);
  expect(await mails()).toHaveLength(before);
});

test("a rejection says why", async () => {
  const { quad, receive, mails } = await teamInstall();
  const slug = await receive({ tool: "SAP" });
  expect((await quad(["request", "reject", slug, "--reason", "It has no API."])).stdout).toBe(
    `Rejected: ${slug}; admin@acmecorp.com is told.\n`,
  );
  expect((await mails()).at(-1)).toMatchObject({ template: "request-rejected", data: { reason: "It has no API." } });
  expect((await quad(`request show ${slug}`)).stdout).toContain("Status: Rejected (It has no API.)");
});

test("the ticket is the spec's", async () => {
  const { quad, receive } = await teamInstall();
  const slug = await receive();
  const { stdout } = await quad(`request ticket ${slug}`);
  expect(stdout.split("\n").slice(0, 4)).toEqual([
    "Title: [Integration Request] Postman - Acme Corp",
    "Labels: integration-request, customer-request",
    "Priority: P2",
    "Assignee: TBD",
  ]);
  const csv = (await quad(`request ticket ${slug} --format jira-csv`)).stdout;
  expect(csv).toMatch(
    /^Summary,Issue Type,Priority,Labels,Labels,Assignee,Description\n"\[Integration Request\] Postman/,
  );
});

test("an estimate that says nothing new, and a beta that was there before, are refused, and nobody is told", async () => {
  const { quad, receive, mails, withSql } = await teamInstall();
  const slug = await receive();
  await quad(`request estimate ${slug} --effort simple --ready 2199-02-20`);
  for (const version of ["1.0", "1.1"]) await quad(`request beta ${slug} --patch postman-beta-${version}`);
  const told = (await mails()).length;
  expect(await quad(`request estimate ${slug} --effort simple`)).toMatchObject({
    code: 5,
    stderr: `${slug} is estimated so already.\nSee it: quad request show ${slug}\n`,
  });
  expect(await quad(`request beta ${slug} --patch postman-beta-1.0`)).toMatchObject({
    code: 5,
    stderr: `${slug} had the beta postman-beta-1.0 before postman-beta-1.1.\nBetas only go forward: publish it under a new version.\n`,
  });
  expect(await quad(`request estimate ${slug} --ready 0000-01-01`)).toMatchObject({
    code: 2,
    stderr: "0000-01-01 is not from 1900 to 2999.\n",
  });
  const today = await withSql(async (sql) => (await sql`select current_date::text as day`)[0]?.day);
  expect(await quad(`request estimate ${slug} --ready 2020-02-20`)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^2020-02-20 is past: today is 20\d\d-\d\d-\d\d\.\nNothing is ready before today\.\n$/,
    ),
  });
  expect((await quad(`request estimate ${slug} --ready ${today}`)).code).toBe(0);
  await quad(`request estimate ${slug} --ready 2199-02-20`);
  expect(await mails()).toHaveLength(told + 2);
});

test("a time that was reached is not taken back in the database, and what is written further along has its times", async () => {
  const { receive, withSql, mails } = await teamInstall();
  const slug = await receive();
  const [kept] = await withSql(async (sql) => {
    await sql`update QUAD_integration_requests set status = 'beta' where slug = ${slug}`;
    return sql`
      update QUAD_integration_requests set acknowledged_at = null, started_at = null, beta_released_at = null
      where slug = ${slug} returning num_nonnulls(acknowledged_at, started_at, beta_released_at) as times`;
  });
  expect(kept).toEqual({ times: 3 });
  const set = (columns: string) =>
    withSql(
      (sql) => sql`
        update QUAD_integration_requests set ${sql.unsafe(columns)} where slug = ${slug}
        returning expedited_at is not null as expedited, closed_because as because, closed_at::date::text as closed`,
    );
  await set("expedited_at = now()");
  expect(await set("expedited_at = null")).toMatchObject([{ expedited: true }]);
  await set("status = 'rejected', closed_because = 'No API.', closed_at = '2026-02-01T12:00Z'");
  expect(await set("closed_because = 'Another.', closed_at = now()")).toMatchObject([
    { because: "No API.", closed: "2026-02-01" },
  ]);
  const later = await withSql(
    (sql) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email, status)
      select company_id, 'Docker ' || s, 'Other', 'a@b.com', s
      from QUAD_integration_requests, unnest(array['in_progress', 'beta', 'released', 'rejected']) s
      returning num_nonnulls(acknowledged_at, started_at, beta_released_at, prod_released_at, closed_at) as times`,
  );
  expect(later.map(({ times }) => times).sort()).toEqual([1, 2, 3, 4]);
  // The team is not asked for what it has begun, or is over.
  expect((await mails()).filter(({ template }) => template === "request-submitted")).toEqual([]);
});

test("a ticket's text is no formula to a spreadsheet, and has no sign before it that it would need not to be", async () => {
  const { quad, receive } = await teamInstall();
  const csv = (await quad(`request ticket ${await receive()} --format jira-csv`)).stdout;
  expect(csv).toContain(`,"","* Tool: Postman\n`);
});
