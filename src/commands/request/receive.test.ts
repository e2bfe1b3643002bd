import { expect, test } from "vitest";
import { letterOf, teamInstall } from "../../requests/install.testing.ts";

test("a letter is taken in once, and acknowledged with the number that it has here", async () => {
  const { quad, json, mails } = await teamInstall();
  const letter = letterOf();
  const { slug } = JSON.parse(letter);
  const first = await quad("request receive -", { stdin: letter });
  expect(first).toEqual({ code: 0, stdout: `Received: ${slug}, Postman for Acme Corp (pro).\n`, stderr: "" });
  const again = await quad("request receive -", { stdin: letter });
  expect(again).toEqual({ code: 0, stdout: `Nothing to do: ${slug} has come before.\n`, stderr: "" });
  expect(await json("request list")).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
  const runs = await Promise.all(
    Array.from({ length: 6 }, () =>
      quad("request receive -", {
        stdin: letterOf({ tool: "Miro" }).replace(/"id":"[^"]+"/, `"id":"00000000-0000-4000-8000-000000000001"`),
      }),
    ),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await json("request list")).toHaveLength(2);
});

test("a slug that is taken is drawn anew, and the old one is the other's", async () => {
  const { quad, json } = await teamInstall();
  const [one, other] = [letterOf(), letterOf({ company: "Beta Ltd" })].map((letter) => JSON.parse(letter));
  await quad("request receive -", { stdin: JSON.stringify(one) });
  const { stdout } = await quad("request receive - --json", { stdin: JSON.stringify({ ...other, slug: one.slug }) });
  const { slug } = JSON.parse(stdout).request;
  expect(slug).not.toBe(one.slug);
  expect(slug).toMatch(/^postman-\d{4}$/);
  expect(await json(`request show ${one.slug}`)).toMatchObject({ company: "Acme Corp" });
});

test("no slug can be taken for the requestId of another request", async () => {
  const { quad, receive, json } = await teamInstall();
  const slug = await receive();
  const other = JSON.parse(letterOf({ company: "Beta Corp", tool: "Req Postman" }));
  const { stdout } = await quad("request receive - --json", {
    stdin: JSON.stringify({ ...other, slug: `req-${slug}` }),
  });
  expect(JSON.parse(stdout).request.slug).toMatch(/^postman-\d{4}$/);
  expect(await json(`request show req-${slug}`)).toMatchObject({ company: "Acme Corp" });
  const bare = JSON.parse(letterOf({ company: "Beta Corp", tool: "req" }));
  const drawn = await quad("request receive - --json", { stdin: JSON.stringify({ ...bare, slug: "req-1234" }) });
  expect(JSON.parse(drawn.stdout).request.slug).toMatch(/^tool-\d{4}$/);
});

test("a letter that comes again takes no other slug, however it was edited, and may come any number of times", async () => {
  const { quad, withSql } = await teamInstall();
  const [taken, letter] = [letterOf(), letterOf({ company: "Beta Ltd" })].map((text) => JSON.parse(text));
  for (const one of [taken, { ...letter, slug: taken.slug }, letter])
    await quad("request receive -", { stdin: JSON.stringify(one) });
  for (let nth = 0; nth < 65; nth += 1) {
    const { code } = await quad("request receive -", { stdin: JSON.stringify({ ...letter, slug: taken.slug }) });
    expect([nth, code]).toEqual([nth, 0]);
  }
  expect(await withSql((sql) => sql`select from QUAD_request_names`)).toHaveLength(2);
});

test("what a letter says of a company that is known is not believed", async () => {
  const { quad, json, receive } = await teamInstall();
  await receive({ plan: "free" });
  const lie = letterOf({ tool: "Docker", plan: "enterprise" });
  const { code, stderr } = await quad("request receive -", { stdin: lie });
  expect([code, stderr]).toEqual([0, "What is known here stays: plan: free here, enterprise in the letter.\n"]);
  expect((await json("request list")).map(({ plan }: { plan: string }) => plan)).toEqual(["free", "free"]);
});

