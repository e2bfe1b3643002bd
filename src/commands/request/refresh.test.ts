import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { customerInstall, teamInstall } from "../../requests/install.testing.ts";

/** The vendor's web server: serves what is published in a directory. */
async function served(directory: string): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    try {
      response.end(readFileSync(join(directory, url)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bothSides() {
  const [customer, team] = [await customerInstall(), await teamInstall()];
  const pages = join(team.directory, "pages");
  const url = await served(pages);
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
  for (const line of [`start ${slug}`, `estimate ${slug} --effort simple --ready 2027-01-15`])
    await team.quad(`request ${line}`);
  await team.quad(["request", "comment", slug, "--team", "Its API is a fine one."]);
  expect((await team.quad(["request", "publish", pages])).stdout).toBe(`1 request in ${pages}: 2 files written.\n`);
  expect((await team.quad(["request", "publish", pages])).stdout).toBe(`1 request in ${pages}: nothing has changed.\n`);
  expect(await customer.quad("request refresh")).toEqual({
    code: 0,
    stdout: `${slug}: Request acknowledged by the QUAD team
${slug}: Development started by QUAD engineer
${slug}: Estimated: a simple API, 1-2 weeks, ready on Jan 15, 2027
${slug}: Its API is a fine one.
`,
    stderr: "",
  });
  expect((await customer.quad("request refresh")).stdout).toBe("");
  expect((await customer.quad(`request refresh ${slug}`)).stdout).toBe(`Nothing new of ${slug}.\n`);
  const shown = (await customer.quad(`request show ${slug}`)).stdout;
  expect(shown).toContain("Status: In Progress (Step 2 of 4)");
  expect(shown).toContain("(Est. Jan 15, 2027)");
  expect(shown).toContain("QUAD Platform Support Team: Its API is a fine one.");
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
