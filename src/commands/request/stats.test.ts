import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

/** Requests as the spec expects them, smaller: of each tool so many companies. */
async function busyTeam() {
  const install = await teamInstall();
  const wanted = { AWS: 4, Docker: 3, Postman: 2, "<b>SAP</b>": 1 };
  for (const [tool, companies] of Object.entries(wanted))
    for (let i = 0; i < companies; i += 1)
      await install.receive({ tool, company: `Company ${i}`, submittedAt: "2026-01-05T12:00:00.000Z" });
  await install.withSql(async (sql) => {
    await sql`
      update QUAD_integration_requests set acknowledged_at = '2026-01-06T12:00Z', started_at = '2026-01-09T12:00Z', status = 'beta',
        beta_released_at = '2026-01-20T12:00Z', beta_patch = 'aws-beta-1.0'
      where tool_name = 'AWS'`;
    await sql`update QUAD_integration_requests set acknowledged_at = '2026-02-06T12:00Z' where tool_name = 'Docker'`;
  });
  return install;
}

test("stats say how long each stage takes, how often in time, and what is wanted most", async () => {
  const { quad, json } = await busyTeam();
  const stats = await json("request stats");
  expect(stats).toMatchObject({ since: null, requests: 10, open: 10 });
  expect(stats.stages[0]).toMatchObject({ stage: "response", reached: 10 });
  expect(stats.stages[2]).toEqual({ stage: "beta", reached: 4, medianDays: 11, p90Days: 11, inTime: 0.4 });
  expect(stats.wanted.map(({ tool, companies }: { tool: string; companies: number }) => [tool, companies])).toEqual([
    ["AWS", 4],
    ["Docker", 3],
    ["Postman", 2],
    ["<b>SAP</b>", 1],
  ]);
  expect((await json("request stats --since 1d")).requests).toBe(0);
  expect((await json("request stats --since 999999w")).requests).toBe(10);
  expect(await quad("request stats --json --format html")).toMatchObject({ code: 2 });
});

test("what was taken back is not wanted any more, and counts as asked for", async () => {
  const { json, withSql } = await busyTeam();
  await withSql(
    (sql) =>
      sql`update QUAD_integration_requests set status = 'withdrawn', closed_at = now() where tool_name = 'Docker'`,
  );
  const { requests, wanted } = await json("request stats");
  expect([requests, wanted.map(({ tool }: { tool: string }) => tool)]).toEqual([10, ["AWS", "Postman", "<b>SAP</b>"]]);
});

test("what is best effort is never late", async () => {
  const { quad, json, receive, withSql } = await teamInstall();
  await receive({ plan: "free" });
  for (const acknowledged of ["2026-03-02T12:00Z", null]) {
    await withSql((sql) => sql`update QUAD_integration_requests set acknowledged_at = ${acknowledged}`);
    expect((await quad("request sla --breached")).code).toBe(0);
    expect((await json("request stats")).stages[0]).toMatchObject({ stage: "response", inTime: null });
  }
});

test("as a page they are one file in which nothing runs, and no name is markup", async () => {
  const { quad, directory } = await busyTeam();
  const file = join(directory, "requests.html");
  expect(await quad(["request", "stats", "--format", "html", "--output", file])).toEqual({
    code: 0,
    stdout: "",
    stderr: `Wrote ${file}.\n`,
  });
  const page = readFileSync(file, "utf8");
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|@import|url\(|\b(?:src|href)=/i);
  expect(page).toContain("<bdi>&lt;b&gt;SAP&lt;/b&gt;</bdi>");
  expect(page).toContain('aria-label="40 % in time"');
  expect([...page.matchAll(/<b>(\d+ compan\w+)<\/b>/g)].map(([, text]) => text)).toEqual([
    "4 companies",
    "3 companies",
    "2 companies",
    "1 company",
  ]);
  // A bar is as long as its number is large.
  expect([...page.matchAll(/style="width:([\d.]+)%"/g)].map(([, width]) => Number(width))).toEqual([60, 45, 30, 15]);
  // Nobody has asked yet.
  const { stdout } = await quad("request stats --since 1d --format html");
  expect(stdout).toContain("<h1>Integration requests</h1>");
  expect(stdout).not.toContain("Most Common Requests");
});
