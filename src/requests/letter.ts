import type { z } from "zod";
import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";
import { parseEmail } from "../values/email.ts";
import { parsedBy } from "./form.ts";
import { countedYears } from "./page.ts";

/** What comes to the team with a mail from somebody else's install. */
export type Letter = z.output<ReturnType<typeof letterShape>>;

/** A request (`quad_request_letter` in migrations/rules/requests.sql). */
export type RequestLetter = Extract<Letter, { format: "quad-request/1" }>;

/** What was found in a beta (`quad_request_feedback_letter`). */
export type FeedbackLetter = Extract<Letter, { format: "quad-feedback/1" }>;

/** What else a customer tells of a request (`quad_request_news_letter`). */
export type NewsLetter = Extract<Letter, { format: "quad-news/1" }>;

const hint = "It is the attachment, NAME.json, of a mail about an integration that is asked for.";

/** Reads the attachment of a mail to the team. Throws a usage error that names every problem. */
export async function readLetter(text: string, from: string): Promise<Letter> {
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usage(`${from} is not JSON.`, { detail: (error as Error).message, hint });
  }
  const { success, data, error } = letterShape(z).safeParse(value);
  if (success) return data;
  throw usage(`${from} is no letter of quad's.`, {
    detail: error.issues.slice(0, 20).map(({ path, message }) => `  ${path.join(".") || "the whole"}: ${message}`),
    hint,
  });
}

function letterShape(zod: typeof z) {
  const by = parsedBy(zod);
  const request = zod.object({
    format: zod.literal("quad-request/1"),
    id: zod.uuid(),
    // A tool and a number: it becomes the name of a directory, and is told from an id.
    slug: zod
      .string()
      .max(63)
      .regex(/^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-)[a-z0-9]+(-[a-z0-9]+)*-\d{4,}$/),
    toolName: by(parseLine),
    category: by(parseLine),
    teamSize: zod.int().min(1).max(10_000_000).nullable(),
    details: by((given) => parseLines(given, 500)).nullable(),
    userEmail: by(parseEmail),
    submittedAt: zod.iso.datetime().regex(countedYears),
    messageId: zod
      .string()
      .max(400)
      .regex(/^<[!-;=?-~]+>$/),
    company: zod.object({
      id: zod.uuid(),
      name: by(parseLine),
      adminEmail: by(parseEmail),
      plan: zod.enum(["free", "pro", "enterprise"]),
      users: zod.int().min(0).max(10_000_000),
      deploymentModel: zod.enum(["self-hosted", "cloud"]),
      version: by(parseVersion).nullish(),
    }),
  });
  const feedback = zod.object({
    format: zod.literal("quad-feedback/1"),
    request: zod.uuid(),
    reportedBy: by(parseEmail),
    reportedAt: zod.iso.datetime().regex(countedYears),
    findings: zod
      .array(
        zod.object({
          id: zod.uuid(),
          number: zod.int().min(1).max(1_000_000),
          kind: zod.enum(["bug", "idea"]),
          text: by((given) => parseLines(given, 4000)),
          patch: by(parseLine).nullable(),
        }),
      )
      .min(1)
      .max(1000),
  });
  const news = zod.object({
    format: zod.literal("quad-news/1"),
    request: zod.uuid(),
    kind: zod.enum(["comment", "withdrawn", "votes", "address"]),
    by: by(parseEmail),
    at: zod.iso.datetime().regex(countedYears),
    said: by((given) => parseLines(given.replaceAll("\t", " "), 2000)).nullable(),
    voters: zod.array(by(parseEmail)).max(100_000),
  });
  return zod.discriminatedUnion("format", [request, feedback, news]);
}

// A customer's database takes what its platform writes, which may have gone past quad's own form: what that one refuses for somebody who
// types it (marks that turn text around, a name without letters) comes with the mail all the same, and is made visible where it is shown.
const atMost = (characters: number, text: string): string => {
  const length = [...text].length;
  if (length <= characters && text !== "") return text;
  throw usage(`It has ${length.toLocaleString("en")} characters; 1 to ${characters.toLocaleString("en")} are taken.`);
};

function parseLine(text: string): string {
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw usage(`${JSON.stringify(shortened(text))} holds characters that no line does.`);
  return atMost(200, text.trim());
}

function parseLines(text: string, most: number): string {
  if (/(?![\n\t])[\p{Cc}\p{Cs}]/u.test(text)) throw usage("It holds characters that no text does.");
  return atMost(most, text.trim());
}

/** Whatever an install calls its version, it is no reason to lose a request. */
const parseVersion = (text: string): string => [...text.replace(/[\p{Cc}\p{Cs}]/gu, "\ufffd")].slice(0, 100).join("");
