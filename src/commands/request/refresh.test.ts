import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { releaseServer } from "../../patches/releases/release.testing.ts";
import { customerInstall, teamInstall } from "../../requests/install.testing.ts";

async function bothSides() {
  const [customer, team] = [await customerInstall(), await teamInstall()];
  const pages = join(team.directory, "pages");
  const { url } = await releaseServer(pages);
  await customer.withSql((sql) => sql`update QUAD_request_settings set tracking_url = ${url}`);
  await customer.quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug, text }] = await customer.withSql(
    (sql) => sql<[{ slug: string; text: string }]>`
      select r.slug, convert_from(a.content, 'UTF8') as text from QUAD_integration_requests r, QUAD_outbox_attachments a`,
  );
  return { customer, team, pages, slug, letter: text };
}

test("what the team publishes is taken over on the customer's side, once", async () => {
  const { customer, team, pages, slug, letter } = await bothSides();
  expect(await customer.quad("request refresh")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect((await customer.quad(`request refresh ${slug}`)).code).toBe(4);
  await team.quad("request receive -", { stdin: letter });
  for (const line of [`start ${slug}`, `estimate ${slug} --effort simple --ready 2199-01-15`])
    await team.quad(`request ${line}`);
  await team.quad(["request", "comment", slug, "--team", "Its API is a fine one."]);
  expect(await team.quad(["request", "publish", pages, "--dry-run"])).toEqual({
    code: 0,
    stdout: `1 request in ${pages}: 2 files would be written.\n`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(existsSync(pages)).toBe(false);
  expect((await team.quad(["request", "publish", pages])).stdout).toBe(`1 request in ${pages}: 2 files written.\n`);
  expect((await team.quad(["request", "publish", pages])).stdout).toBe(`1 request in ${pages}: nothing has changed.\n`);
  expect((await customer.quad("request refresh --dry-run")).stdout.split("\n")).toHaveLength(5);
  expect(await customer.quad("request refresh")).toEqual({
    code: 0,
    stdout: `${slug}: Request acknowledged by the QUAD team
${slug}: Development started by QUAD engineer
${slug}: Estimated: a simple API, 1-2 weeks, ready on Jan 15, 2199
${slug}: Its API is a fine one.
`,
    stderr: "",
  });
  expect((await customer.quad("request refresh")).stdout).toBe("");
  expect((await customer.quad(`request refresh ${slug}`)).stdout).toBe(`Nothing new of ${slug}.\n`);
  const shown = (await customer.quad(`request show ${slug}`)).stdout;
  expect(shown).toContain("Status: In Progress (Step 2 of 4)");
  expect(shown).toContain("(Est. Jan 15, 2199)");
  expect(shown).toContain("QUAD Platform Support Team: Its API is a fine one.");
});

test("what happened at one moment stands here in the order that it has on the team's page", async () => {
  const { customer, team, pages, slug, letter } = await bothSides();
  await team.quad("request receive - --no-ack", { stdin: letter });
  await team.quad(`request assign ${slug} --to Ada`);
  await team.quad(`request start ${slug}`);
  await team.withSql(
    (sql) => sql`
      insert into QUAD_request_events (request_id, kind, said, by_email, happened_at)
      select id, 'comment', 'Remark ' || n, support_name, date_trunc('second', now())
      from QUAD_integration_requests, QUAD_request_settings, generate_series(1, 12) n`,
  );
  await team.quad(["request", "publish", pages]);
  await customer.quad("request refresh");
  const said = async (side: typeof customer) =>
    (await side.json(`request show ${slug}`)).events.map((event: { said: string }) => event.said);
  expect(await said(customer)).toEqual(await said(team));
});

test("what a customer has said does not come back to them as the team's word", async () => {
  const { customer, team, pages, slug, letter } = await bothSides();
  await team.quad("request receive - --no-ack", { stdin: letter });
  await customer.quad(["request", "comment", slug, "Our trial ends in March."]);
  const [{ text }] = await customer.withSql(
    (sql) => sql<[{ text: string }]>`
      select convert_from(content, 'UTF8') as text from QUAD_outbox_attachments where filename like '%comment%'`,
  );
  expect((await team.quad("request receive -", { stdin: text })).code).toBe(0);
  await team.quad(["request", "publish", pages]);
  expect((await customer.quad(`request refresh ${slug}`)).stdout).toBe(`Nothing new of ${slug}.\n`);
});

test("a slug that was taken on the team's side becomes the customer's too from then on, and the old one keeps working", async () => {
  const { customer, team, pages, slug, letter } = await bothSides();
  await team.withSql(
    (sql) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email, slug)
      select id, 'Bruno', 'Cloud', 'a@b.c', ${slug} from QUAD_companies limit 1`,
  );
  const { request } = JSON.parse((await team.quad("request receive - --json", { stdin: letter })).stdout);
  expect(request.slug).not.toBe(slug);
  await team.quad(["request", "publish", pages]);
  await customer.quad("request refresh");
  expect((await customer.json(`request show ${slug}`)).slug).toBe(request.slug);
  // A slug that is another's here is passed over; what else the page says is not.
  await customer.quad("request submit --tool Insomnia --category Cloud --team-size 2");
  const [other] = await customer.withSql(
    (sql) => sql`select slug from QUAD_integration_requests where tool_name = 'Insomnia'`,
  );
  await team.quad(`request start ${request.slug}`);
  await team.quad(["request", "publish", pages]);
  const page = join(pages, `${request.id}.json`);
  writeFileSync(page, readFileSync(page, "utf8").replaceAll(request.slug, other?.slug));
  expect(await customer.quad(`request refresh ${slug}`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Development started"),
  });
  expect((await customer.json(`request show ${slug}`)).slug).toBe(request.slug);
});

test("a page is one file without scripts, in which nothing is markup that should not be", async () => {
  const { team, pages } = await bothSides();
  const slug = await team.receive({ tool: "<img src=x onerror=alert>" });
  await team.quad(["request", "publish", pages]);
  const html = readFileSync(join(pages, slug, "index.html"), "utf8");
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<script");
  expect(html).toContain("Status: Submitted (Step 1 of 4)");
  expect(statSync(join(pages, slug, "index.html")).mode & 0o777).toBe(0o644);
});

test("a web server can read the pages, whatever the umask is", async () => {
  const { team, directory } = { team: await teamInstall(), directory: "www/pages" };
  const slug = await team.receive();
  const line = `umask 077; exec '${process.execPath}' '${inject("program")}' request publish ${directory}`;
  execFileSync("sh", ["-c", line], { cwd: team.directory, env: { ...process.env, QUAD_DATABASE_URL: team.url } });
  for (const path of ["www", directory, join(directory, slug)])
    expect([path, statSync(join(team.directory, path)).mode & 0o777]).toEqual([path, 0o755]);
});

test("where pages cannot be written, it is said", async () => {
  const { team, pages } = await bothSides();
  const slug = await team.receive();
  mkdirSync(join(pages, slug, "index.html"), { recursive: true });
  expect(await team.quad(["request", "publish", pages])).toMatchObject({
    code: 5,
    stderr: `${join(pages, slug, "index.html")} is a directory, and in the way.\n`,
  });
  expect(await team.quad(["request", "publish", ""])).toMatchObject({ code: 2, stderr: "A path cannot be empty.\n" });
});

test("what is no page is refused, and goes nowhere", async () => {
  const { customer, pages, slug, team, letter } = await bothSides();
  const { id } = JSON.parse(letter);
  await team.quad("request receive -", { stdin: letter });
  await team.quad(`request start ${slug}`);
  await team.quad(["request", "publish", pages]);
  const page = JSON.parse(readFileSync(join(pages, `${id}.json`), "utf8"));
  const other = { ...page, id: "00000000-0000-4000-8000-000000000001" };
  for (const text of ["<html>", "{}", JSON.stringify({ ...page, slug: "../x" }), JSON.stringify(other)]) {
    writeFileSync(join(pages, `${id}.json`), text);
    expect((await customer.quad(`request refresh ${slug}`)).code).toBe(6);
  }
  expect((await customer.json(`request show ${slug}`)).status).toBe("submitted");
});

/** Both sides with a second request, which is the newer one; both have their pages. */
async function twoPublished() {
  const sides = await bothSides();
  const { customer, team, pages, letter } = sides;
  await team.quad("request receive -", { stdin: letter });
  await customer.quad("request submit --tool Miro --category Design --team-size 3");
  const [{ newer }] = await customer.withSql(
    (sql) => sql<[{ newer: string }]>`
      select convert_from(content, 'UTF8') as newer from QUAD_outbox_attachments where filename like 'miro%'`,
  );
  await team.quad("request receive -", { stdin: newer });
  await team.quad(["request", "publish", pages]);
  return { ...sides, newer };
}

test("what was read before a page that cannot be is taken over and said", async () => {
  const { customer, pages, slug, letter } = await twoPublished();
  writeFileSync(join(pages, `${JSON.parse(letter).id}.json`), "<html>");
  const { code, stdout, stderr } = await customer.quad("request refresh");
  expect([code, stdout]).toEqual([6, expect.stringMatching(/^miro-\d+: Request acknowledged by the QUAD team\n$/)]);
  expect(stderr).toMatch(/ is not JSON\.\n$/);
  expect((await customer.json(`request show ${slug}`)).acknowledgedAt).toBe(null);
});

test("a page that is none keeps nobody from the others", async () => {
  const { customer, pages, slug, newer } = await twoPublished();
  // The newest is asked for first.
  writeFileSync(join(pages, `${JSON.parse(newer).id}.json`), "<html>");
  const { code, stdout, stderr } = await customer.quad("request refresh");
  expect([code, stdout]).toEqual([6, `${slug}: Request acknowledged by the QUAD team\n`]);
  expect(stderr).toMatch(/ is not JSON\.\n$/);
});

test("a page that is not to be had keeps nobody from the others; a server that has none is asked three times", async () => {
  const { customer, pages, slug, newer } = await twoPublished();
  let closed = (url = "") => url.includes(JSON.parse(newer).id);
  let refused = 0;
  const { url } = await releaseServer(pages, (answer) =>
    createServer((request, response) => {
      if (!closed(request.url)) return void answer(request, response);
      refused += 1;
      response.writeHead(403).end();
    }),
  );
  await customer.withSql((sql) => sql`update QUAD_request_settings set tracking_url = ${url}`);
  const { code, stdout, stderr } = await customer.quad("request refresh");
  expect([code, stdout]).toEqual([3, `${slug}: Request acknowledged by the QUAD team\n`]);
  expect(stderr).toMatch(/ is answered with 403: not for everybody\.\n/);
  closed = () => true;
  for (const tool of ["Bruno Two", "Linear Two", "Notion Two"])
    await customer.quad(["request", "submit", "--tool", tool, "--category", "Cloud", "--team-size", "2", "--anyway"]);
  refused = 0;
  expect((await customer.quad("request refresh")).code).toBe(3);
  expect(refused).toBe(3);
});

test("what is said and put right after the release is taken over, too", async () => {
  const { customer, team, pages, slug, letter } = await bothSides();
  await team.quad("request receive -", { stdin: letter });
  await team.quad(`request release ${slug} --patch bruno-prod-1.0`);
  await team.quad(["request", "publish", pages]);
  await customer.quad("request refresh");
  await customer.quad(["request", "feedback", slug, "--bug", "It forgets."]);
  const [{ text }] = await customer.withSql(
    (sql) => sql<[{ text: string }]>`
      select convert_from(content, 'UTF8') as text from QUAD_outbox_attachments where filename like '%feedback%'`,
  );
  expect((await team.quad("request receive -", { stdin: text })).code).toBe(0);
  await team.quad(`request feedback ${slug} --fixed-in bruno-prod-1.1`);
  await team.quad(["request", "comment", slug, "--team", "Sorry for that."]);
  await team.quad(["request", "publish", pages]);
  expect(await customer.quad("request refresh")).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: `${slug}: Fixed in bruno-prod-1.1: 1\n${slug}: Sorry for that.\n`,
  });
  const { status, feedback } = await customer.json(`request show ${slug}`);
  expect([status, feedback]).toMatchObject(["released", [{ number: 1, fixedIn: "bruno-prod-1.1" }]]);
});

test("asked for, the newest first, are the pages of what is not over, and of what is released and not put right", async () => {
  const { customer } = await bothSides();
  const asked: string[] = [];
  const { url } = await releaseServer(customer.directory, () =>
    createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(404).end();
    }),
  );
  const ids = await customer.withSql(async (sql) => {
    await sql`update QUAD_request_settings set tracking_url = ${url}`;
    await sql`delete from QUAD_integration_requests`;
    return sql<{ id: string; about: string }[]>`
      with asked as (
        insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email, status, created_at, received_at)
        select c.id, w.about, 'Cloud', 'a@b.c', split_part(w.about, ' ', 1), '2026-01-05'::timestamptz - w.nth * interval '1 day',
          case when w.about like '% received' then now() end
        from QUAD_companies c, unnest(array['submitted', 'submitted received', 'in_progress', 'beta', 'released', 'released unfixed',
          'released fixed', 'released unfixed received', 'rejected unfixed', 'withdrawn unfixed']) with ordinality w (about, nth)
        returning id, tool_name, created_at
      ), found as (
        insert into QUAD_request_feedback (request_id, number, kind, said, reported_by_email, fixed_in, fixed_at)
        select id, n, 'bug', 'It fails.', 'a@b.c', case when tool_name like '% fixed' then 'x' end,
          case when tool_name like '% fixed' then now() end
        from asked, generate_series(1, 2) n where tool_name like '% unfixed%' or tool_name like '% fixed'
      )
      select id, tool_name as about from asked order by created_at desc`;
  });
  expect((await customer.quad("request refresh")).code).toBe(0);
  const aboutOf = (path: string) => ids.find(({ id }) => path.endsWith(`/${id}.json`))?.about;
  expect(asked.map(aboutOf)).toEqual(["submitted", "in_progress", "beta", "released unfixed"]);
});

test("an older page, as one server of several may have it, does not lead back to an older beta", async () => {
  const { customer, team, pages, slug, letter } = await bothSides();
  const page = join(pages, `${JSON.parse(letter).id}.json`);
  await team.quad("request receive -", { stdin: letter });
  const older: string[] = [];
  for (const patch of ["bruno-beta-1.0", "bruno-beta-1.1"]) {
    await team.quad(`request beta ${slug} --patch ${patch}`);
    await team.quad(["request", "publish", pages]);
    await customer.quad("request refresh");
    expect((await customer.json(`request show ${slug}`)).betaPatch).toBe(patch);
    older.push(readFileSync(page, "utf8"));
  }
  writeFileSync(page, older[0] ?? "");
  expect(await customer.quad("request refresh")).toMatchObject({ code: 0, stdout: "" });
  expect((await customer.json(`request show ${slug}`)).betaPatch).toBe("bruno-beta-1.1");
  // Nor is a finding put right anew by what it says.
  await customer.quad(`request feedback ${slug} --bug Crashes`);
  for (const [i, fixedIn] of ["bruno-beta-1.1", "bruno-beta-1.0"].entries()) {
    writeFileSync(page, JSON.stringify({ ...JSON.parse(older[1 - i] ?? ""), feedback: [{ number: 1, fixedIn }] }));
    expect((await customer.quad("request refresh")).code).toBe(0);
    expect((await customer.json(`request show ${slug}`)).feedback).toMatchObject([{ fixedIn: "bruno-beta-1.1" }]);
  }
});

test("what the team says is taken over by the install, and by no person", async () => {
  const { customer } = await bothSides();
  await customer.quad("member add ada@acmecorp.com --domain acme --role DOMAIN_ADMIN");
  expect(await customer.quad("--as ada@acmecorp.com request refresh")).toEqual({
    code: 3,
    stdout: "",
    stderr:
      "What the team says is taken over with the rights of the install.\nLeave out --as, and let cron do it on the install: quad cron install\n",
  });
});
