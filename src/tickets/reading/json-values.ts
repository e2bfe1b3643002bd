import type { TokenType as Tokens } from "@streamparser/json";
import { Unreadable } from "./problems.ts";

const mostCharacters = 64 * 1024 * 1024;
const mostTokens = 500_000;
const deepest = 1000;

/** A value that stands where a ticket can. */
export interface Found {
  /** The line on which it begins. */
  readonly line: number;
  readonly value: unknown;
  /** What Jira's REST API calls the fields in it, if it said so before (`expand=names`). */
  readonly names: Readonly<Record<string, unknown>>;
}

/**
 * The values that can be tickets, in JSON that is never held as a whole: what is in a list, what is in `issues` of an
 * object (Jira's REST API), or the objects themselves, one after another (NDJSON). Lists inside of them come out empty. Throws Unreadable with the line
 * where it is not JSON.
 */
export async function* valuesOf(texts: AsyncIterable<string>): AsyncGenerator<readonly Found[]> {
  const { Tokenizer, TokenizerError, TokenParser, TokenParserError, TokenType } = await import("@streamparser/json");
  const opening: ReadonlySet<Tokens> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
  const closing: ReadonlySet<Tokens> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);
  let line = 1;
  let found: Found[] = [];
  // Of the ticket that is being read, with what stands before it.
  let characters = 0;
  let tokens = 0;
  let begin = 1;
  // On which line the values begin that are being read, the outermost first.
  const begun: number[] = [];
  let names: Found["names"] = {};
  let page = false;
  const take = (value: unknown, line: number) => {
    found.push({ line, value, names });
    characters = 0;
    tokens = 0;
  };

  // Several values may follow each other, in one line or in many.
  const parser = new TokenParser({ separator: "" });
  parser.onValue = ({ value, key, parent, stack }) => {
    const at = begun[stack.length] ?? line;
    const inIssues = stack.length === 2 && stack[1]?.key === "issues";
    if (Array.isArray(parent)) {
      if (stack.length === 1 || inIssues) take(value, at);
      // A list is what makes a file large; so none is kept.
      parent.length = 0;
    } else if (stack.length === 1) {
      if (key === "names" && isRecord(value)) names = value;
      page ||= key === "issues" && Array.isArray(value);
    } else if (stack.length === 0) {
      if (!page && !Array.isArray(value)) take(value, at);
      page = false;
    }
  };
  const tokenizer = new Tokenizer({ separator: "", stringBufferSize: 65_536, numberBufferSize: 64 });
  tokenizer.onToken = (token) => {
    if (opening.has(token.token)) {
      // After a ticket comes a comma at most, then the next one.
      if (tokens < 2) begin = line;
      begun.push(line);
    }
    if (begun.length > deepest) throw new Unreadable(line, `It is nested deeper than ${deepest} levels.`);
    tokens += 1;
    if (tokens > mostTokens) throw new Unreadable(begin, "A ticket has too many values.");
    parser.write(token);
    if (closing.has(token.token)) begun.pop();
  };
  tokenizer.onEnd = () => parser.end();

  for await (const text of texts) {
    // No token goes on in another line, so the line of each is known.
    for (const part of text.split(/(?<=\n)/)) {
      characters += part.length;
      try {
        if (characters > mostCharacters) throw new Unreadable(begin, "A ticket is longer than 64 MB.");
        tokenizer.write(part);
      } catch (error) {
        if (found.length > 0) yield found;
        if (!(error instanceof TokenizerError || error instanceof TokenParserError)) throw error;
        throw new Unreadable(line, "This is not JSON: it cannot be read on from here.");
      }
      if (part.endsWith("\n")) line += 1;
    }
    if (found.length > 0) yield found;
    found = [];
  }
  try {
    tokenizer.end();
  } catch {
    throw new Unreadable(line, "This is not JSON: it ends in the middle of a value.");
  }
  if (found.length > 0) yield found;
}

/** Whether a value is an object of JSON. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
