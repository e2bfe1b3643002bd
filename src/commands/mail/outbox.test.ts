import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";

test("what has not gone out is listed, by state and by recipient", async () => {
  const { write, quad, json, withSql } = await mailInstall();
  const waiting = await write();
  const held = await write({ recipient_email: "b@acmecorp.com" });
  const sent = await write({ recipient_email: "c@acmecorp.com" });
  await withSql(async (sql) => {
    await sql`update QUAD_outbox set status = 'held', held_because = 'It may have gone out already.' where id = ${held}`;
    await sql`update QUAD_outbox set status = 'sent', sent_at = now(), attempts = 1 where id = ${sent}`;
  });
  expect((await json("mail list")).map(({ id }: { id: string }) => id)).toEqual([held, waiting]);
  expect(await json("mail list --held")).toMatchObject([
    { id: held, status: "held", to: "b@acmecorp.com", because: "It may have gone out already.", nextAttemptAt: null },
  ]);
  expect(await json("mail list --state sent --to c@acmecorp.com")).toMatchObject([{ id: sent }]);
  expect(await json("mail list --dead")).toEqual([]);
  expect(await json("mail list --limit 1")).toHaveLength(1);
  expect((await quad("mail list --limit 0")).code).toBe(2);
});

test("a mail is shown with its words, by how its id begins", async () => {
  const { write, quad, directory } = await mailInstall();
  const id = await write({
    sender_email: "dev@massmutual.com",
    sender_name: "Dev",
    in_reply_to: "<a@b>",
    thread: "{<a@b>}",
  });
  const { code, stdout } = await quad(`mail show ${id.slice(0, 8)}`);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    new RegExp(`^Re: Integration Request: Postman \\(Acme Corp\\)
id          ${id}
state       waiting
from        Dev <dev@massmutual.com>
to          admin@acmecorp.com
template    request-acknowledged
message id  <${id}@massmutual.com>
in reply to <a@b>
thread      <a@b>
written     \\S+Z
attempts    0
next        \\S+Z

Hi Acme Corp team,
`),
  );
  mkdirSync(join(directory, ".quad/mail"), { recursive: true });
  writeFileSync(join(directory, ".quad/mail/request-acknowledged.txt"), "Subject: x\n\n{{nope}}\n");
  expect((await quad(`mail show ${id}`)).stdout).toMatch(
    /\n\nIt cannot be put into words: The template .* has a mistake\. /,
  );
  expect(await quad("mail show 00000000")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no mail 00000000.\nSee them: quad mail list\n",
  });
  expect((await quad("mail show x")).code).toBe(2);
});

test("a template that cannot be used holds up its own mails alone", async () => {
  const { write, flush, states, directory, withSql } = await mailInstall();
  mkdirSync(join(directory, ".quad/mail"), { recursive: true });
  writeFileSync(join(directory, ".quad/mail/request-acknowledged.txt"), "Subject: x\n\n{{nope}}\n");
  await write({ recipient_email: "a@acmecorp.com" });
  await write({ recipient_email: "b@acmecorp.com", template: "request-started" });
  await write({ recipient_email: "c@acmecorp.com", template: "of-a-newer-quad", data: {} });
  await write({ recipient_email: "d@acmecorp.com", template: "request-started", data: {} });
  // No server will mend it: cron is to tell somebody before the mails are given up.
  const { code, stderr } = await flush("--quiet");
  expect([code, stderr.split("\n")]).toEqual([
    8,
    [
      "3 mails cannot be put into words for now.",
      expect.stringMatching(/^ {2}a@acmecorp\.com, request-acknowledged: .*:3: \{\{nope\}\} is no key here; /),
      `  c@acmecorp.com, of-a-newer-quad: There is no template "of-a-newer-quad".`,
      "  d@acmecorp.com, request-started: A mail request-started says its tool, and there is none.",
      "What waits goes out by itself once that is corrected; at once with: quad mail retry ID",
      "",
    ],
  ]);
  expect((await states()).map(([, status]) => status)).toEqual(["waiting", "sent", "waiting", "waiting"]);
  const errors = await withSql(
    (sql) => sql`select last_error from QUAD_outbox where status = 'waiting' order by recipient_email`,
  );
  expect(errors.map(({ last_error }) => last_error)).toEqual([
    expect.stringMatching(/request-acknowledged\.txt:3: \{\{nope\}\} is no key here/),
    expect.stringMatching(/^There is no template "of-a-newer-quad"\./),
    "A mail request-started says its tool, and there is none.",
  ]);
});

