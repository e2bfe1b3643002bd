import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { packageRoot } from "../../install/package.ts";

/** A command as a whole process. */
export interface Timed {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Of the sizes that figures are promised at, those that take longest: QUAD_BENCH_SHARE of them, all where it is not said. */
export const share = Number(process.env.QUAD_BENCH_SHARE ?? 1);

const node = process.execPath;
export const bareNode: Timed = { command: node, args: ["-e", "0"] };

/** The built program, as it is installed. */
export const builtQuad = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Timed => ({
  command: node,
  args: [join(packageRoot(), "bin", "quad.js"), ...args],
  env,
});

/** Milliseconds that a command takes, from its start to its end; its output is read and dropped. Throws when it fails. */
export function timed({ command, args, env }: Timed): number {
  const begin = performance.now();
  const { status, stderr, error } = spawnSync(command, args, {
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
  const took = performance.now() - begin;
  if (error || status !== 0) throw error ?? new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return took;
}

/** What `node -e 0` took, in milliseconds, where limits in seconds were set. */
const there = 66;

/** A limit in seconds, on a machine that starts a process in as long as that one or faster; on a slower one it is longer by as much. */
export const secondsHere = (limit: number): number =>
  limit * Math.max(1, Math.min(...Array.from({ length: 5 }, () => timed(bareNode))) / there);

/**
 * Two commands in turn, A B A B …, so that a machine that changes its speed changes both. The ratio is that of the fastest
 * run of each: what else the machine does can only add to a run. So there are at least `runs` pairs, and as many more as
 * it takes until the fastest of neither has improved for that many; above `limit`, as many as there can be. At most ten
 * times `runs`.
 */
export function pairs(
  a: Timed,
  b: Timed,
  runs: number,
  limit = Number.POSITIVE_INFINITY,
): { a: number; b: number; ratio: number } {
  timed(a);
  timed(b);
  const fastest = { a: Number.POSITIVE_INFINITY, b: Number.POSITIVE_INFINITY };
  const above = () => fastest.a / fastest.b > limit;
  for (let pair = 0, settled = 0; (settled < runs || above()) && pair < 10 * runs; pair += 1, settled += 1) {
    const now = { a: timed(a), b: timed(b) };
    if (now.a < fastest.a * 0.99 || now.b < fastest.b * 0.99) settled = 0;
    fastest.a = Math.min(fastest.a, now.a);
    fastest.b = Math.min(fastest.b, now.b);
  }
  return { ...fastest, ratio: fastest.a / fastest.b };
}

/** The most memory that a command had, in MB. */
export async function memoryOf({ command, args, env: own }: Timed): Promise<number> {
  const child = spawn(command, args, { env: { ...process.env, ...own }, stdio: "ignore" });
  let memory = 0;
  const watching = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, "utf8") : "";
    memory = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? memory);
  }, 20);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watching);
  expect(code).toBe(0);
  return memory / 1000;
}

/** Prints a figure beside its limit, and fails above it. */
export function within(what: string, figure: number, limit: number, about = ""): void {
  process.stdout.write(
    `  ${what.padEnd(58)} ${figure.toFixed(2).padStart(8)}  (limit ${Number(limit.toFixed(2))}) ${about}\n`,
  );
  expect(figure, what).toBeLessThanOrEqual(limit);
}
