import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import type { Step } from "../journal/steps.ts";
import type { Manifest } from "../manifest.ts";
import { historyOf, type RunPlaces } from "../runs/places.ts";
import type { Scales, Services } from "./compose.ts";
import { awaitHealth, reachServices } from "./health.ts";
import { takeDown } from "./maintenance.ts";

/** What becomes of the services of an install while a patch is applied. */
interface Course {
  /** Of the run. */
  readonly id: string;
  /** Those that are stopped and started. */
  readonly services: readonly string[];
  readonly restart: Manifest["restart"]["mode"];
  readonly health: Manifest["health"];
  readonly page: string | null;
  readonly scales?: Scales | undefined;
}

interface Surroundings {
  readonly places: Pick<RunPlaces, "home" | "log">;
  readonly environment: Environment;
  /** undefined where the install has no containers. */
  readonly services?: Services | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Stops the services; undoing it starts those that ran. */
export function quiesced({ restart, services: names, scales = {} }: Course, { services }: Surroundings): Step {
  return {
    name: "quiesced",
    intend: async () => ({ running: services && names.length > 0 ? await services.running(names) : [] }),
    async act() {
      if (services && names.length > 0) await (restart === "restart" ? services.stop(names) : services.remove(names));
      return undefined;
    },
    async undo({ running }) {
      const before = running as readonly string[];
      if (!services || before.length === 0) return;
      await (restart === "restart" ? services.start(before) : services.up(before, scales));
    },
  };
}

/** Starts containers beside those of the install, which nobody else reaches: what is undone later has served nobody. */
export function rehearsed({ id, services: names, health }: Course, { services }: Surroundings): Step {
  return {
    name: "started",
    again: true,
    async act() {
      if (!services || names.length === 0) return undefined;
      // After a restart of the host docker has started again what is to be always there.
      const running = await services.running(names);
      if (running.length > 0) await services.stop(running);
      await services.rehearsal(id).begin(names, health);
      return undefined;
    },
    undo: async () => services?.rehearsal(id).end(),
  };
}

/** Waits until they are healthy, and takes them away. */
export function healthy({ id, health, services: names }: Course, around: Surroundings): Step {
  const { places, services, signal } = around;
  return {
    name: "healthy",
    again: true,
    async act() {
      if (!services || names.length === 0) return undefined;
      const rehearsal = services.rehearsal(id);
      try {
        for (const check of health) await awaitHealth(check, rehearsal.reach, signal);
        const [failed] = await rehearsal.failed();
        if (failed) throw unreachable(`${failed.service} ended by itself, with the exit code ${failed.exitCode}.`);
      } catch (error) {
        await writeFile(places.log, await rehearsal.logs(), { mode: 0o600 }).catch(() => {});
        throw withHint(error, `What the containers wrote: ${join(historyOf(places.home, id), basename(places.log))}`);
      }
      await rehearsal.end();
      return undefined;
    },
  };
}

/** Starts the services themselves, waits until they are healthy, and takes the page down that said that they are not there. */
export function opened({ restart, services: names, health, page, scales = {} }: Course, around: Surroundings): Step {
  const { places, services, environment } = around;
  return {
    name: "opened",
    async act() {
      if (services && names.length > 0) {
        await (restart === "restart" ? services.start(names) : services.upAll(names, scales));
        // What is committed is not broken off any more.
        for (const check of health) await awaitHealth(check, reachServices(places.home, environment));
      }
      await takeDown(places.home, page);
      return undefined;
    },
  };
}

function withHint(error: unknown, more: string): unknown {
  if (!(error instanceof QuadError)) return error;
  const { code, message, detail, hint, cause } = error;
  return new QuadError(code, message, { detail, hint: [...hint, more], cause });
}
