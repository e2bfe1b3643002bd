import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { customerInstall, teamInstall } from "../../requests/install.testing.ts";
import { testMailServer } from "../../testing/mail-server.ts";

const support = "integrations@quadframe.work";
const details =
  "We use Postman for API testing and want agents to automatically generate Postman collections from our backend APIs.";
const bug = `Agent can't read collections with spaces in name
Example: "User API Tests" fails, "UserAPITests" works`;
const idea = `Can agent auto-sync collection changes?
Right now we have to manually click "Refresh" in UI.`;

test("the spec's Postman story, from request to production, over mail between two databases", async () => {
  const server = await testMailServer();
  const [customer, team] = [await customerInstall(), await teamInstall()];
  const flush = async (install: typeof customer) => {
    const { code, stderr } = await install.quad("mail flush --quiet", { env: { QUAD_SMTP_URL: server.url } });
    expect([code, stderr]).toEqual([0, ""]);
    return (await server.read()).at(-1);
  };
  /** A step of the team's, and the mail that whoever asked gets. */
  const step = async (...words: readonly string[]) => {
    const { code, stderr } = await team.quad(["request", ...words]);
    expect([words[0], code, stderr]).toEqual([words[0], 0, ""]);
    return flush(team);
  };
  const addresses = (field: unknown) => [field].flat().map((one) => (one as { text: string }).text);

  const submit = ["--tool", "Postman", "--category", "API Testing", "--team-size", "5", "--details", details];
  const { requestId } = JSON.parse(
    (await customer.quad(["request", "submit", ...submit, "--json"], { env: { QUAD_PLATFORM_VERSION: "1.2.3" } }))
      .stdout,
  );
  const slug = requestId.replace("req-", "");
  const asked = await flush(customer);
  expect(addresses(asked?.to)).toEqual([support]);
  expect(addresses(asked?.from)).toEqual(["admin@acmecorp.com"]);
  expect(asked?.subject).toBe("Integration Request: Postman (Acme Corp)");
  expect(asked?.text).toContain(`Company: Acme Corp
Requested By: admin@acmecorp.com
Tool: Postman
Category: API Testing
Team Size Needing This: 5 users

Details:
"We use Postman for API testing and want agents to automatically
generate Postman collections from our backend APIs."

Company Info:
- Current Plan: Pro ($99/month)
- Users: 1
- Self-Hosted: Yes (version 1.2.3)
`);
  const [letter] = asked?.attachments ?? [];
  expect(letter?.filename).toBe(`${slug}.json`);

  await team.quad("request receive -", { stdin: letter?.content.toString() ?? "" });
  const acknowledged = await flush(team);
  expect(acknowledged?.subject).toBe("Re: Integration Request: Postman (Acme Corp)");
  expect(acknowledged?.inReplyTo).toBe(asked?.messageId);
  expect(acknowledged?.text).toContain(`We'll send you:
1. Email when we start building (within 10 business days)
2. Email when integration is ready for testing (beta patch)
3. Email when production patch is available

You can check status anytime at:
https://quadframe.work/integrations/requests/${slug}
`);
  expect((await step("assign", slug, "--to", "Ada Lovelace"))?.text).toContain("Ada Lovelace is now working on");
  expect((await step("estimate", slug, "--effort", "simple"))?.text).toContain("Effort: 1-2 weeks");
  expect((await step("start", slug))?.text).toContain("We've started building the Postman integration.");

  const beta = await step("beta", slug, "--patch", "postman-beta-1.0");
  expect(beta?.subject).toBe("Beta Ready: Postman Integration (Acme Corp)");
  expect(beta?.text).toContain("wget https://releases.quadframe.work/patches/postman-beta-1.0.tar.gz");
  expect(beta?.text).toContain("curl http://localhost:3000/api/integrations/postman/health");

  // As quad request refresh would have it.
  await customer.withSql(
    (sql) => sql`update QUAD_integration_requests set status = 'beta', beta_patch = 'postman-beta-1.0'`,
  );
  expect((await customer.quad(["request", "feedback", slug, "--bug", bug, "--idea", idea])).code).toBe(0);
  const report = await flush(customer);
  expect(report?.text).toContain(`Hi QUAD team,

We tested the Postman integration. Found 2 issues:

1. Bug: Agent can't read collections with spaces in name
   Example: "User API Tests" fails, "UserAPITests" works

2. Feature Request: Can agent auto-sync collection changes?
   Right now we have to manually click "Refresh" in UI.
`);

  await team.quad("request receive -", { stdin: report?.attachments[0]?.content.toString() ?? "" });
  const wording = { 1: "Collections with spaces now work", 2: "Auto-sync every 30 seconds (configurable)" };
  for (const [number, text] of Object.entries(wording))
    await team.quad([
      "request",
      "feedback",
      slug,
      "--fixed-in",
      "postman-beta-1.1",
      "--number",
      number,
      "--wording",
      text,
    ]);
  // Of its archive it is known what it does to the database.
  await team.quad(["patch", "build", join(packageRoot(), "patches/postman-beta-1.1"), "--out", team.directory]);
  const fixed = await step("beta", slug, "--patch", join(team.directory, "postman-beta-1.1.tar.gz"));
  expect(fixed?.subject).toBe("Beta v1.1 Ready: Postman Integration (Bug Fixes)");
  expect(fixed?.text).toContain(`Thanks for the bug reports! We've fixed both issues:

✅ Fixed: Collections with spaces now work
✅ Added: Auto-sync every 30 seconds (configurable)

Updated Beta Patch:
────────────────────────────────────
wget https://releases.quadframe.work/patches/postman-beta-1.1.tar.gz

Apply same way as before. No database changes needed.

Please test again (1-2 days) and let us know if it's ready for production.
`);

  const production = await step("release", slug, "--patch", "postman-prod-1.0");
  expect(production?.subject).toBe("Production Patch: Postman Integration v1.0 (Final)");
  expect(production?.text).toContain("Postman integration is now production-ready! 🎉");
  const sent = await server.read();
  expect(sent).toHaveLength(9);
  expect(new Set(sent.slice(1).map(({ inReplyTo }) => inReplyTo))).toEqual(new Set([asked?.messageId]));
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(9);
});

