import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attribute, transaction } from "../../postgres/transaction.ts";
import { customerInstall, teamInstall } from "../../requests/install.testing.ts";

const bug = "Agent can't read collections with spaces in name";
const idea = "Can agent auto-sync collection changes?";

test("findings are numbered on, go to the team with their files, and are listed where they are put right", async () => {
  const { quad, json, withSql, directory } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  expect((await quad(["request", "feedback", slug, "--bug", bug])).stderr).toBe(
    `There is no beta of ${slug} to report on: it is submitted.\nSay something all the same: quad request comment ${slug} TEXT\n`,
  );
  await withSql((sql) => sql`update QUAD_integration_requests set status = 'beta', beta_patch = 'bruno-beta-1.0'`);
  const shot = join(directory, "shot.png");
  writeFileSync(shot, "png");
  expect(await quad(["request", "feedback", slug, "--bug", bug, "--idea", idea, "--attach", shot])).toEqual({
    code: 0,
    stdout: `Reported: numbers 1, 2 of ${slug}.\n`,
    stderr: "",
  });
  const more = ["--idea", "More", "--remark", "Otherwise looks great! Team loves it."];
  expect((await quad(["request", "feedback", slug, ...more])).stdout).toBe(`Reported: number 3 of ${slug}.\n`);
  const mails = await withSql(
    (sql) => sql`
      select o.data, (select json_agg(a.filename order by a.position) from QUAD_outbox_attachments a where a.outbox_id = o.id) as files
      from QUAD_outbox o where template = 'request-feedback' order by created_at`,
  );
  expect(mails[0]).toMatchObject({
    data: {
      first: 1,
      issues: [
        { kind: "Bug", text: bug },
        { kind: "Feature Request", text: idea },
      ],
    },
    files: [`${slug}-feedback-1.json`, "shot.png"],
  });
  expect([mails[0]?.data.remark, mails[1]?.data.remark]).toEqual([undefined, more[3]]);
  expect((await json(`request show ${slug}`)).feedback).toMatchObject([
    { number: 1, kind: "bug", said: bug, patch: "bruno-beta-1.0", attachments: ["shot.png"] },
    { number: 2, kind: "idea" },
    { number: 3, kind: "idea" },
  ]);
});

