import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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
  expect((await quad(["request", "feedback", slug, "--idea", "More"])).stdout).toBe(`Reported: number 3 of ${slug}.\n`);
  const mails = await withSql(
    (sql) => sql`
      select o.data, (select json_agg(a.filename) from QUAD_outbox_attachments a where a.outbox_id = o.id) as files
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
    files: ["shot.png"],
  });
  expect((await json(`request show ${slug}`)).feedback).toMatchObject([
    { number: 1, kind: "bug", said: bug, patch: "bruno-beta-1.0", attachments: ["shot.png"] },
    { number: 2, kind: "idea" },
    { number: 3, kind: "idea" },
  ]);
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
      testingTime: "1-2 days",
    },
  });
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
  expect(
    await withSql(
      (sql) =>
        sql`select recipient_email as to from QUAD_outbox where template = 'request-comment' order by created_at`,
    ),
  ).toMatchObject([{ to: "integrations@quadframe.work" }, { to: "admin@acmecorp.com" }]);
  expect((await quad(["request", "comment", slug, "x".repeat(2001)])).code).toBe(2);
});
