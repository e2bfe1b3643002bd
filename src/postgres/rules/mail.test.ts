import { expect, test } from "vitest";
import { sqlCompany } from "../../testing/company.ts";
import { testInstall } from "../../testing/install.ts";
import type { Sql } from "../sql.ts";
import { attribute, transaction } from "../transaction.ts";

let occasions = 0;

/** Writes a mail with these columns beside what every mail has. */
async function write(sql: Sql, columns: Readonly<Record<string, unknown>> = {}) {
  occasions += 1;
  const [company] = await sql<[{ id: string }]>`select id from QUAD_companies limit 1`;
  const row = {
    company_id: company.id,
    recipient_email: "admin@massmutual.com",
    template: "request-started",
    data: sql.json({}),
    occasion: `test ${occasions}`,
    ...columns,
  };
  const [mail] = await sql<[{ id: string; [column: string]: unknown }]>`
    insert into QUAD_outbox ${sql(row)} returning *`;
  return mail;
}

test("a mail waits, under an id made of its own and its sender's domain, and addresses are folded", async () => {
  const { withSql } = await testInstall();
  await withSql(async (sql) => {
    const bare = await write(sql);
    expect(bare).toMatchObject({
      message_id: `<${bare.id}@quad.invalid>`,
      ...{ status: "waiting", attempts: 0, thread: "{}", in_reply_to: null, sent_at: null },
    });
    const from = await write(sql, { sender_email: "Dev@MassMutual.com", recipient_email: "Admin@ACME.com" });
    expect(from).toMatchObject({
      message_id: `<${from.id}@massmutual.com>`,
      ...{ sender_email: "dev@massmutual.com", recipient_email: "admin@acme.com" },
    });
    expect(await write(sql, { message_id: "<mine@acme.com>" })).toMatchObject({ message_id: "<mine@acme.com>" });
    await expect(write(sql, { message_id: "<mine@acme.com>" })).rejects.toMatchObject({
      constraint_name: "quad_outbox_message_id_once",
    });
    await expect(sql`update QUAD_outbox set message_id = '<x@y>' where id = ${bare.id}`).rejects.toMatchObject({
      code: "QU005",
      message: `The mail ${bare.id} keeps its Message-ID <${bare.id}@quad.invalid>.`,
    });
  });
});

test.each([
  [
    "recipient_email",
    "quad_outbox_recipient_email_valid",
    ["a@b.com\r\nbcc: x@y.z", "a", "a@b.com, c@d.com", "a b@c.d"],
  ],
  ["sender_email", "quad_outbox_sender_email_valid", ["a@b.com\r\nbcc: x@y.z", "<a@b.com>", ""]],
  ["sender_name", "quad_outbox_sender_name_printable", ["a\r\nBcc: x@y.z", "\u001b[31mred", " ", "x".repeat(201)]],
  ["message_id", "quad_outbox_message_id_valid", ["a@b", "<a b@c>", "<a@b>\r\nBcc: x@y.z", "<a@b> <c@d>", "<ä@b>"]],
  ["in_reply_to", "quad_outbox_in_reply_to_valid", ["a@b", "<a@b>\n", `<${"x".repeat(400)}@b>`]],
  [
    "thread",
    "quad_outbox_thread_valid",
    ["{a@b}", "{<a@b>,null}", '{"<a@b>\r\nBcc: x@y.z"}', '{"<a@b> <c@d>\n"}', `{${"<a@b>,".repeat(100)}<a@b>}`],
  ],
  ["template", "quad_outbox_template_is_a_slug", ["../etc/passwd", "A", "a\n"]],
  ["status", "quad_outbox_status_known", ["gone"]],
  ["status", "quad_outbox_sent_at_a_time", ["sent"]],
  ["status", "quad_outbox_dead_for_a_reason", ["dead"]],
  ["status", "quad_outbox_held_for_a_reason", ["held"]],
  ["held_because", "quad_outbox_held_for_a_reason", ["why"]],
  ["accepted_as", "quad_outbox_accepted_when_sent", ["250 ok"]],
  ["attempts", "quad_outbox_attempts_count", [-1]],
] as const)("%s keeps %s", async (column, constraint, values) => {
  const { withSql } = await testInstall();
  await withSql(async (sql) => {
    const id = "<of-its-own@massmutual.com>";
    for (const value of values) {
      const columns = { message_id: id, [column]: value };
      expect([value, await write(sql, columns).catch((error) => error.constraint_name)]).toEqual([value, constraint]);
    }
  });
});

test("an attachment has a plain name and a type, and is not larger than a mail carries", async () => {
  const { withSql } = await testInstall();
  await withSql(async (sql) => {
    const { id } = await write(sql);
    const attach = (position: number, columns: Readonly<Record<string, unknown>> = {}) =>
      sql`insert into QUAD_outbox_attachments ${sql({
        ...{ outbox_id: id, position, filename: "a.json", media_type: "application/json", content: Buffer.from("{}") },
        ...columns,
      })}`;
    await attach(1);
    for (const filename of ["../a", "a/b", "a\\b", "a\r\nb", ".", "..", " ", "\u001b]0;x"])
      await expect(attach(2, { filename })).rejects.toMatchObject({
        constraint_name: "quad_outbox_attachments_filename_plain",
      });
    for (const media_type of ["json", "text/html; charset=x", "text/html\r\nX: y", "Text/HTML"])
      await expect(attach(2, { media_type })).rejects.toMatchObject({
        constraint_name: "quad_outbox_attachments_media_type_valid",
      });
    const megabytes = (n: number) => Buffer.alloc(n * 1024 * 1024, "x");
    await expect(attach(2, { content: Buffer.concat([megabytes(10), Buffer.from("x")]) })).rejects.toMatchObject({
      constraint_name: "quad_outbox_attachments_at_most_10_mb",
    });
    await attach(2, { content: megabytes(10) });
    await expect(attach(3, { content: megabytes(10) })).rejects.toMatchObject({
      code: "QU005",
      message: "The mail to admin@massmutual.com would have attachments of 20.0 MB; a mail carries 20 MB at most.",
    });
    await sql`update QUAD_outbox set status = 'sent', sent_at = now(), attempts = 1 where id = ${id}`;
    await expect(attach(3)).rejects.toMatchObject({
      code: "QU005",
      message: "The mail to admin@massmutual.com was sent already; nothing can be attached to it.",
    });
    await sql`delete from QUAD_outbox where id = ${id}`;
    expect(await sql`select from QUAD_outbox_attachments`).toHaveLength(0);
  });
});

test("a mail of another company is none to whoever decides about theirs", async () => {
  const { withSql } = await testInstall({ model: "cloud" });
  await withSql(async (sql) => {
    const { id } = await write(sql);
    const other = await sqlCompany(sql, "other");
    attribute(sql, { actor: `${other.id} admin@other.com` });
    for (const decides of ["quad_mail_retry", "quad_mail_drop"])
      await expect(transaction(sql, (tx) => tx.unsafe(`select ${decides}('${id}')`))).rejects.toMatchObject({
        code: "QU004",
        message: `There is no mail ${id}.`,
      });
  });
});

test("two that attach at once do not pass the limit together", async () => {
  const { withSql } = await testInstall();
  const { id } = await withSql((sql) => write(sql));
  const content = Buffer.alloc(7 * 1024 * 1024, "x");
  const done = await Promise.allSettled(
    [1, 2, 3, 4].map((position) =>
      withSql(
        (sql) => sql`
          insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
          values (${id}, ${position}, 'a', 'text/plain', ${content})`,
      ),
    ),
  );
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});
