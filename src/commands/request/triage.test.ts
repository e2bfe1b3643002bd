import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

test("what comes first is by plan, team size, how many companies want it, and age; and says why", async () => {
  const { receive, json } = await teamInstall();
  await receive({ tool: "Salesforce", company: "C1", plan: "free" });
  await receive({ tool: "Docker", company: "C2", plan: "pro", submittedAt: "2026-01-06T12:00:00.000Z" });
  await receive({ tool: "Figma Dev", company: "C3", plan: "pro", submittedAt: "2026-01-05T12:00:00.000Z" });
  await receive({ tool: "Selenium", company: "C4", plan: "pro", teamSize: 80 });
  await receive({ tool: "SAP", company: "C5", plan: "enterprise" });
  for (const [i, tool] of ["Postman", "Post man", "postman.com"].entries())
    await receive({ tool, company: `D${i}`, plan: "free" });
  const queue = await json("request triage");
  expect(
    queue.map(({ tool, priority, why, companies }: Record<string, unknown>) => [tool, priority, companies, why]),
  ).toEqual([
    ["SAP", "P1", 1, ["Enterprise: P1"]],
    ["Selenium", "P1", 1, ["Pro: P2", "a team of 80: one higher"]],
    ["Figma Dev", "P2", 1, ["Pro: P2"]],
    ["Docker", "P2", 1, ["Pro: P2"]],
    [expect.stringMatching(/post ?man/i), "P2", 3, ["Free: P3", "3 companies: one higher"]],
    ["Salesforce", "P3", 1, ["Free: P3"]],
  ]);
  expect(queue[4].spellings).toEqual(["Post man", "Postman", "postman.com"].sort());
  expect(await json("request triage --limit 2")).toHaveLength(2);
});

test("a team raises its own plan, not that of another company; of efforts the largest counts", async () => {
  const { quad, receive, json } = await teamInstall();
  const [small, large] = [
    await receive({ tool: "Bruno", company: "C1", plan: "pro", teamSize: 2, submittedAt: "2026-01-04T12:00:00.000Z" }),
    await receive({ tool: "Bruno", company: "C2", plan: "free", teamSize: 60 }),
  ];
  await quad(`request estimate ${small} --effort complex`);
  await quad(`request estimate ${large} --effort simple`);
  await quad(["request", "assign", small, "--to", "Ada Lovelace"]);
  await quad(["request", "assign", large, "--to", "Zoë"]);
  expect(await json("request triage")).toMatchObject([
    {
      ...{ tool: "Bruno", priority: "P2", plan: "pro", why: ["Pro: P2"], largest: 60 },
      ...{ effort: "complex", assignedTo: "Ada Lovelace" },
    },
  ]);
  await receive({ tool: "Bruno", company: "C3", plan: "pro", teamSize: 55 });
  expect(await json("request triage")).toMatchObject([
    { priority: "P1", why: ["Pro: P2", "3 companies: one higher", "a team of 55: one higher"] },
  ]);
});

test("a team raises its plan from 50 people on", async () => {
  const { receive, json } = await teamInstall();
  for (const teamSize of [49, 50]) await receive({ tool: `Tool ${teamSize}`, company: `C${teamSize}`, teamSize });
  expect(await json("request triage")).toMatchObject([
    { tool: "Tool 50", priority: "P1" },
    { tool: "Tool 49", priority: "P2" },
  ]);
});

test("who votes for a tool in two of its requests has one vote", async () => {
  const { quad, json } = await teamInstall();
  for (const tool of ["Bruno", "bruno.com"])
    await quad(["request", "submit", "--tool", tool, "--category", "Cloud", "--team-size", "2", "--anyway"]);
  await quad("member add dev@massmutual.com --domain massmutual --role developer");
  const [first, second] = await json("request list");
  for (const { slug } of [first, second]) expect((await quad(`request vote ${slug}`)).code).toBe(0);
  expect((await quad(`request vote ${first.slug} --as dev@massmutual.com`)).code).toBe(0);
  expect(await json("request triage")).toMatchObject([{ tool: "Bruno", votes: 2 }]);
});

test("five companies expedite a tool for all of them, also when they come at once", async () => {
  const { receive, json, mails } = await teamInstall();
  const slugs = await Promise.all(
    Array.from({ length: 5 }, (_, i) => receive({ tool: "Terraform", company: `E${i}`, plan: "free" })),
  );
  for (const slug of slugs) {
    const { expeditedAt, due, events } = await json(`request show ${slug}`);
    expect(expeditedAt).not.toBeNull();
    expect(due.release).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(events.map(({ kind }: { kind: string }) => kind)).toContain("expedited");
  }
  expect((await json("request triage"))[0]).toMatchObject({
    tool: "Terraform",
    priority: "P0",
    companies: 5,
    expedited: true,
  });
  expect((await mails()).filter(({ template }) => template === "request-expedited")).toHaveLength(5);
});

test("what is over does not count among those that expedite a tool, and is not expedited", async () => {
  const { quad, receive, json, mails } = await teamInstall();
  const comes = (company: string) => receive({ tool: "Terraform", company });
  const over = await comes("E0");
  for (const company of ["E1", "E2", "E3"]) await comes(company);
  await quad(["request", "reject", over, "--reason", "It is theirs alone."]);
  const fourth = await comes("E4");
  expect((await json(`request show ${fourth}`)).expeditedAt).toBeNull();
  await comes("E5");
  expect((await json(`request show ${fourth}`)).expeditedAt).not.toBeNull();
  expect((await json(`request show ${over}`)).expeditedAt).toBeNull();
  // Whoever comes later is told, and nobody a second time.
  await comes("E6");
  expect((await mails()).filter(({ template }) => template === "request-expedited")).toHaveLength(6);
});

test("what comes expedited is acknowledged with the week in which it is begun", async () => {
  const { receive, mails } = await teamInstall();
  for (const company of ["A", "B", "C", "D", "E"]) await receive({ company: `Company ${company}` });
  const acknowledged = (await mails()).filter(({ template }) => template === "request-acknowledged");
  expect(acknowledged.map(({ data }) => data.startWithin)).toEqual([
    ...Array.from({ length: 4 }, () => "10 business days"),
    "5 business days",
  ]);
});

test("votes are one a person, and counted", async () => {
  const { quad, json } = await teamInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  expect((await quad(`request vote ${slug}`)).stdout).toBe(`Bruno (${slug}) has 1 vote.\n`);
  expect((await quad(`request vote ${slug}`)).stdout).toBe("Nothing to do: you have voted for it already.\n");
  expect((await json("request triage"))[0].why).toEqual(["Enterprise: P1", "1 more vote"]);
  expect((await quad(`request unvote ${slug}`)).stdout).toBe(`Bruno (${slug}) has 0 votes.\n`);
  expect((await quad(`request unvote ${slug}`)).stdout).toBe("Nothing to do: you have not voted for it.\n");
});

test("what is expedited is begun no later than its beta is due", async () => {
  const { receive, json } = await teamInstall();
  const slugs: string[] = [];
  for (const company of ["A", "B", "C", "D", "E"])
    slugs.push(await receive({ company: `Company ${company}`, plan: company === "A" ? "free" : "pro" }));
  for (const slug of slugs) {
    const { due } = await json(`request show ${slug}`);
    expect([due.start, due.start <= due.beta, due.beta < due.release]).toEqual([expect.any(String), true, true]);
  }
});
