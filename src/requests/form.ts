import type { z } from "zod";
import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";
import { parseEmail } from "../values/email.ts";
import { parseLabel } from "../values/label.ts";

/** What an integration is for: the list of the form (spec, Form Fields: "API Testing, Cloud, CI/CD, etc."). */
export const categories = [
  "API Testing",
  "Cloud",
  "CI/CD",
  "Communication",
  "Containers",
  "CRM",
  "Design",
  "Documentation",
  "ERP",
  "Infrastructure as Code",
  "ITSM",
  "Monitoring",
  "Project Management",
  "QA Testing",
  "Security",
  "Other",
] as const;

/** What the form asks for (spec, Form Fields). */
export interface RequestForm {
  readonly tool: string;
  readonly category: string;
  /** How many people need it. */
  readonly teamSize: number;
  /** At most 500 characters. */
  readonly details: string | undefined;
  /** Who asks; whoever acts when left out. */
  readonly userEmail: string | undefined;
  /** The id of the company, its name, or the name of its root; the only one when left out. */
  readonly company: string | undefined;
}

/** The name of a tool: one line of at most 200 characters that can be seen. Throws a usage error. */
export function parseTool(text: string): string {
  const tool = parseLabel(text);
  if (!/[\p{L}\p{N}]/u.test(tool)) throw usage(`${JSON.stringify(shortened(text))} is not the name of a tool.`);
  return tool;
}

/** One of the categories, in any case. Throws a usage error that lists them. */
export function parseCategory(text: string): string {
  const wanted = text.trim().toLowerCase();
  const found = categories.find((category) => category.toLowerCase() === wanted);
  if (found) return found;
  throw usage(`${JSON.stringify(shortened(text))} is none of the categories.`, {
    hint: `There are: ${categories.join(", ")}`,
  });
}

/** A number of people, from 1 to ten million. Throws a usage error. */
export function parseTeamSize(text: string): number {
  const size = Number(text.trim());
  if (/^\d{1,8}$/.test(text.trim()) && size >= 1 && size <= 10_000_000) return size;
  throw usage(`${JSON.stringify(shortened(text))} is no size of a team: a number of people, from 1.`);
}

// Controls but the end of a line and the tabulator, halves of characters, and the marks that turn text around.
const unseen = /(?![\n\t])\p{Cc}|[\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Text of several lines that can be seen, of at most so many characters. Throws a usage error. */
export function parseText(text: string, most: number): string {
  const trimmed = text.replace(/\r\n?/g, "\n").trim();
  if (trimmed === "") throw usage("There is no text.");
  if ([...trimmed].length > most)
    throw usage(
      `The text has ${[...trimmed].length.toLocaleString("en")} characters; at most ${most.toLocaleString("en")} are taken.`,
    );
  if (unseen.test(trimmed))
    throw usage("The text holds characters that cannot be seen (controls, or marks that turn text around).");
  return trimmed;
}

/** Why something is not built, or not wanted any more: lines of at most 500 characters in all. Throws a usage error. */
export const parseReason = (text: string): string => parseText(text.replaceAll("\t", " "), 500);

/** Details of a request: at most 500 characters (spec, Form Fields). Throws a usage error. */
export const parseDetails = (text: string): string => parseText(text, 500);

/**
 * The form as a program fills it in: the body of the spec's API, `{"toolName", "category", "teamSize", "details"?, "userEmail"?,
 * "companyId"?}`. Throws a usage error that names every problem at once.
 */
export async function readForm(text: string, from: string): Promise<RequestForm> {
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usage(`${from} is not JSON.`, { detail: (error as Error).message });
  }
  const by = parsedBy(z);
  const shape = z.strictObject({
    toolName: by(parseTool),
    category: by(parseCategory),
    teamSize: z.int().min(1).max(10_000_000),
    details: by((given) => (given.trim() === "" ? undefined : parseDetails(given))).nullish(),
    userEmail: by(parseEmail).nullish(),
    companyId: z.string().max(200).nullish(),
  });
  const { success, data, error } = shape.safeParse(value, {
    error: ({ input }) => (input === undefined ? "is missing" : undefined),
  });
  if (!success) {
    throw usage(`${from} is no request for an integration.`, {
      detail: error.issues.slice(0, 20).map(({ path, message }) => `  ${path.join(".") || "the whole"}: ${message}`),
      hint: 'As in {"toolName": "Postman", "category": "API Testing", "teamSize": 5, "details": "…"}',
    });
  }
  const { toolName: tool, category, teamSize, details, userEmail, companyId } = data;
  return {
    tool,
    category,
    teamSize,
    details: details ?? undefined,
    userEmail: userEmail ?? undefined,
    company: companyId ?? undefined,
  };
}

/** Makes zod take a text as one of our parsers does: what that says of it is the problem. */
export const parsedBy =
  (zod: typeof z) =>
  <T>(parse: (text: string) => T) =>
    zod.string().transform((given, context) => {
      try {
        return parse(given);
      } catch (error) {
        context.addIssue({ code: "custom", message: (error as Error).message });
        return zod.NEVER;
      }
    });
