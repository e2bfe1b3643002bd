import { isDeepStrictEqual } from "node:util";
import { cancelled, unreachable } from "../../errors.ts";
import { containerPort } from "../../install/compose/docker.ts";
import type { Environment } from "../../install/setting.ts";
import type { Manifest } from "../manifest.ts";
import type { Port } from "./compose.ts";

type Check = Manifest["health"][number];

/** Tells where a port of a service is reached; throws while it is not. */
export type Reach = (port: Port) => Promise<{ readonly host: string; readonly port: number }>;

/** Reaches the containers of an install, as whoever uses them does. */
export const reachServices =
  (home: string, environment: Environment): Reach =>
  ({ service, port }) =>
    containerPort(home, environment, service, port);

const pause = 500;

/**
 * Asks a service until it has answered as wanted so many times in a row. Throws unreachable (exit 6) when it has not by its deadline, with
 * what it answered last, and cancelled.
 */
export async function awaitHealth(check: Check, reach: Reach, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + check.deadline * 1000;
  let last = "nothing";
  for (let inARow = 0; inARow < check.successes; ) {
    if (signal?.aborted) throw cancelled("Interrupted.");
    const answer = await ask(check, reach);
    inARow = answer.fits ? inARow + 1 : 0;
    last = answer.said;
    if (inARow === check.successes) return;
    if (Date.now() > deadline) {
      throw unreachable(`${check.service} is not healthy after ${check.deadline} s: ${check.path} answered ${last}.`, {
        hint: `It should have answered ${JSON.stringify(check.expect)}, ${check.successes} times in a row.`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function ask(check: Check, reach: Reach): Promise<{ fits: boolean; said: string }> {
  try {
    const { host, port } = await reach(check);
    const response = await fetch(`http://${host.includes(":") ? `[${host}]` : host}:${port}${check.path}`, {
      signal: AbortSignal.timeout(5000),
      redirect: "manual",
    });
    const text = (await response.text()).slice(0, 10_000);
    const said = `${response.status} ${text.slice(0, 200)}`;
    if (response.status !== 200) return { fits: false, said };
    const value = JSON.parse(text) as Record<string, unknown>;
    return { fits: Object.entries(check.expect).every(([key, wanted]) => isDeepStrictEqual(value[key], wanted)), said };
  } catch (error) {
    const { message, cause } = error as Error;
    return { fits: false, said: `nothing (${cause instanceof Error ? cause.message : message})` };
  }
}