test("each mail about a request can be told in its template, also where little is known", async () => {
  const server = await testMailServer();
  const [customer, team] = [await customerInstall(), await teamInstall()];
  const slugs = await Promise.all(
    Array.from({ length: 5 }, (_, i) =>
      team.receive({ tool: "Terraform", company: `F${i}`, plan: "free", teamSize: null }),
    ),
  );
  const slug = slugs[0] ?? "";
  for (const words of [
    ["comment", slug, "--team", "Hello"],
    ["estimate", slug, "--ready", "2199-01-15"],
    ["start", slug],
    ["beta", slug, "--patch", "terraform-beta-1.0"],
    ["beta", slug, "--patch", "terraform-beta-1.1"],
    ["release", slug, "--patch", "terraform-prod-1.0"],
    ["reject", slugs[1] ?? "", "--reason", "Two lines.\nOf them."],
  ])
    expect([words[0], (await team.quad(["request", ...words])).stderr]).toEqual([words[0], ""]);
  await customer.withSql(
    (sql) => sql`
      insert into QUAD_integration_requests (company_id, tool_name, category, requested_by_email, slug)
      select id, 'Bruno', 'Cloud', admin_email, 'bruno-1234' from QUAD_companies`,
  );
  await customer.quad(["request", "comment", "bruno-1234", "Hello"]);
  await customer.quad("request withdraw bruno-1234");
  for (const install of [customer, team]) {
    const { code, stderr } = await install.quad("mail flush --quiet", { env: { QUAD_SMTP_URL: server.url } });
    expect([code, stderr]).toEqual([0, ""]);
    expect(await install.json("mail list")).toEqual([]);
  }
  expect(await server.read()).toHaveLength(3 + 5 + 5 + 7);
});
