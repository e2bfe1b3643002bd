import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";

const form = ["--category", "API Testing", "--team-size", "5"];
const submit = (tool: string, ...more: readonly string[]) => ["request", "submit", "--tool", tool, ...form, ...more];

test("the spec's API body is answered key for key as the spec's API answers", async () => {
  const { quad } = await testInstall();
  const body = {
    toolName: "Postman",
    category: "API Testing",
    teamSize: 5,
    details: "We use Postman for API testing...",
    userEmail: "admin@acmecorp.com",
  };
  const { code, stdout } = await quad("request submit --from - --json", { stdin: JSON.stringify(body) });
  expect(code).toBe(0);
  const answer = JSON.parse(stdout);
  const slug = answer.requestId.replace(/^req-/, "");
  expect(slug).toMatch(/^postman-[1-9]\d{3}$/);
  // An Enterprise company's, by the SLA: beta from 2 weeks on, production within 4.
  expect(Object.entries(answer)).toEqual([
    ["requestId", `req-${slug}`],
    ["status", "submitted"],
    ["estimatedTime", "2-4 weeks"],
    ["trackingUrl", `https://quadframe.work/integrations/requests/${slug}`],
  ]);
});

test("request, first event and mail with the request in it are written at once, or none of them", async () => {
  const { quad, withSql } = await testInstall({ plan: "pro" });
  const count = () =>
    withSql(
      (sql) => sql`
        select (select count(*) from QUAD_integration_requests)::integer as requests,
          (select count(*) from QUAD_request_events)::integer as events, (select count(*) from QUAD_outbox)::integer as mails`,
    );
  expect((await quad(submit("Bruno", "--dry-run"))).stderr).toBe("Nothing was changed: --dry-run.\n");
  expect([...(await count())]).toEqual([{ requests: 0, events: 0, mails: 0 }]);
  const { stdout } = await quad(submit("Bruno", "--details", " a\r\nb "), { env: { QUAD_PLATFORM_VERSION: "1.2.3" } });
  const [, slug] = /^Submitted: req-(bruno-\d+), 3-6 weeks\.$/m.exec(stdout) ?? [];
  expect(stdout.split("\n")[1]).toBe(`See how it goes: quad request show ${slug}`);
  expect([...(await count())]).toEqual([{ requests: 1, events: 1, mails: 1 }]);
  const [mail] = await withSql(
    (sql) => sql`
      select o.recipient_email, o.sender_email, o.template, o.data, o.message_id, a.filename, a.media_type,
        convert_from(a.content, 'UTF8')::json as letter
      from QUAD_outbox o join QUAD_outbox_attachments a on a.outbox_id = o.id`,
  );
  expect(mail).toEqual({
    recipient_email: "integrations@quadframe.work",
    sender_email: "it-admin@massmutual.com",
    template: "request-submitted",
    data: {
      tool: "Bruno",
      company: "Massachusetts Mutual Life Insurance",
      requestedBy: "it-admin@massmutual.com",
      category: "API Testing",
      teamSize: 5,
      details: "a\nb",
      plan: "Pro ($99/month)",
      users: 1,
      selfHosted: "Yes (version 1.2.3)",
    },
    message_id: mail?.letter.messageId,
    filename: `${slug}.json`,
    media_type: "application/json",
    letter: {
      format: "quad-request/1",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestId: `req-${slug}`,
      slug,
      toolName: "Bruno",
      category: "API Testing",
      teamSize: 5,
      details: "a\nb",
      userEmail: "it-admin@massmutual.com",
      submittedAt: expect.stringMatching(/Z$/),
      messageId: expect.stringMatching(/^<[0-9a-f-]{36}@massmutual\.com>$/),
      company: {
        id: expect.any(String),
        name: "Massachusetts Mutual Life Insurance",
        adminEmail: "it-admin@massmutual.com",
        plan: "pro",
        users: 1,
        deploymentModel: "self-hosted",
        version: "1.2.3",
      },
    },
  });
});