test("a file goes with the mail that was written with it, and nobody adds one to what another has found", async () => {
  const { quad, json, withSql } = await customerInstall();
  await quad("member add dev@acmecorp.com --domain acme --role developer");
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  await withSql((sql) => sql`update QUAD_integration_requests set status = 'beta', beta_patch = 'bruno-beta-1.0'`);
  await quad(["request", "feedback", slug, "--bug", bug]);
  await withSql(async (sql) => {
    const [{ company }] = await sql<[{ company: string }]>`select id as company from QUAD_companies`;
    await sql`select quad_request_attach(id, 'late.png', 'image/png', 'png') from QUAD_request_feedback`;
    const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_request_feedback`;
    attribute(sql, { actor: `${company} dev@acmecorp.com` });
    await expect(
      transaction(sql, (tx) => tx`select quad_request_attach(${id}, 'theirs.png', 'image/png', 'png')`),
    ).rejects.toMatchObject({
      code: "QU003",
      message: "dev@acmecorp.com may not act on the request of admin@acmecorp.com.",
    });
  });
  expect((await json(`request show ${slug}`)).feedback).toMatchObject([{ attachments: ["late.png"] }]);
  expect(await withSql((sql) => sql`select filename from QUAD_outbox_attachments where filename like '%.png'`)).toEqual(
    [],
  );
});

test("what is reported is taken in by the team under the same numbers, once", async () => {
  const [customer, team] = [await customerInstall(), await teamInstall()];
  await customer.quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await customer.json("request list");
  await customer.withSql(
    (sql) => sql`update QUAD_integration_requests set status = 'beta', beta_patch = 'bruno-beta-1.0'`,
  );
  await customer.quad(["request", "feedback", slug, "--bug", bug, "--idea", `${idea}\nIt would help.`]);
  await customer.quad(["request", "feedback", slug, "--bug", "Another"]);
  const [request, first, second] = await customer.withSql(
    (sql) => sql<{ text: string }[]>`
      select convert_from(a.content, 'UTF8') as text from QUAD_outbox_attachments a join QUAD_outbox o on o.id = a.outbox_id
      order by a.filename = ${`${slug}.json`} desc, a.filename`,
  );
  const receive = (letter: { text: string } | undefined) =>
    team.quad("request receive -", { stdin: letter?.text ?? "" });
  expect(await receive(first)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("Take in its letter before: quad request receive FILE"),
  });
  await receive(request);
  expect(await receive(second)).toMatchObject({ code: 0, stdout: `Received: feedback 3 to ${slug}.\n` });
  expect(
    (await Promise.all(Array.from({ length: 4 }, () => receive(first)))).map(({ stdout }) => stdout).sort(),
  ).toEqual([
    ...Array(3).fill(`Nothing to do: this feedback to ${slug} has come before.\n`),
    `Received: feedback 1, 2 to ${slug}.\n`,
  ]);
  const shown = await team.json(`request show ${slug}`);
  expect(shown.feedback).toMatchObject([
    { number: 1, kind: "bug", said: bug, patch: "bruno-beta-1.0", reportedBy: "admin@acmecorp.com" },
    { number: 2, kind: "idea", said: `${idea}\nIt would help.` },
    { number: 3, kind: "bug", said: "Another" },
  ]);
  expect(shown.events.map(({ said }: { said: string }) => said)).toEqual(
    expect.arrayContaining(["2 issues reported", "One issue reported"]),
  );
  const other = JSON.parse(first?.text ?? "");
  other.findings[0].id = "00000000-0000-4000-8000-000000000001";
  expect(await receive({ text: JSON.stringify(other) })).toMatchObject({
    code: 5,
    stderr: `${slug} has other feedback under 1.\nCompare: quad request show ${slug}\n`,
  });
  other.findings[0].text = "\u001b[2J";
  other.reportedBy = "a@b.c\r\nBcc: all@example.com";
  expect(await receive({ text: JSON.stringify(other) })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/ {2}reportedBy: .*\n {2}findings\.0\.text: /),
  });
});

test("the next beta's mail lists what it puts right, in the team's words", async () => {
  const { quad, receive, mails } = await teamInstall();
  const slug = await receive();
  await quad(`request beta ${slug} --patch postman-beta-1.0`);
  await quad(["request", "feedback", slug, "--bug", bug, "--idea", idea]);
  const fixed = (number: number, wording: string) =>
    quad([
      "request",
      "feedback",
      slug,
      "--fixed-in",
      "postman-beta-1.1",
      "--number",
      `${number}`,
      "--wording",
      wording,
    ]);
  expect((await fixed(1, "Collections with spaces now work")).stdout).toBe(
    `Fixed in postman-beta-1.1: 1 of ${slug}.\n`,
  );
  await fixed(2, "Auto-sync every 30 seconds (configurable)");
  expect((await fixed(9, "x")).stderr).toContain(`${slug} has no feedback 9.`);
  await quad(`request beta ${slug} --patch postman-beta-1.1`);
  expect((await mails()).at(-1)).toMatchObject({
    template: "request-beta-fixed",
    data: {
      version: "1.1",
      intro: "We've fixed both issues:",
      fixes: [
        { verb: "Fixed", text: "Collections with spaces now work" },
        { verb: "Added", text: "Auto-sync every 30 seconds (configurable)" },
      ],
      databaseChanges: false,
      // Only its name was given.
      databaseUnknown: true,
      testingTime: "1-2 days",
    },
  });
  // The one after it says what is new in it, and not what was.
  await quad(["request", "feedback", slug, "--bug", "It is slow"]);
  await quad(`request feedback ${slug} --fixed-in postman-beta-1.2`);
  await quad(`request beta ${slug} --patch postman-beta-1.2`);
  expect((await mails()).at(-1)).toMatchObject({
    template: "request-beta-fixed",
    data: { intro: "We've fixed the issue:", fixes: [{ verb: "Fixed", text: "It is slow" }] },
  });
});

test("the production mail says what there is by now: of what nobody has worded, that it is put right", async () => {
  const { quad, receive, mails } = await teamInstall();
  const slug = await receive();
  await quad(`request beta ${slug} --patch postman-beta-1.0`);
  await quad(["request", "feedback", slug, "--bug", bug, "--idea", idea, "--bug", "It is slow"]);
  const wording = ["--number", "1", "--wording", "Support for collection names with spaces"];
  await quad(["request", "feedback", slug, "--fixed-in", "postman-beta-1.1", ...wording]);
  await quad(`request feedback ${slug} --fixed-in postman-beta-1.1`);
  await quad(`request release ${slug} --patch postman-prod-1.0`);
  expect((await mails()).at(-1)?.data).toMatchObject({
    included: [
      "Postman integration",
      "Support for collection names with spaces",
      `Added: ${idea}`,
      "Fixed: It is slow",
    ],
  });
});

test("a beta that puts nothing right thanks for no reports that there were not", async () => {
  const { quad, receive, json } = await teamInstall();
  const slug = await receive();
  for (const version of ["1.0", "1.1"]) await quad(`request beta ${slug} --patch postman-beta-${version}`);
  const [{ id }] = (await json("mail list")).filter(({ template }: { template: string }) => /fixed/.test(template));
  const { subject, text } = (await json(`mail show ${id}`)).worded;
  expect(subject).toBe("Beta v1.1 Ready: Postman Integration (Acme Corp)");
  expect(text).toContain(`Hi Acme Corp team,

There is a new beta.

Updated Beta Patch:
`);
});

test("however many findings a patch puts right, it is told", async () => {
  const { quad, receive, withSql, json } = await teamInstall();
  const slug = await receive();
  await quad(`request beta ${slug} --patch postman-beta-1.0`);
  await withSql(
    (sql) => sql`
      insert into QUAD_request_feedback (request_id, number, kind, said, reported_by_email)
      select id, n, 'bug', 'It is slow', requested_by_email from QUAD_integration_requests, generate_series(1, 1000) n`,
  );
  const { code, stderr } = await quad(`request feedback ${slug} --fixed-in postman-beta-1.1`);
  expect([code, stderr]).toEqual([0, ""]);
  const { events } = await json(`request show ${slug}`);
  expect(events[0].said).toBe("Fixed in postman-beta-1.1: 1,000 findings");
});

test("a file of 50 MB is refused, and what is no file", async () => {
  const { quad, json, withSql, directory } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  await withSql((sql) => sql`update QUAD_integration_requests set status = 'beta'`);
  const big = join(directory, "big.bin");
  writeFileSync(big, Buffer.alloc(50_000_000));
  const attach = (path: string) => quad(["request", "feedback", slug, "--bug", bug, "--attach", path]);
  expect(await attach(big)).toMatchObject({ code: 2, stderr: `${big} has 50 MB; at most 10 MB are taken.\n` });
  expect((await attach("/dev/zero")).code).toBe(2);
  expect((await attach("/nowhere")).code).toBe(2);
  expect((await quad(`request feedback ${slug}`)).stderr).toContain("Nothing is reported.");
  expect(await withSql((sql) => sql`select from QUAD_request_feedback`)).toHaveLength(0);
});

test("files that could not be told apart, or would be too many for a mail, are refused; a backslash is no directory", async () => {
  const { quad, json, withSql, directory } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  await withSql((sql) => sql`update QUAD_integration_requests set status = 'beta'`);
  const [one, windows] = [join(directory, "x.log"), join(directory, "a\\b.txt")];
  for (const path of [one, windows]) writeFileSync(path, "x");
  const report = (...files: readonly string[]) =>
    quad(["request", "feedback", slug, "--bug", bug, ...files.flatMap((file) => ["--attach", file])]);
  expect(await report(one, one)).toMatchObject({
    code: 2,
    stderr:
      "Two files are called x.log; whoever gets them could not tell them apart.\nGive one of them another name.\n",
  });
  expect(await report(...Array.from({ length: 100 }, () => one))).toMatchObject({
    code: 2,
    stderr: "100 files are given; at most 99 go with one mail.\n",
  });
  expect((await report(windows)).code).toBe(0);
  const [{ feedback }] = [await json(`request show ${slug}`)];
  expect(feedback).toMatchObject([{ number: 1, attachments: ["a_b.txt"] }]);
});

test("what goes with --fixed-in alone is not passed over without it", async () => {
  const { quad } = await customerInstall();
  for (const flag of [
    ["--number", "1"],
    ["--wording", "Done"],
  ])
    expect(await quad(["request", "feedback", "bruno-1234", "--bug", bug, ...flag])).toMatchObject({
      code: 2,
      stderr: "--number and --wording go with --fixed-in.\n",
    });
});

test("comments stand on the page and go to the other side", async () => {
  const { quad, json, withSql } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  expect((await quad(["request", "comment", slug, "We need it in May."])).stdout).toBe(
    `Said: it stands on the page of ${slug}.\n`,
  );
  await quad(["request", "comment", slug, "--team", "We know."]);
  expect((await quad(`request show ${slug}`)).stdout).toMatch(
    /: QUAD Platform Support Team: We know\.\n.*: admin@acmecorp\.com: We need it in May\.\n/,
  );
  await quad("member add lead@acmecorp.com --domain acme --role domain_admin");
  expect((await quad(["request", "comment", slug, "So do we.", "--as", "lead@acmecorp.com"])).code).toBe(0);
  // Answers go to who said it, and not to who had asked.
  const team = "integrations@quadframe.work";
  expect(
    await withSql(
      (sql) => sql`
        select recipient_email as to, sender_email as from from QUAD_outbox
        where template = 'request-comment' order by created_at`,
    ),
  ).toEqual([
    { to: team, from: "admin@acmecorp.com" },
    { to: "admin@acmecorp.com", from: team },
    { to: team, from: "lead@acmecorp.com" },
  ]);
  expect((await quad(["request", "comment", slug, "x".repeat(2001)])).code).toBe(2);
});
test("how much is too much is said in figures of one form", async () => {
  const { quad } = await customerInstall();
  expect((await quad(["request", "feedback", "bruno-1234", "--bug", "x".repeat(4001)])).stderr).toBe(
    "The text has 4,001 characters; at most 4,000 are taken.\n",
  );
});
