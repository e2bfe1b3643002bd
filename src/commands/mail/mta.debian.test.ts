import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";
import { openSmtpd } from "../../testing/opensmtpd.ts";
import { runProcess } from "../../testing/processes.ts";

test("a real mail server takes mail and delivers it, thread and attachment included, and refuses one address", async () => {
  const { url, mailbox } = await openSmtpd("acmecorp.com", ["gone"]);
  const { write, quad, states, withSql } = await mailInstall();
  const env = { QUAD_SMTP_URL: url, QUAD_MAIL_FROM: "QUAD Platform <integrations@quadframe.work>" };
  const first = await write();
  await write({ recipient_email: "gone@acmecorp.com" });
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
      values (${first}, 1, 'request.json', 'application/json', ${Buffer.alloc(3_000_000, "x")})`,
  );
  const run = await quad("mail flush", { env });
  expect([run.code, run.stderr]).toEqual([
    8,
    expect.stringMatching(
      /^Sent 1 mail\. 1 is given up\.\n1 mail cannot be delivered\.\n {2}gone@acmecorp\.com, .*: 550 /,
    ),
  ]);
  await write({
    template: "request-production",
    in_reply_to: `<${first}@quad.invalid>`,
    thread: `{<${first}@quad.invalid>}`,
  });
  expect((await quad("mail flush", { env })).code).toBe(0);
  expect((await states()).map(([to, status]) => [to, status])).toEqual([
    ["admin@acmecorp.com", "sent"],
    ["admin@acmecorp.com", "sent"],
    ["gone@acmecorp.com", "dead"],
  ]);
  const mails = await Promise.all((await mailbox("admin", 2)).map((raw) => simpleParser(raw)));
  const byId = (id: string | undefined) => mails.find(({ messageId }) => messageId === id);
  const one = byId(`<${first}@quad.invalid>`);
  expect(one).toMatchObject({
    subject: "Re: Integration Request: Postman (Acme Corp)",
    from: { text: '"QUAD Platform" <integrations@quadframe.work>' },
  });
  expect(one?.attachments.map(({ filename, size }) => [filename, size])).toEqual([["request.json", 3_000_000]]);
  const answer = mails.find(({ inReplyTo }) => inReplyTo === one?.messageId);
  expect(answer?.subject).toBe("Production Patch: Postman Integration v1.0 (Final)");
  expect(answer?.text).toContain("Postman integration is now production-ready! 🎉\n");
  expect([answer?.references].flat()).toEqual([one?.messageId]);
});

test("eight processes at once send each of 10,000 mails once", async () => {
  const { withSql, server, url, env, directory } = await mailInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
      select c.id, format('n%s@acmecorp.com', n), 'request-rejected', '{"tool": "Postman", "company": "Acme Corp", "reason": "No API."}', n::text
      from QUAD_companies c, generate_series(1, 10000) n`,
  );
  const runs = await Promise.all(
    Array.from({ length: 8 }, () =>
      runProcess("mail flush --json", { env: { ...env, QUAD_DATABASE_URL: url, QUAD_HOME: directory } }),
    ),
  );
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
  expect(runs.reduce((sum, { stdout }) => sum + (JSON.parse(stdout).sent as number), 0)).toBe(10_000);
  expect(server.arrived).toHaveLength(10_000);
  expect(new Set(server.arrived.map(({ to }) => to[0])).size).toBe(10_000);
  expect(
    await withSql((sql) => sql`select status, attempts, count(*)::integer from QUAD_outbox group by 1, 2`),
  ).toEqual([{ status: "sent", attempts: 1, count: 10_000 }]);
}, 600_000);
