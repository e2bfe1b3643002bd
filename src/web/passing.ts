import { setTimeout } from "node:timers/promises";
import { cancelled, type QuadError } from "../errors.ts";

/** A failure that may be over when it is tried again. */
export class Passing extends Error {
  readonly failure: QuadError;
  /** In milliseconds, where the server says when. */
  readonly after: number | undefined;

  constructor(failure: QuadError, after?: number) {
    super(failure.message, { cause: failure });
    this.failure = failure;
    this.after = after;
  }
}

const mostTries = 4;
const headway = 2 ** 20;

interface Patience {
  /** In milliseconds, before the second try; doubled before each one after it. */
  readonly pause: number;
  readonly signal: AbortSignal | undefined;
  /** How far it is, in bytes: a try that made headway is not counted. */
  readonly reached?: () => number;
}

/** Tries something up to four times, as long as its failure is `Passing`. Throws the last failure, and cancelled when aborted. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  { pause, signal, reached = () => 0 }: Patience,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const before = reached();
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      if (reached() - before >= headway) tries = 1;
      if (tries === mostTries) throw error.failure;
      await setTimeout(error.after ?? pause * 2 ** (tries - 1), undefined, signal && { signal }).catch(() => {
        throw cancelled();
      });
    }
  }
}
