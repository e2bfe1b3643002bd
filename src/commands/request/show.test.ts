import { expect, test } from "vitest";
import { customerInstall } from "../../requests/install.testing.ts";

const page = `Integration Request: Postman
────────────────────────────────────

Status: In Progress (Step 2 of 4)

Timeline:
  ✅ 1. Request Submitted (Dec 31, 2025)
  ✅ 2. Development Started (Jan 5, 2026)
  ⏳ 3. Beta Testing (Est. Jan 28, 2026)
  ⏳ 4. Production Release (Est. Feb 11, 2026)

Details:
  Company: Acme Corp
  Requested By: admin@acmecorp.com
  Category: API Testing
  Team Size: 5 users

Updates:
  Jan 5, 2026: Development started by QUAD engineer
  Dec 31, 2025: Request submitted

Questions? Email integrations@quadframe.work
`;

test("a request is shown as the spec draws its tracking page; the dates are computed", async () => {
  const { quad, json, withSql } = await customerInstall();
  await withSql(async (sql) => {
    await sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, team_size, requested_by_email, created_at, slug)
      select id, 'Postman', 'API Testing', 5, 'admin@acmecorp.com', '2025-12-31T12:00Z', 'postman-1234' from QUAD_companies`;
    await sql`
      update QUAD_integration_requests
      set status = 'in_progress', started_at = '2026-01-05T12:00Z', acknowledged_at = '2026-01-01T12:00Z'`;
    await sql`delete from QUAD_request_events where kind = 'acknowledged'`;
    await sql`update QUAD_request_events set happened_at = '2026-01-05T12:00Z' where kind = 'started'`;
  });
  for (const reference of ["postman-1234", "req-postman-1234", "POSTMAN-1234"])
    expect(await quad(`request show ${reference}`)).toEqual({ code: 0, stdout: page, stderr: "" });
  const { id } = await json("request show postman-1234");
  expect((await quad(`request show ${id}`)).stdout).toBe(page);
});

test("long details are broken into lines", async () => {
  const { quad } = await customerInstall();
  const details = `${"word ".repeat(30)}\nAnother line`;
  await quad(["request", "submit", "--tool", "Bruno", "--category", "Cloud", "--team-size", "2", "--details", details]);
  const { stdout } = await quad("request list --json");
  const shown = (await quad(`request show ${JSON.parse(stdout)[0].slug}`)).stdout;
  expect(shown).toContain(
    `  Details: ${"word ".repeat(13).trim()}\n    ${"word ".repeat(13).trim()}\n    word word word word\n    Another line\n`,
  );
});

test("what is not there is said, with what comes near", async () => {
  const { quad, withSql } = await customerInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email, slug)
      select id, 'Postman', 'API Testing', 'admin@acmecorp.com', 'postman-1234' from QUAD_companies`,
  );
  expect(await quad("request show postman-1243")).toEqual({
    code: 4,
    stdout: "",
    stderr: 'There is no request "postman-1243".\nDid you mean postman-1234?\n',
  });
  expect((await quad("request show postman")).stderr).toContain("Did you mean postman-1234?");
  expect((await quad("request show nothing-like-it")).stderr).toContain("See them: quad request list");
});

test("with --watch it is shown again when something has happened, until it is over", async () => {
  const { quad, withSql } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await withSql((sql) => sql<[{ slug: string }]>`select slug from QUAD_integration_requests`);
  const watching = quad(`request show ${slug} --watch --every 1s`);
  await quad(["request", "withdraw", slug, "--reason", "We use Insomnia."]);
  const { code, stdout } = await watching;
  expect(code).toBe(0);
  expect(stdout).toContain("Status: Withdrawn (We use Insomnia.)");
});

test("what comes near is said of a requestId too; looking without a pause is refused", async () => {
  const { quad, json } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  const near = `req-${slug.slice(0, -1)}${slug.endsWith("1") ? 2 : 1}`;
  expect((await quad(`request show ${near}`)).stderr).toContain(`Did you mean ${slug}?`);
  expect(await quad(`request show ${slug} --watch --every 0s`)).toMatchObject({
    code: 2,
    stderr: "Looking every 0 s would be looking all the time; 1s is the least.\n",
  });
});