test("a company of this install's own gets no requests by mail", async () => {
  const { quad, withSql } = await teamInstall();
  const [{ id }] = await withSql((sql) => sql<[{ id: string }]>`select id from QUAD_companies`);
  const letter = JSON.parse(letterOf());
  const { code, stderr } = await quad("request receive -", {
    stdin: JSON.stringify({ ...letter, company: { ...letter.company, id } }),
  });
  expect([code, stderr]).toEqual([
    5,
    "The company Massachusetts Mutual Life Insurance is one of this install's own; its requests do not come by mail.\n",
  ]);
});

test("what is no letter is refused with every problem", async () => {
  const { quad } = await teamInstall();
  const letter = JSON.parse(letterOf());
  const hostile = {
    ...letter,
    toolName: "Postman\r\nBcc: all@example.com",
    userEmail: "a@b\r\nBcc: x@y.z",
    messageId: "<a@b>\r\nBcc: x@y.z",
    slug: "../../etc/passwd",
    details: "\u001b]0;pwned\u0007",
  };
  const { code, stderr } = await quad("request receive -", { stdin: JSON.stringify(hostile) });
  expect(code).toBe(2);
  for (const key of ["toolName", "userEmail", "messageId", "slug", "details"]) expect(stderr).toContain(`  ${key}: `);
  expect(stderr).not.toMatch(/\u001b|\r/);
  for (const slug of ["assets", "postman-123", "0f3e5a52-9d5c-4f59-8a3f-123456789012"]) {
    const named = await quad("request receive -", { stdin: JSON.stringify({ ...letter, slug }) });
    expect([slug, named.code, named.stderr]).toEqual([slug, 2, expect.stringContaining("  slug: ")]);
  }
  expect((await quad("request receive -", { stdin: "Hello" })).code).toBe(2);
  expect((await quad("request receive", { stdin: "" })).code).toBe(2);
});

test("what a customer's database took from its platform is taken in as well, and shown so that it can be seen", async () => {
  const { quad } = await teamInstall();
  const letter = JSON.parse(letterOf());
  const written = {
    ...letter,
    toolName: "😀".repeat(200),
    category: "CRM\u200f",
    details: "שלום\u200f!\n\tx",
    company: { ...letter.company, name: "Acme\u200e", version: `1.2-größer ${"1".repeat(200)}` },
  };
  const { code, stdout } = await quad("request receive - --no-ack", { stdin: `\ufeff${JSON.stringify(written)}` });
  expect([code, stdout]).toEqual([0, `Received: ${letter.slug}, ${"😀".repeat(200)} for Acme\\u{200e} (pro).\n`]);
  expect((await quad(`request show ${letter.slug}`)).stdout).toContain("  Category: CRM\\u{200f}\n");
});

test("a letter from before there were calendars is none", async () => {
  const { quad } = await teamInstall();
  for (const submittedAt of ["0000-01-01T00:00:00.000Z", "1800-01-01T00:00:00.000Z"]) {
    const { code, stderr } = await quad("request receive -", { stdin: letterOf({ submittedAt }) });
    expect([code, stderr]).toEqual([2, expect.stringContaining("  submittedAt: ")]);
  }
});

test("a file that is no letter's size, or no file, is refused before it is read whole", async () => {
  const { quad, directory } = await teamInstall();
  expect(await quad("request receive /dev/zero")).toMatchObject({
    code: 2,
    stderr: "/dev/zero is longer than 8 MB, which no request is.\n",
  });
  expect(await quad(`request receive ${directory}`)).toMatchObject({
    code: 2,
    stderr: `"${directory}" is a directory; name a file.\n`,
  });
});

test("a letter that has the number of another company's request is refused, whatever it calls itself", async () => {
  const { quad, withSql } = await teamInstall();
  const [one, other] = [letterOf(), letterOf({ company: "Beta Ltd" })].map((letter) => JSON.parse(letter));
  for (const letter of [one, other]) await quad("request receive -", { stdin: JSON.stringify(letter) });
  const spoofed = { ...other, id: one.id, company: { ...other.company, name: "Beta & Sons", users: 999 } };
  expect(await quad("request receive -", { stdin: JSON.stringify(spoofed) })).toMatchObject({
    code: 5,
    stderr: `The request ${one.id} is another company's here.\n`,
  });
  expect(await withSql((sql) => sql`select from QUAD_customers where users = 999`)).toHaveLength(0);
});