test("what was dropped does not go out, is on the trail, and can be let out after all", async () => {
  const { write, quad, flush, server, states, json } = await mailInstall();
  const id = await write();
  expect(await quad(`mail drop ${id} --dry-run`)).toMatchObject({
    code: 0,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(await quad(`mail drop ${id}`)).toEqual({
    code: 0,
    stdout: `Dropped: request-acknowledged to admin@acmecorp.com (${id})\n`,
    stderr: "",
  });
  expect((await flush()).stderr).toBe("Nothing to send.\n");
  expect((await quad(`mail drop ${id}`)).code).toBe(0);
  expect((await quad(`mail retry ${id}`)).code).toBe(0);
  expect((await flush()).code).toBe(0);
  expect(await states()).toEqual([["admin@acmecorp.com", "sent", 1]]);
  expect(server.arrived).toHaveLength(1);
  for (const verb of ["retry", "drop"]) {
    const { code, stderr } = await quad(`mail ${verb} ${id}`);
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/^The mail to admin@acmecorp\.com was sent at .* already\.\nSee it: quad mail show /),
    ]);
  }
  const entries = (await json("audit list")).filter(({ table }: { table: string }) => table === "quad_outbox");
  expect(entries.map(({ before, after, command }: never) => [before, after, command])).toMatchObject([
    [{ status: "waiting" }, { status: "dropped" }, "quad mail drop"],
    [{ status: "dropped" }, { status: "waiting" }, "quad mail retry"],
  ]);
});

test("all that were given up go out again with one word", async () => {
  const { write, quad, states, withSql } = await mailInstall();
  for (const name of ["a", "b"]) await write({ recipient_email: `${name}@acmecorp.com` });
  expect(await quad("mail retry --dead")).toEqual({
    code: 0,
    stdout: "Nothing to do: there is no such mail.\n",
    stderr: "",
  });
  await withSql((sql) => sql`update QUAD_outbox set status = 'dead', last_error = '550', attempts = 3`);
  expect((await quad("mail retry --dead")).stdout.split("\n")).toHaveLength(3);
  expect((await states()).map(([, ...state]) => state)).toEqual([
    ["waiting", 0],
    ["waiting", 0],
  ]);
  for (const line of ["mail retry", "mail drop", "mail retry --dead --held", "mail drop 00000000 --dead"])
    expect([line, (await quad(line)).code]).toEqual([line, 2]);
});

test("the company's mail is its managers' to decide about, and sending is the install's", async () => {
  const { write, quad, flush, withSql } = await mailInstall();
  await quad("member add dev@massmutual.com --domain massmutual --role developer");
  const id = await write({ recipient_email: "dev@massmutual.com" });
  const other = await write({ recipient_email: "it-admin@massmutual.com" });
  const as = (who: string, line: string) => quad(`${line} --as ${who}@massmutual.com`);
  expect((await as("dev", "mail list")).stdout).toMatch(new RegExp(`^${id}\\t.*\\n$`));
  expect((await as("dev", `mail show ${other}`)).code).toBe(4);
  expect(await as("dev", `mail drop ${id}`)).toEqual({
    code: 3,
    stdout: "",
    stderr: expect.stringMatching(/^dev@massmutual\.com may not manage .*\.\nAsk it-admin@massmutual\.com\.\n$/),
  });
  expect((await as("it-admin", `mail drop ${id}`)).code).toBe(0);
  expect(await flush("--as it-admin@massmutual.com")).toEqual({
    code: 3,
    stdout: "",
    stderr:
      "Mail is sent with the rights of the install.\nLeave out --as, and let cron do it on the install: quad cron install\n",
  });
  // Not even by hand.
  await withSql(async (sql) => {
    const [company] = await sql<[{ id: string }]>`select id from QUAD_companies`;
    await sql`select set_config('quad.actor', ${`${company.id} it-admin@massmutual.com`}, false), set_config('role', 'quad_person', false)`;
    await expect(sql`update QUAD_outbox set status = 'waiting'`).rejects.toMatchObject({ code: "42501" });
    await expect(sql`delete from QUAD_outbox`).rejects.toMatchObject({ code: "42501" });
  });
});

