/** Exit codes of `quad`; stable, and listed in the README. */
export const ExitCode = {
  done: 0,
  bug: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  conflict: 5,
  unreachable: 6,
  undone: 7,
  needsAttention: 8,
  locked: 9,
  cancelled: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The name of a failure in JSON, `{"error":{"code":…}}`: the key of its exit code. */
export type ErrorCode = keyof typeof ExitCode;

/** What an expected failure may say beside its message. */
export interface Particulars {
  /** What to run or to change, a line each. */
  readonly hint?: string | readonly string[] | undefined;
  /** What led to the failure, a line each. */
  readonly detail?: string | readonly string[] | undefined;
  readonly cause?: unknown;
}

/** An expected failure: printed without a stack, ends the program with the exit code of its kind. */
export class QuadError extends Error {
  readonly code: ErrorCode;
  readonly detail: readonly string[];
  readonly hint: readonly string[];

  constructor(code: ErrorCode, message: string, { hint, detail, cause }: Particulars = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "QuadError";
    this.code = code;
    this.detail = lines(detail);
    this.hint = lines(hint);
  }

  get exitCode(): ExitCode {
    return ExitCode[this.code];
  }
}

const lines = (text: string | readonly string[] | undefined): readonly string[] =>
  text === undefined || text === "" ? [] : typeof text === "string" ? [text] : text;

/** Exit 2: the command line or its input cannot be used. */
export const usage = (message: string, more?: Particulars) => new QuadError("usage", message, more);
/** Exit 4: what was named does not exist. */
export const notFound = (message: string, more?: Particulars) => new QuadError("notFound", message, more);
/** Exit 5: a rule would be broken, or something is in the way. */
export const conflict = (message: string, more?: Particulars) => new QuadError("conflict", message, more);
/** Exit 6: a service that is needed does not answer. */
export const unreachable = (message: string, more?: Particulars) => new QuadError("unreachable", message, more);
/** Exit 8: it works, but somebody has to look after something. */
export const needsAttention = (message: string, more?: Particulars) => new QuadError("needsAttention", message, more);
/** Exit 130: the person at the terminal interrupted it. */
export const cancelled = (message = "Cancelled.") => new QuadError("cancelled", message);
