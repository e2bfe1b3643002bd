import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

test("a request goes through all stages, each with its event and its mail", async () => {
  const { quad, receive, mails, json } = await teamInstall();
  const slug = await receive();
  const steps: readonly (readonly string[])[] = [
    ["assign", slug, "--to", "Ada Lovelace"],
    ["estimate", slug, "--effort", "simple", "--ready", "2026-02-20"],
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
  expect(await refused(`beta ${slug} --patch something`, 2)).toBe(
    "something does not say its channel and version, as postman-beta-1.1 does.",
  );
  expect(await refused(`estimate ${slug}`, 2)).toBe("Nothing is estimated.");
  await quad(`request release ${slug} --patch postman-prod-1.0`);
  for (const line of [`reject ${slug} --reason x`, `start ${slug}`, `release ${slug} --patch postman-prod-1.1`])
    expect(await refused(line)).toBe(`${slug} is released already.`);
  expect(await mails()).toHaveLength(3);
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
  const { quad, receive, mails } = await teamInstall();
  const slug = await receive();
  const runs = await Promise.all(Array.from({ length: 8 }, () => quad(`request start ${slug}`)));
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 5, 5, 5, 5, 5, 5, 5]);
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
