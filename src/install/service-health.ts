import { isDeepStrictEqual } from "node:util";
import { containerPort } from "./compose/docker.ts";
import type { Environment } from "./setting.ts";

/** What somebody answered who was asked how they are. */
export interface Answer {
  /** Whether it is what it should be: status 200, and JSON that holds all that is expected. */
  readonly fits: boolean;
  /** Whether there was any answer. */
  readonly reached: boolean;
  /** The status and the beginning of the answer, or why there is none; from outside, to be shown with care. */
  readonly said: string;
}

// Nobody has more to say than this.
const longestAnswer = 10_000;

/** Asks a URL how it is. Waits for at most so many milliseconds, follows nobody elsewhere, and throws nothing. */
export async function askHealth(
  url: string,
  expect: Readonly<Record<string, unknown>>,
  patience: number,
): Promise<Answer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: "manual" });
    const text = await beginningOf(response);
    const said = `${response.status} ${text.slice(0, 200)}`;
    return { fits: response.status === 200 && holds(text, expect), reached: true, said };
  } catch (error) {
    return noAnswer(error);
  }
}

/** Where a port of a service's container is reached from this host. Throws as `containerPort` does. */
export async function serviceUrl(home: string, environment: Environment, service: string, port: number) {
  return urlOf(await containerPort(home, environment, service, port));
}

/** The URL of what is reached at an address. */
export const urlOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** The answer of nobody, with the reason. */
export function noAnswer(error: unknown): Answer {
  const { message, cause } = error as Error;
  return { fits: false, reached: false, said: `nothing (${cause instanceof Error ? cause.message : message})` };
}

async function beginningOf(response: Response): Promise<string> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of response.body) {
    text += decoder.decode(piece, { stream: true });
    if (text.length >= longestAnswer) break;
  }
  return text.slice(0, longestAnswer);
}

function holds(text: string, expect: Readonly<Record<string, unknown>>): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof value !== "object" || value === null) return false;
  const found = value as Readonly<Record<string, unknown>>;
  return Object.entries(expect).every(([key, wanted]) => isDeepStrictEqual(found[key], wanted));
}
