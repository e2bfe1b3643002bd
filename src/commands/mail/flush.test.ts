import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";
import { connectToServer } from "../../mail/server.ts";
import { testMailServer } from "../../testing/mail-server.ts";

test("what waits goes out, from the install, and once", async () => {
  const { flush, write, server, states, withSql } = await mailInstall();
  const id = await write({
    ...{ sender_email: "dev@massmutual.com", sender_name: "Jürgen Müller" },
    ...{ in_reply_to: "<first@acmecorp.com>", thread: "{<first@acmecorp.com>,<second@acmecorp.com>}" },
  });
  expect(await flush()).toEqual({ code: 0, stdout: "", stderr: "Sent 1 mail.\n" });
  const [mail] = await server.read();
  expect(server.arrived).toMatchObject([{ from: "integrations@quadframe.work", to: ["admin@acmecorp.com"] }]);
  expect(mail).toMatchObject({
    subject: "Re: Integration Request: Postman (Acme Corp)",
    from: { text: "integrations@quadframe.work" },
    replyTo: { text: '"Jürgen Müller" <dev@massmutual.com>' },
    to: { text: "admin@acmecorp.com" },
    ...{ messageId: `<${id}@massmutual.com>`, inReplyTo: "<first@acmecorp.com>" },
    references: ["<first@acmecorp.com>", "<second@acmecorp.com>"],
  });
  expect(mail?.text).toContain("Timeline: 2-4 weeks (depending on API complexity)\n");
  expect(mail?.html).toContain(
    '<a href="https://quadframe.work/integrations/requests/postman-1234">https://quadframe.work/integrations/requests/postman-1234</a>',
  );
  expect(await states()).toEqual([["admin@acmecorp.com", "sent", 1]]);
  const [row] = await withSql((sql) => sql`select accepted_as from QUAD_outbox`);
  expect(row?.accepted_as).toMatch(/^250 /);
  expect(await flush()).toEqual({ code: 0, stdout: "", stderr: "Nothing to send.\n" });
  expect(await flush("--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(server.arrived).toHaveLength(1);
  // Where nothing is due, nobody is asked.
  expect(server.connections()).toBe(1);
});

test("without a sender of its own a mail is from the person, and one that has none waits", async () => {
  const { flush, write, server, states } = await mailInstall();
  await write({ sender_email: "dev@massmutual.com" });
  await write({ recipient_email: "b@acmecorp.com" });
  expect(await flush("", { QUAD_MAIL_FROM: "" })).toEqual({
    code: 8,
    stdout: "",
    stderr: `Sent 1 mail.
Nobody is the sender of 1 mail, and so they wait.
Say whom they are from: QUAD_MAIL_FROM=quad@example.com, or mail_from in quad.yaml
`,
  });
  expect(server.arrived).toMatchObject([{ from: "dev@massmutual.com" }]);
  expect((await server.read())[0]?.replyTo).toBeUndefined();
  await flush();
  expect(await states()).toEqual([
    ["admin@acmecorp.com", "sent", 1],
    ["b@acmecorp.com", "sent", 1],
  ]);
});

test("attachments go along, in their order", async () => {
  const { flush, write, server, withSql } = await mailInstall();
  const id = await write();
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content) values
        (${id}, 2, 'Bild "ü".png', 'image/png', ${Buffer.from([0, 255, 13, 10])}),
        (${id}, 1, 'request.json', 'application/json', ${Buffer.from('{"requestId":"req-postman-1234"}')})`,
  );
  expect((await flush()).code).toBe(0);
  const [mail] = await server.read();
  expect(mail?.attachments.map(({ filename, contentType, content }) => [filename, contentType, [...content]])).toEqual([
    ["request.json", "application/json", [...Buffer.from('{"requestId":"req-postman-1234"}')]],
    ['Bild "ü".png', "image/png", [0, 255, 13, 10]],
  ]);
});

test("one address that is refused for good is given up at once, and holds nobody up", async () => {
  const { flush, write, server, states, quad } = await mailInstall({
    refuse: (address) => (address.startsWith("gone@") ? [550, "5.1.1 No such user"] : undefined),
  });
  await write({ recipient_email: "a@acmecorp.com" });
  await write({ recipient_email: "gone@acmecorp.com" });
  await write({ recipient_email: "z@acmecorp.com" });
  expect(await flush()).toEqual({
    code: 8,
    stdout: "",
    stderr: `Sent 2 mails. 1 is given up.
1 mail cannot be delivered.
  gone@acmecorp.com, request-acknowledged: 550 5.1.1 No such user
See them: quad mail list --dead
`,
  });
  expect(await states()).toEqual([
    ["a@acmecorp.com", "sent", 1],
    ["gone@acmecorp.com", "dead", 1],
    ["z@acmecorp.com", "sent", 1],
  ]);
  // All of it over one connection.
  expect(server.connections()).toBe(1);
  expect((await flush()).code).toBe(0);
  expect((await quad("mail list --dead")).stdout).toMatch(
    /^\S{36}\tdead\tgone@acmecorp\.com\trequest-acknowledged\t\S+Z\t1\t\t550 5\.1\.1 No such user\n$/,
  );
});

test("greylisting: what is refused for now is tried again, later and later, and arrives", async () => {
  let refusals = 0;
  const { flush, write, server, states, wait, withSql } = await mailInstall({
    refuse: () => {
      refusals += 1;
      return refusals > 5 ? undefined : [451, "4.7.1 Greylisted, try again"];
    },
  });
  await write();
  const delays = [];
  for (let i = 0; i < 5; i += 1) {
    expect(await flush()).toEqual({ code: 0, stdout: "", stderr: "Sent 0 mails. 1 is tried again later.\n" });
    const [row] = await withSql(
      (sql) => sql<{ minutes: number; last_error: string }[]>`
        select extract(epoch from next_attempt_at - now()) / 60 as minutes, last_error from QUAD_outbox`,
    );
    delays.push(Number(row?.minutes));
    expect(row?.last_error).toBe("451 4.7.1 Greylisted, try again");
    // It is not due yet.
    expect((await flush("--quiet")).stderr).toBe("");
    await wait();
  }
  expect(refusals).toBe(5);
  for (const [i, minutes] of [1, 5, 15, 60, 60].entries()) {
    expect(delays[i]).toBeGreaterThan(minutes * 0.88);
    expect(delays[i]).toBeLessThan(minutes * 1.12);
  }
  expect((await flush()).stderr).toBe("Sent 1 mail.\n");
  expect(await states()).toEqual([["admin@acmecorp.com", "sent", 6]]);
  expect(server.arrived).toHaveLength(1);
});

test("after three days of attempts a mail is given up, and by hand it goes out after all", async () => {
  let takes = false;
  const { flush, write, states, withSql, quad } = await mailInstall({
    refuse: () => (takes ? undefined : [450, "4.2.2 Mailbox full"]),
  });
  const id = await write();
  await withSql((sql) => sql`update QUAD_outbox set attempts = 74`);
  expect((await flush()).code).toBe(8);
  expect(await states()).toEqual([["admin@acmecorp.com", "dead", 75]]);
  takes = true;
  expect(await quad(`mail retry ${id.slice(0, 8)}`)).toEqual({
    code: 0,
    stdout: `Goes out with the next run: request-acknowledged to admin@acmecorp.com (${id})\n`,
    stderr: "",
  });
  expect((await flush()).code).toBe(0);
  expect(await states()).toEqual([["admin@acmecorp.com", "sent", 1]]);
});

test("what a server has not taken for a day is told of, once a day", async () => {
  const { flush, write, wait, withSql } = await mailInstall({ refuse: () => [452, "4.3.1 Insufficient storage"] });
  await write();
  const told: number[] = [];
  await withSql((sql) => sql`update QUAD_outbox set attempts = 23`);
  for (let attempt = 24; attempt < 75; attempt += 1) {
    const { code, stderr } = await flush("--quiet");
    if (code === 0) expect(stderr).toBe("");
    else {
      told.push(attempt);
      expect([code, stderr]).toEqual([
        8,
        `1 mail cannot get through for now.
  admin@acmecorp.com, request-acknowledged: 452 4.3.1 Insufficient storage
They are tried again for three days in all. Ask whoever runs the server; see what is set: quad doctor
`,
      ]);
    }
    await wait();
  }
  expect(told).toEqual([27, 51]);
});

test("a server that does not want mail from this sender is told of at once, and the mail goes out once it does", async () => {
  let wanted = false;
  const { flush, write, wait, states } = await mailInstall({
    more: {
      onMailFrom: (_address, _session, done) =>
        done(wanted ? null : Object.assign(new Error("5.7.1 Sender not allowed"), { responseCode: 550 })),
    },
  });
  await write();
  const { code, stderr } = await flush("--quiet");
  expect([code, stderr]).toEqual([
    8,
    expect.stringMatching(
      /^1 mail cannot get through for now\.\n {2}admin@acmecorp\.com, request-acknowledged: 550 5\.7\.1 Sender not allowed\n/,
    ),
  ]);
  wanted = true;
  await wait();
  expect((await flush()).stderr).toBe("Sent 1 mail.\n");
  expect(await states()).toEqual([["admin@acmecorp.com", "sent", 2]]);
});

test("a server that is down for a day costs no mail an attempt: one line, exit 6, and all of it goes out afterwards", async () => {
  const { flush, write, server, states, wait } = await mailInstall();
  const others = await Promise.all([1, 2, 3].map((n) => write({ recipient_email: `n${n}@acmecorp.com` })));
  const port = Number(new URL(server.url).port);
  await server.stop();
  for (let hour = 0; hour < 24; hour += 1) {
    expect(await flush("--quiet")).toEqual({
      code: 6,
      stdout: "",
      stderr: `The mail server smtp://localhost:${port} (QUAD_SMTP_URL) does not answer (ECONNREFUSED).
Mail waits until it does. See what is set: quad doctor
`,
    });
    await wait();
  }
  expect((await states()).map(([, status, attempts]) => [status, attempts])).toEqual(others.map(() => ["waiting", 0]));
  const again = await mailInstall({ port });
  expect((await flush()).stderr).toBe("Sent 3 mails.\n");
  expect(again.server.arrived).toHaveLength(3);
});

test("a connection that breaks off under a mail is made anew for the next; what is unsure is sent again under the same id", async () => {
  let drops = 1;
  const ids: string[] = [];
  const { flush, write, server, states, wait } = await mailInstall({
    beforeTaking({ raw }, hangUp) {
      ids.push(/^Message-ID: (.*)\r$/m.exec(raw)?.[1] ?? "");
      drops -= 1;
      if (drops >= 0) hangUp();
    },
  });
  await write({ recipient_email: "a@acmecorp.com" });
  await write({ recipient_email: "b@acmecorp.com" });
  const { code, stderr } = await flush();
  expect([code, stderr]).toEqual([0, "Sent 1 mail. 1 is tried again later.\n"]);
  expect((await states()).map(([, status, attempts]) => `${status} ${attempts}`).sort()).toEqual([
    "sent 1",
    "waiting 1",
  ]);
  await wait();
  expect((await flush()).stderr).toBe("Sent 1 mail.\n");
  expect(server.arrived).toHaveLength(2);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);
});

test("a server that breaks off under everything ends the run after three, with one line", async () => {
  const { flush, write, states } = await mailInstall({ beforeTaking: (_, hangUp) => hangUp() });
  for (let n = 1; n <= 5; n += 1) await write({ recipient_email: `n${n}@acmecorp.com` });
  const { code, stderr } = await flush("--quiet");
  expect(code).toBe(6);
  expect(stderr).toMatch(/^The mail server broke off under 3 mails in a row\.\n/);
  expect((await states()).map(([, , attempts]) => attempts).sort()).toEqual([0, 0, 1, 1, 1]);
});

test("a server that is slow is waited for as long as is said, and no longer", async () => {
  let answer = () => {};
  const { flush, write, states, wait } = await mailInstall({
    beforeTaking: () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  });
  await write();
  expect(await flush("", { QUAD_SMTP_TIMEOUT: "1" })).toEqual({
    code: 0,
    stdout: "",
    stderr: "Sent 0 mails. 1 is tried again later.\n",
  });
  expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 1]]);
  answer();
  await wait();
  const patient = flush();
  for (answer = () => {}; (await states())[0]?.[1] !== "sent"; ) answer();
  expect((await patient).stderr).toBe("Sent 1 mail.\n");
});

test("a login that is refused is said, with the password masked, and costs no mail an attempt", async () => {
  const { flush, write, server, states } = await mailInstall({ login: { user: "quad", password: "p@ss w0rd" } });
  await write();
  const wrong = server.url.replace(/:[^:@]+@/, ":wr0ng@");
  const { code, stderr } = await flush("", { QUAD_SMTP_URL: wrong });
  expect(code).toBe(6);
  expect(stderr).toMatch(
    /^The mail server smtp:\/\/quad:\*\*\*@localhost:\d+ \(QUAD_SMTP_URL\) does not let this login in: 535 .*\nCorrect the user/,
  );
  expect(stderr).not.toContain("wr0ng");
  const busy = await testMailServer({
    login: { user: "quad", password: "p" },
    more: {
      onAuth: (_login, _session, done) => done(Object.assign(new Error("Temporary failure"), { responseCode: 454 })),
    },
  });
  const tried = await flush("", { QUAD_SMTP_URL: busy.url });
  expect([tried.code, tried.stderr]).toEqual([
    6,
    expect.stringMatching(/login in: 454 .*\nIt may be its trouble alone: mail waits\. /),
  ]);
  expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 0]]);
  expect((await flush()).code).toBe(0);
});

test("without a server: said where mail is due, with --if-configured nothing", async () => {
  const { quad, write } = await mailInstall();
  expect(await quad("mail flush")).toEqual({ code: 0, stdout: "", stderr: "Nothing to send.\n" });
  await write();
  expect(await quad("mail flush --quiet --if-configured")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await quad("mail flush")).toEqual({
    code: 2,
    stdout: "",
    stderr: `No mail server is set.
Name it: QUAD_SMTP_URL=smtp://USER:PASSWORD@HOST:587, or smtp_url in quad.yaml
On an install's host SMTP_HOST, SMTP_PORT, SMTP_USER and SMTP_PASSWORD of its .env do as well.
`,
  });
});

test("--dry-run shows what is due, and --limit sends so many", async () => {
  const { flush, write, server, states } = await mailInstall();
  for (let n = 1; n <= 3; n += 1) await write({ recipient_email: `n${n}@acmecorp.com` });
  await write({ recipient_email: "later@acmecorp.com", next_attempt_at: new Date("2999-01-01") });
  const dry = await flush("--dry-run");
  expect([dry.stdout.split("\n").length, dry.stderr]).toEqual([4, "Nothing was sent: --dry-run.\n"]);
  expect(server.connections()).toBe(0);
  expect((await flush("--limit 2")).stderr).toBe("Sent 2 mails.\n");
  expect((await states()).filter(([, status]) => status === "sent")).toHaveLength(2);
});

test("whoever interrupts waits neither for a server that does not answer, nor long for one that is mute under a mail", async () => {
  let taken = () => {};
  const taking = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const { quad, write, env, states } = await mailInstall({
    beforeTaking: () => {
      taken();
      return new Promise(() => {});
    },
  });
  await write();
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void silent.close());
  const reached = new Promise<void>((resolve) =>
    silent.on("connection", (socket) => {
      onTestFinished(() => void socket.destroy());
      resolve();
    }),
  );
  const interrupt = new AbortController();
  const url = `smtp://localhost:${(silent.address() as AddressInfo).port}`;
  const asking = quad("mail flush", { env: { ...env, QUAD_SMTP_URL: url }, signal: interrupt.signal });
  await reached;
  interrupt.abort();
  expect(await asking).toEqual({
    code: 130,
    stdout: "",
    stderr: "Interrupted; what was not sent yet waits.\n",
  });
  expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 0]]);

  const later = new AbortController();
  const sending = quad("mail flush", { env, signal: later.signal });
  await taking;
  later.abort();
  expect(await sending).toEqual({
    code: 130,
    stdout: "",
    stderr: "Sent 0 mails. 1 is tried again later.\nInterrupted; what was not sent yet waits.\n",
  });
  expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 1]]);
});

