import { join, resolve } from "node:path";
import type { DatabaseSetting, Environment } from "./setting.ts";

/** What the install's compose file and containers say of its Postgres. */
export interface Discovered {
  readonly database: DatabaseSetting | undefined;
  /** The compose file and what overrides it; empty where there is none. */
  readonly files: readonly string[];
  /** In words, for the message when nothing was found. */
  readonly lookedAt: string;
}

/**
 * Finds the install's Postgres through its compose file and `.env`, as the host sees it. `service` names the one that is
 * meant where there are several. Throws unreachable (exit 6) where there is one and it cannot be used.
 */
export async function discoverPostgres(home: string, env: Environment, service?: string): Promise<Discovered> {
  const { composeFiles, readProject } = await import("./compose/project.ts");
  const project = await readProject(home, env);
  if (project === undefined) {
    return { database: undefined, files: [], lookedAt: `${join(home, composeFiles[0])} (there is none)` };
  }
  const { choosePostgres } = await import("./compose/postgres.ts");
  const database = await choosePostgres(project, service, async (name, port) => {
    const { containerPort } = await import("./compose/docker.ts");
    return containerPort(home, env, name, port);
  });
  const files = project.files.map((file) => resolve(home, file));
  return { database, files, lookedAt: `${files.join(" and ")} (no service of it is a Postgres)` };
}