test("every problem of a form is named at once", async () => {
  const { quad } = await testInstall();
  const body = { toolName: "a\r\nBcc: x@y.z", category: "Cooking", teamSize: 0, details: "x".repeat(501), more: 1 };
  const { code, stderr } = await quad("request submit --from -", { stdin: JSON.stringify(body) });
  expect(code).toBe(2);
  for (const key of ["toolName", "category", "teamSize", "details", "the whole"])
    expect(stderr).toContain(`  ${key}: `);
  expect(stderr.split("\n")[0]).toBe("Standard input is no request for an integration.");
  expect((await quad("request submit --from -", { stdin: '{"teamSize": 2}' })).stderr).toContain(
    "\n  toolName: is missing\n  category: is missing\n",
  );
  expect((await quad("request submit --from -", { stdin: "{" })).stderr).toMatch(/^Standard input is not JSON\.\n/);
  expect((await quad("request submit --from /nowhere.json")).stderr).toBe('There is no file "/nowhere.json".\n');
});

test("without a terminal what is missing is named with its flags", async () => {
  const { quad } = await testInstall();
  expect(await quad("request submit")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Missing: --tool NAME, --category CATEGORY, --team-size PEOPLE.\nThere is no terminal to ask at; give them as flags.\n",
  });
});

test("what cannot be a tool, a category or a text is refused", async () => {
  const { quad } = await testInstall();
  const refused = async (tool: string, ...more: readonly string[]) => {
    const { code, stderr } = await quad(submit(tool, ...more));
    expect([tool, code]).toEqual([tool, 2]);
    return stderr;
  };
  for (const tool of ["", "a\r\nBcc: x@y.z", "x".repeat(10_000), "🎉", "\u001b[31mred", "\u202eevil", "--"])
    expect(await refused(tool)).not.toMatch(/\u001b|\u202e/);
  expect(await refused("Bruno", "--details", "x".repeat(501))).toContain("501 characters; at most 500");
  expect(await refused("Bruno", "--details", "a\u001b[2Jb")).toContain("cannot be seen");
  expect(await refused("Bruno", "--team-size", "0")).toContain("no size of a team");
  expect(await refused("Bruno", "--category", "Cooking")).toContain("There are: API Testing, Cloud");
  expect(await refused("Bruno", "--email", "a@b\r\nBcc: x@y.z")).toContain("is not an e-mail address");
});

test("names in any script are asked for; the slug is what is left of them", async () => {
  const { quad, json } = await testInstall();
  for (const tool of ["Cypress 🌲 & Co", "Ünïcode Tøøls", "邮差工具", "<b>bold</b>"])
    expect([tool, (await quad(submit(tool))).code]).toEqual([tool, 0]);
  const slugs = (await json("request list")).map(({ slug }: { slug: string }) => slug.replace(/-\d+$/, ""));
  expect(slugs.sort()).toEqual(["b-bold-b", "cypress-co", "tool", "unicode-t-ls"]);
});

test("what is on its way is said, what is there wants --anyway, however it is spelled", async () => {
  const { quad } = await testInstall();
  const first = await quad(submit("postman.com"));
  expect([first.code, first.stderr]).toEqual([0, "Postman is coming soon; that you want it is noted.\n"]);
  for (const tool of ["GitHub", "git hub", "www.github.com", "Githubb"]) {
    const { code, stderr } = await quad(submit(tool));
    expect([tool, code, stderr]).toEqual([
      tool,
      5,
      "GitHub is there already (active).\nSee it: quad integration show github\nIf it is another tool, or another matter: --anyway\n",
    ]);
  }
  expect((await quad(submit("GitHub", "--anyway"))).code).toBe(0);
  // One letter is a slip, but neither the first one nor one of a short name.
  expect((await quad(submit("Figmo"))).stderr).toContain("Figma is there already (active).");
  for (const tool of ["Sigma", "Jiro"]) expect([tool, (await quad(submit(tool))).code]).toEqual([tool, 0]);
});