test("whoever has interrupted before the server is asked does not wait for it", async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const server = { host: "127.0.0.1", port, secure: false, starttls: "never" } as const;
  const settings = {
    ...{ server: { value: server, source: "here" }, from: undefined, authority: undefined },
    ...{ timeout: { value: 60, source: "here" }, templates: { value: "/nowhere", source: "here" } },
  };
  await expect(connectToServer(settings, AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});

test("whose address is changed while a server is waited for is written to at the new one", async () => {
  const { quad, write, env, states, withSql } = await mailInstall();
  await quad("user add before@massmutual.com --name Somebody");
  await write({ recipient_email: "before@massmutual.com" });
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const reached = new Promise<void>((resolve) => {
    silent.on("connection", (socket) => {
      onTestFinished(() => void socket.destroy());
      resolve();
    });
  });
  const interrupt = new AbortController();
  const url = `smtp://localhost:${port}`;
  const waiting = quad("mail flush", { env: { ...env, QUAD_SMTP_URL: url }, signal: interrupt.signal });
  await reached;
  await withSql(
    (sql) => sql`update QUAD_users set email = 'after@massmutual.com' where email = 'before@massmutual.com'`,
  );
  interrupt.abort();
  await waiting;
  expect(await states()).toEqual([["after@massmutual.com", "waiting", 0]]);
});
