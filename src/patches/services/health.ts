import { cancelled, unreachable } from "../../errors.ts";
import { containerPort } from "../../install/compose/docker.ts";
import { type Answer, askHealth, noAnswer, urlOf } from "../../install/service-health.ts";
import type { Environment } from "../../install/setting.ts";
import type { Manifest } from "../manifest.ts";
import type { Port } from "./rehearsal.ts";

type Check = Manifest["health"][number];

/** Tells where a port of a service is reached; throws while it is not. */
export type Reach = (port: Port) => Promise<{ readonly host: string; readonly port: number }>;

/** Reaches the containers of an install, as whoever uses them does. */
export const reachServices =
  (home: string, environment: Environment): Reach =>
  ({ service, port }) =>
    containerPort(home, environment, service, port);

const pause = 500;
// Of one answer, in milliseconds.
const patience = 5000;

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

async function ask(check: Check, reach: Reach): Promise<Answer> {
  try {
    return await askHealth(`${urlOf(await reach(check))}${check.path}`, check.expect, patience);
  } catch (error) {
    return noAnswer(error);
  }
}
