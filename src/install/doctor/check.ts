import { QuadError } from "../../errors.ts";
import type { Setting } from "../setting.ts";

/** One line of `quad doctor`. Its keys are those of `--json`. */
export interface Check {
  readonly name: string;
  readonly state: "ok" | "warning" | "failed" | "skipped";
  /** What was found, or what is wrong; secrets masked. */
  readonly found: string;
  /** Where a setting came from. */
  readonly source?: string;
  /** What to run or to change; several ways, a line each. */
  readonly fix?: string;
}

export const ok = (name: string, found: string, source?: string): Check => ({
  name,
  state: "ok",
  found,
  ...(source !== undefined && { source }),
});

export const warning = (name: string, found: string, fix: string, source?: string): Check => ({
  ...ok(name, found, source),
  state: "warning",
  fix,
});

export const failed = (name: string, found: string, fix: string, source?: string): Check => ({
  ...ok(name, found, source),
  state: "failed",
  fix,
});

/** A check that could not run; it counts as no failure. */
export const skipped = (name: string, reason: string): Check => ({
  ...ok(name, `skipped: ${reason}`),
  state: "skipped",
});

export const skippedAll = (names: readonly string[], reason: string): readonly Check[] =>
  names.map((name) => skipped(name, reason));

/** How long something is waited for, where somebody has said so. */
export const timeoutOf = (name: string, { value, source }: Setting<number>): readonly Check[] =>
  source === "default" ? [] : [ok(name, `${value} s`, source)];

/** The failure of what a check looked at, as its result. What nobody expected is thrown on. */
export function failedBy(name: string, error: unknown, state: "failed" | "warning" = "failed"): Check {
  if (!(error instanceof QuadError)) throw error;
  const found = [error.message, ...error.detail].join("\n");
  return { ...ok(name, found), state, ...(error.hint.length > 0 && { fix: error.hint.join("\n") }) };
}

/** What something that was looked for came to. */
export type Settled<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: QuadError };

/** Waits for what may fail. What nobody expected is thrown on. */
export async function settled<T>(looked: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await looked };
  } catch (error) {
    if (!(error instanceof QuadError)) throw error;
    return { error };
  }
}
