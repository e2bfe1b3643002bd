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
  expect((await quad("request receive -", { stdin: "Hello" })).code).toBe(2);
  expect((await quad("request receive", { stdin: "" })).code).toBe(2);
});
