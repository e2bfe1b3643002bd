import fc from "fast-check";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";
import { compose } from "../../mail/message.ts";
import { shapes } from "../../mail/shapes.ts";
import { readWording, shapeOf, type Wording } from "../../mail/template.ts";
import { worded } from "../../mail/wording.ts";

/** What people write into fields, and what attackers do. */
const nasty = fc.oneof(
  fc.constantFrom(
    "Postman\r\nBcc: victim@example.com",
    "Postman\nSubject: other\n\n<b>body</b>",
    "=?utf-8?Q?=0D=0ABcc:_x@y.z?=",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "https://evil.example/\"onmouseover='x'<b>",
    "\u001b]0;owned\u0007\u001b[31mred\u009b31m",
    "\u202egnp.exe\u2066\u2069\u200f",
    "🎉👩‍👩‍👧‍👦 Пример תוכנה",
    "{{tool}} {{{tool}}} {{> x}} {{constructor.constructor}}",
    "x".repeat(10_000),
    `${"🎉".repeat(5000)}`,
    "\ud800 half \udc00",
    ".\r\n.\r\nMAIL FROM:<x@y.z>\r\nRCPT TO:<v@y.z>\r\nDATA\r\n.\r\n",
    "\u0000nul\u0000",
    "a\u2028b\u2029c\u0085d\vf\f",
  ),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ maxLength: 60 }),
);

const kinds = Object.keys(shapes);

/** The same data with every text another. */
const replaced = (value: unknown, next: () => string): unknown => {
  if (typeof value === "string") return next();
  if (Array.isArray(value)) return value.map((one) => replaced(one, next));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, next)]));
  return value;
};

const tags = (html: string): readonly string[] =>
  [...html.matchAll(/<\/?([a-z!][a-z]*)/gi)].map(([, tag]) => tag ?? "");
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

test("whatever the data hold, the mail has one recipient, the headers that it is to have, and only our own tags", async () => {
  const wordings = new Map<string, Wording>();
  for (const kind of kinds) wordings.set(kind, await readWording(kind, "/nowhere"));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.array(nasty, { minLength: 1, maxLength: 12 }),
      nasty,
      async (kind, texts, name) => {
        let n = 0;
        const next = () => texts[n++ % texts.length] ?? "";
        const data = replaced(shapes[kind]?.sample, next);
        const words = worded(kind, data, shapeOf(kind), wordings.get(kind) as Wording);
        const message = await compose(
          {
            ...{ to: "admin@acmecorp.com", from: { address: "integrations@quadframe.work" } },
            // The database keeps control characters out of names; here they are not kept out.
            sender: { address: "dev@massmutual.com", name },
            ...{ messageId: "<1@quad.invalid>", inReplyTo: "<0@quad.invalid>", thread: ["<0@quad.invalid>"] },
            date: new Date("2026-01-05T10:00:00Z"),
          },
          words,
          [{ filename: "request.json", mediaType: "application/json", content: Buffer.from("{}") }],
        );
        const raw = String(message?.raw);
        const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
        const names = head.split(/\r\n(?![ \t])/).map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
        expect(names.sort()).toEqual(
          [
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "in-reply-to",
            "message-id",
            "mime-version",
            "references",
            "reply-to",
            "subject",
            "to",
          ].sort(),
        );
        const mail = await simpleParser(raw);
        const to = Array.isArray(mail.to) ? mail.to : [mail.to];
        expect(to.flatMap((one) => one?.value.map(({ address }) => address))).toEqual(["admin@acmecorp.com"]);
        expect(mail.from?.value.map(({ address }) => address)).toEqual(["integrations@quadframe.work"]);
        expect(mail.replyTo?.value.map(({ address }) => address)).toEqual(["dev@massmutual.com"]);
        expect([mail.cc, mail.bcc]).toEqual([undefined, undefined]);
        expect(mail.subject?.replace(/\s+/g, " ")).toBe(words.subject.replace(/\s+/g, " "));
        expect([...words.subject].length).toBeLessThanOrEqual(200);
        expect(words.subject + words.text).not.toMatch(controls);
        expect(mail.text?.trimEnd()).toBe(words.text.trimEnd());
        expect(new Set(tags(String(mail.html)).filter((tag) => tag !== "a"))).toEqual(
          new Set(["!doctype", "html", "head", "meta", "title", "body", "pre"]),
        );
        // Nothing but a link that begins as one.
        for (const [, attributes] of String(mail.html).matchAll(/<a([^>]*)>/g))
          expect(attributes).toMatch(/^ href="https?:\/\/[^"<>]*"$/);
      },
    ),
    { numRuns: 400 },
  );
});

test("a request of an attacker arrives as one mail to one recipient, and is shown without what a terminal obeys", async () => {
  const { flush, write, server, quad } = await mailInstall();
  const tool = "Postman\r\nBcc: victim@example.com\u001b[31m\u202e";
  const id = await write({
    template: "request-submitted",
    data: {
      ...shapes["request-submitted"]?.sample,
      tool,
      details: "<b>hi</b>\r\n.\r\nMAIL FROM:<x@y.z>\u001b]0;x\u0007",
    },
  });
  const { stdout } = await quad(`mail show ${id}`);
  expect(stdout).not.toMatch(controls);
  expect(stdout).toContain("Tool: Postman Bcc: victim@example.com\\u{1b}[31m\\u{202e}\n");
  expect((await flush()).code).toBe(0);
  expect(server.arrived).toMatchObject([{ to: ["admin@acmecorp.com"] }]);
  const [mail] = await server.read();
  expect(mail?.subject).toBe("Integration Request: Postman Bcc: victim@example.com\\u{1b}[31m\\u{202e} (Acme Corp)");
  expect(mail?.bcc).toBeUndefined();
  expect(mail?.text).toContain('"<b>hi</b>\n.\nMAIL FROM:<x@y.z>\\u{1b}]0;x\\u{7}"\n');
  expect(mail?.html).toContain("&lt;b&gt;hi&lt;/b&gt;");
});
