import type { ComposeTool } from "../../install/compose/docker.ts";
import type { Project } from "../../install/compose/project.ts";
import type { Environment } from "../../install/setting.ts";
import { rehearsals } from "./rehearsal.ts";
import { type Run, runnerIn } from "./run.ts";
import { startOrder } from "./start-order.ts";

/** The containers of an install, as compose runs them. */
export interface Services {
  /** Those of these services that run now. */
  running(services: readonly string[]): Promise<readonly string[]>;
  stop(services: readonly string[]): Promise<void>;
  start(services: readonly string[]): Promise<void>;
  /** Stops them and takes their containers away. */
  remove(services: readonly string[]): Promise<void>;
  /** Makes containers as the compose file has them now, and starts them; of all services where none is named. */
  up(services: readonly string[]): Promise<void>;
  /** The last lines that they wrote. */
  logs(services: readonly string[]): Promise<string>;
  /** The containers in which services are tried before anybody else reaches them, of the run with that id. */
  rehearsal(id: string): Rehearsal;
  /** The same services; the programs that work on them hold this lock for as long as they run. */
  holding(lock: number): Services;
}

/** Containers beside those of the install, made as compose would make those, and reached from this host alone. */
export interface Rehearsal {
  /** Makes and starts one of each service, those before that others depend on. What was there of an earlier try goes. */
  begin(services: readonly string[], ports: readonly Port[]): Promise<void>;
  /** Where a port of a service is reached. Throws unreachable while it is not. */
  reach(port: Port): Promise<{ readonly host: string; readonly port: number }>;
  /** Those that have ended by themselves, with their exit codes, where those are not 0. */
  failed(): Promise<readonly { readonly service: string; readonly exitCode: number }[]>;
  /** The last lines that they wrote. */
  logs(): Promise<string>;
  /** Takes them away; does nothing where there are none. */
  end(): Promise<void>;
}

/** A port of a service, in its container. */
export interface Port {
  readonly service: string;
  readonly port: number;
}

/** Runs compose in an install directory. Every call throws unreachable (exit 6) with what it said. */
export function composeServices(tool: ComposeTool, project: Project, environment: Environment): Services {
  const withLock = (lock?: number): Services => {
    const run = runnerIn(project.home, environment, lock);
    const compose: Run = (words) => run([...tool.command, ...words]);
    return {
      async running(services) {
        const listed = (await compose(["ps", "--services", "--filter", "status=running"])).split("\n");
        return listed.filter((service) => services.includes(service));
      },
      stop: async (services) => void (await compose(["stop", ...services])),
      start: async (services) => void (await compose(["start", ...services])),
      remove: async (services) => void (await compose(["rm", "--stop", "--force", ...services])),
      up: async (services) => void (await compose(["up", "-d", ...services])),
      logs: (services) =>
        compose(["logs", "--no-color", "--tail", "200", ...services]).catch((error: Error) => error.message),
      rehearsal: (id) => rehearsals(id, { run, compose, inOrder: (services) => startOrder(project, services) }),
      holding: withLock,
    };
  };
  return withLock();
}
