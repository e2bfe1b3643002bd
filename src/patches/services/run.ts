import { cancelled, unreachable } from "../../errors.ts";
import { childEnvironment } from "../../install/child-environment.ts";
import type { Environment } from "../../install/setting.ts";

/**
 * Runs a program in an install directory, and gives what it wrote. Throws unreachable (exit 6) with what it said, and where it has not ended
 * within `patience`, in milliseconds; cancelled (exit 130) where `signal` ended it.
 */
export type Run = (words: readonly string[], limit?: Limit) => Promise<string>;

interface Limit {
  readonly patience: number;
  /** Ends what can be begun anew at any time. */
  readonly signal?: AbortSignal | undefined;
}

// A container is given ten seconds to end by compose itself, each.
const usual: Limit = { patience: 300_000 };

/** For what may have to fetch images first, over whatever line there is. */
export const fetching = { patience: 1_800_000 };

/**
 * Such a `Run`. The program goes on if quad is killed: half a `down` is worse than a whole one. With `lock` it holds that open file, and the
 * lock on it, until it ends; so whoever comes next waits for it.
 */
export function runnerIn(home: string, environment: Environment, lock?: number): Run {
  return async ([program = "", ...words], { patience, signal } = usual) => {
    const { execa } = await import("execa");
    const done = await execa(program, words, {
      cwd: home,
      env: childEnvironment(environment),
      extendEnv: false,
      stdio: ["ignore", "pipe", "pipe", ...(lock === undefined ? [] : [lock as 3])],
      timeout: patience,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
      reject: false,
      cleanup: false,
      detached: true,
    });
    if (!done.failed) return String(done.stdout);
    if (done.isCanceled) throw cancelled("Interrupted.");
    const said = `${done.stderr}`
      .trim()
      .split("\n")
      .filter((line) => line.trim() !== "");
    const what = [program, ...words].join(" ");
    throw unreachable(
      done.timedOut
        ? `${what} did not end within ${patience / 1000} s.`
        : `${what} failed: ${said.at(-1) ?? `exit code ${done.exitCode}`}`,
      { hint: `Try it by hand: cd ${home} && ${what}` },
    );
  };
}