test("a test mail goes at once, and says what the server said", async () => {
  const { quad, env, server } = await mailInstall({
    refuse: (to) => (to.startsWith("no@") ? [550, "No such user"] : undefined),
  });
  const { code, stdout } = await quad("mail test Admin@AcmeCorp.com", { env });
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^Sent to admin@acmecorp\.com through smtp:\/\/localhost:\d+: 250 /),
  ]);
  expect((await server.read())[0]).toMatchObject({ subject: "QUAD Platform: mail works" });
  expect(await quad("mail test no@acmecorp.com", { env })).toEqual({
    code: 5,
    stdout: "",
    stderr: "The server did not take a mail to no@acmecorp.com: 550 No such user\nSee what is set: quad doctor\n",
  });
  expect(await quad("mail test a@b.com", { env: { QUAD_SMTP_URL: server.url } })).toMatchObject({
    code: 2,
    stderr: "Nothing says whom it is from.\nSay it: QUAD_MAIL_FROM=quad@example.com, or mail_from in quad.yaml\n",
  });
  expect((await quad("mail test a@b.com")).code).toBe(2);
});

test("what went out long ago is let go, and nothing else", async () => {
  const { write, quad, json, withSql } = await mailInstall();
  for (const name of ["old", "new", "waiting", "dead", "dropped"])
    await write({ recipient_email: `${name}@acmecorp.com` });
  await withSql(async (sql) => {
    const is = (name: string, change: string) =>
      sql.unsafe(`update QUAD_outbox set ${change} where recipient_email = '${name}@acmecorp.com'`);
    await sql`
      insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
      select id, 1, 'a.txt', 'text/plain', '' from QUAD_outbox where recipient_email = 'old@acmecorp.com'`;
    await is("old", "status = 'sent', attempts = 1, sent_at = now() - interval '91 days'");
    await is("new", "status = 'sent', attempts = 1, sent_at = now() - interval '89 days'");
    await is("dead", "status = 'dead', last_error = 'x', created_at = now() - interval '1 year'");
    // From when it was dropped on, however long it had waited.
    await is("dropped", "status = 'dropped', created_at = now() - interval '1 year'");
  });
  expect(await quad("mail prune --keep 90d")).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });
  expect((await quad("mail prune --keep 90d --dry-run")).stdout).toBe("Let go of 1 mail.\n");
  expect(await quad("mail prune --keep 90d --yes")).toEqual({ code: 0, stdout: "Let go of 1 mail.\n", stderr: "" });
  expect(await quad("mail prune --keep 90d --yes")).toMatchObject({ stdout: "Nothing to let go of.\n" });
  expect((await quad("mail prune --keep 0s --yes")).stdout).toBe("Let go of 2 mails.\n");
  expect((await json("mail list")).map(({ to }: { to: string }) => to).sort()).toEqual([
    "dead@acmecorp.com",
    "waiting@acmecorp.com",
  ]);
  expect(await withSql((sql) => sql`select from QUAD_outbox_attachments`)).toHaveLength(0);
  expect((await quad("mail prune --keep 90d --yes --as admin@acmecorp.com")).code).not.toBe(0);
});

test("what waits for somebody whose address is changed goes to the new one", async () => {
  const { quad, write, states, withSql } = await mailInstall();
  await quad("user add before@massmutual.com --name Somebody");
  const ids = [];
  for (const recipient_email of ["before@massmutual.com", "before@massmutual.com", "other@massmutual.com"])
    ids.push(await write({ recipient_email }));
  const tried = ids[1] ?? "";
  await withSql(async (sql) => {
    await sql`update QUAD_outbox set status = 'sent', sent_at = now(), attempts = 1 where id = ${tried}`;
    await sql`update QUAD_users set email = 'after@massmutual.com' where email = 'before@massmutual.com'`;
  });
  expect(await states()).toEqual([
    ["after@massmutual.com", "waiting", 0],
    ["before@massmutual.com", "sent", 1],
    ["other@massmutual.com", "waiting", 0],
  ]);
});

test("answers to what waits go to the new address of whoever it is from", async () => {
  const { quad, write, withSql } = await mailInstall();
  await quad("user add before@massmutual.com --name Somebody");
  for (const sender_email of ["before@massmutual.com", "other@massmutual.com"]) await write({ sender_email });
  const senders = await withSql(async (sql) => {
    await sql`update QUAD_users set email = 'after@massmutual.com' where email = 'before@massmutual.com'`;
    return sql<{ from: string }[]>`select sender_email as from from QUAD_outbox order by 1`;
  });
  expect(senders.map(({ from }) => from)).toEqual(["after@massmutual.com", "other@massmutual.com"]);
});