test("what was asked for already is named, and can be voted for", async () => {
  const { quad, json } = await testInstall();
  await quad(submit("Terraform"));
  const [{ slug }] = await json("request list");
  expect(await quad(submit("Terra form"))).toEqual({
    code: 5,
    stdout: "",
    stderr: `Terraform was asked for by it-admin@massmutual.com already: ${slug}.
Terra form is spelled nearly like it.
See it: quad request show ${slug}
Say that you want it too: quad request vote ${slug}
If it is another tool, or another matter: --anyway
`,
  });
  await quad(`request withdraw ${slug}`);
  expect((await quad(submit("Terra form"))).code).toBe(0);
});

test("people ask in their own name, and see what their company has asked for", async () => {
  const { quad, json } = await insuranceInstall();
  expect((await quad(submit("Bruno", "--as", "dev@massmutual.com"))).code).toBe(0);
  expect(await quad(submit("Insomnia", "--as", "dev@massmutual.com", "--email", "teamlead@massmutual.com"))).toEqual({
    code: 3,
    stdout: "",
    stderr: "dev@massmutual.com asks in their own name, and not in that of teamlead@massmutual.com.\n",
  });
  const seen = await json("request list --as teamlead@massmutual.com");
  expect(seen.map(({ tool, requestedBy }: Record<string, string>) => [tool, requestedBy])).toEqual([
    ["Bruno", "dev@massmutual.com"],
  ]);
  expect(await json("request list --mine --as teamlead@massmutual.com")).toEqual([]);
});

test("where the company wants requests approved, it is asked for first, and goes out when it is approved", async () => {
  const { quad, json, withSql } = await insuranceInstall();
  await quad("approval require integration_request");
  const asked = await quad(submit("Bruno", "--as", "dev@massmutual.com", "-d", "life-insurance"));
  expect([asked.code, asked.stdout.split("\n")[0]]).toEqual([0, expect.stringMatching(/^Asked for: .*Bruno/)]);
  expect(await json("request list")).toEqual([]);
  const [{ id }] = await json("approval list");
  expect((await quad(`approval approve ${id} --yes`, { env: { QUAD_PLATFORM_VERSION: "1.2.3" } })).code).toBe(0);
  expect(await json("request list")).toMatchObject([{ tool: "Bruno", requestedBy: "dev@massmutual.com", teamSize: 5 }]);
  expect(
    await withSql(
      (sql) => sql`select data ->> 'selfHosted' as hosted from QUAD_outbox where template = 'request-submitted'`,
    ),
  ).toEqual([{ hosted: "Yes (version 1.2.3)" }]);
  const other = await quad(submit("Miro", "--email", "dev@massmutual.com"));
  expect([other.code, other.stderr]).toEqual([
    5,
    "What is to be approved is asked for in one's own name, and not in that of dev@massmutual.com.\nAct as them: --as dev@massmutual.com\n",
  ]);
});

test("a row that the platform writes by itself becomes the same request, with its event and its mail", async () => {
  const { json, withSql } = await testInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email)
      select id, ' Postman ', 'Anything', 'Dev@MassMutual.com' from QUAD_organizations`,
  );
  const [{ slug }] = await json("request list");
  expect(await json(`request show ${slug}`)).toMatchObject({
    tool: "Postman",
    requestedBy: "dev@massmutual.com",
    teamSize: null,
    events: [{ kind: "submitted", said: "Request submitted" }],
  });
  expect(await withSql((sql) => sql`select from QUAD_outbox`)).toHaveLength(1);
});

test("of several who ask for the same at once one asks, and the others are told so", async () => {
  const { quad, json } = await testInstall();
  const runs = await Promise.all(
    Array.from({ length: 5 }, () => quad("request submit --tool Bruno --category Cloud --team-size 2")),
  );
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 5, 5, 5, 5]);
  expect(await json("request list")).toHaveLength(1);
});

test("a form that an editor began with a mark is read", async () => {
  const { quad } = await testInstall();
  const stdin = '\ufeff{"toolName": "Bruno", "category": "Cloud", "teamSize": 2}';
  expect((await quad("request submit --from -", { stdin })).code).toBe(0);
});
