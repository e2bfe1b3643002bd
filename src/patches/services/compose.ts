import { QuadError, unreachable } from "../../errors.ts";
import { type ComposeTool, serviceScales } from "../../install/compose/docker.ts";
import { dormantServices } from "../../install/compose/profiles.ts";
import { type Project, readProject } from "../../install/compose/project.ts";
import type { ServiceSource } from "../../install/compose/service.ts";
import type { Environment } from "../../install/setting.ts";
import { type Rehearsal, rehearsals } from "./rehearsal.ts";
import { fetching, type Run, runnerIn } from "./run.ts";
import { startOrder } from "./start-order.ts";

/** How many containers services have, those that have more than one. */
export type Scales = Readonly<Record<string, number>>;

/** The containers of an install, as compose runs them. */
export interface Services {
  /** Those of these services that run now. */
  running(services: readonly string[]): Promise<readonly string[]>;
  /** Has the image of a service there: fetches one that is not. Throws cancelled (exit 130) where the signal ends it. */
  pull(source: ServiceSource, signal?: AbortSignal): Promise<void>;
  stop(services: readonly string[]): Promise<void>;
  /** Starts them; makes the containers that there are none of. */
  start(services: readonly string[]): Promise<void>;
  /** Stops them and takes their containers away. */
  remove(services: readonly string[]): Promise<void>;
  /** How many containers of each service run, where it is more than one. */
  scales(): Promise<Scales>;
  /** Makes containers of these services as the compose file has them now, so many, and starts them. */
  up(services: readonly string[], scales: Scales): Promise<void>;
  /** The same of all services, of those of profiles that nobody enabled only these. */
  upAll(awake: readonly string[], scales: Scales): Promise<void>;
  /** The last lines that they wrote. */
  logs(services: readonly string[]): Promise<string>;
  /** The containers in which services are tried before anybody else reaches them, of the run with that id. */
  rehearsal(id: string): Rehearsal;
  /** The same services; the programs that work on them hold this lock for as long as they run. */
  holding(lock: number): Services;
}

/**
 * Runs compose in an install directory. Every call throws unreachable (exit 6) with what it said. `askers` gives the services that ask others
 * by their names.
 */
export function composeServices(
  tool: ComposeTool,
  project: Project,
  environment: Environment,
  askers: () => readonly string[],
): Services {
  const withLock = (lock?: number): Services => {
    const run = runnerIn(project.home, environment, lock);
    const compose: Run = (words, limit) => run([...tool.command, ...words], limit);
    const up: Services["up"] = async (services, scales) => {
      const scaled = Object.entries(scales);
      // A patch may have taken one away.
      const known = scaled.length > 0 ? (await compose(["config", "--services"])).split("\n") : [];
      const so = scaled.flatMap(([name, count]) => (known.includes(name) ? [`--scale=${name}=${count}`] : []));
      await compose(["up", "-d", ...so, ...services], fetching);
    };
    const running: Services["running"] = async (services) => {
      const listed = (await compose(["ps", "--services", "--filter", "status=running"])).split("\n");
      return listed.filter((service) => services.includes(service));
    };
    const beside = (services: readonly string[]) => running(askers().filter((asker) => !services.includes(asker)));
    return {
      running,
      async pull({ service, image, platform }, signal) {
        if (await run(["docker", "image", "inspect", "--format", "{{.Id}}", image]).catch(() => "")) return;
        const wanted = platform === "" ? [] : [`--platform=${platform}`];
        try {
          await run(["docker", "pull", "--quiet", ...wanted, image], { ...fetching, signal });
        } catch (error) {
          if (!(error instanceof QuadError) || error.code !== "unreachable") throw error;
          throw unreachable(
            `The image ${image} of the service ${service} is not on this host, and cannot be fetched: ${error.message}`,
            {
              hint: [
                ...error.hint,
                `Or bring it along: docker save ${image} -o FILE where it is, docker load -i FILE here`,
              ],
              cause: error,
            },
          );
        }
      },
      stop: async (services) => void (await compose(["stop", ...services])),
      // What has no container yet is not started by `start`; and `up` alone would make the others anew.
      start: async (services) =>
        void (await compose(["start", ...services]).catch(() =>
          compose(["up", "-d", "--no-deps", "--no-recreate", ...services], fetching),
        )),
      remove: async (services) => void (await compose(["rm", "--stop", "--force", ...services])),
      scales: () => serviceScales(project.home, tool, environment),
      up,
      async upAll(awake, scales) {
        await up([], scales);
        const now = await readProject(project.home, environment);
        const named = now ? dormantServices(now).filter((service) => awake.includes(service)) : [];
        if (named.length > 0) await up(named, scales);
      },
      logs: (services) =>
        compose(["logs", "--no-color", "--tail", "200", ...services]).catch((error: Error) => error.message),
      rehearsal: (id) => rehearsals(id, { run, compose, inOrder: (services) => startOrder(project, services), beside }),
      holding: withLock,
    };
  };
  return withLock();
}
