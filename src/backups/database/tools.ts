import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { withConnection } from "../../postgres/connect.ts";
import type { ServerTarget } from "../../postgres/target.ts";
import { type Program, versionSaid } from "../programs.ts";
import { libpqEnvironment } from "./server.ts";

/** A container that Postgres runs in, and its port there. */
export interface PostgresContainer {
  readonly id: string;
  readonly name: string;
  readonly port: number;
}

/** pg_dump, pg_dumpall and psql that suit a server. */
export interface Tools {
  /** In words: which they are, and where. */
  readonly from: string;
  /** By this name the server knows their sessions. */
  readonly sessions: string;
  program(name: ToolName, args: readonly string[], database?: string): Program;
}

type ToolName = "pg_dump" | "pg_dumpall" | "psql";

/**
 * Finds the programs of the server's own version: in its container where it has one, otherwise on this host, where a newer version will
 * do. Throws unreachable (exit 6), with the package to install, where there are none.
 */
export async function findTools(
  server: ServerTarget,
  major: number,
  environment: Environment,
  container?: PostgresContainer,
): Promise<Tools> {
  const sessions = `quad-backup-${randomBytes(6).toString("hex")}`;
  if (container) {
    const tools = inContainer(server, environment, container, sessions);
    const version = await versionSaid(tools.program("pg_dump", ["--version"])).catch(unlessUnreachable);
    if (version !== undefined && majorOf(version) >= major) return tools;
  }
  const found = await onHost(environment, major);
  if (found === undefined) {
    throw unreachable(`There is no pg_dump of Postgres ${major}, as the server is one, on this host.`, {
      hint: [
        `Install it: apt-get install postgresql-client-${major}`,
        "Where Debian has another version, take it from https://apt.postgresql.org",
      ],
    });
  }
  const env = libpqEnvironment(server, environment, sessions);
  return {
    ...{ from: join(found.directory, "pg_dump"), sessions },
    program: (name, args, database) => ({
      ...{ name, file: join(found.directory, name), args },
      env: database === undefined ? env : { ...env, PGDATABASE: database },
    }),
  };
}

/** Ends what the programs still do on the server: killing docker's client ends nothing in the container. */
export const endSessions = (server: ServerTarget, { sessions }: Tools) =>
  withConnection(
    server,
    (sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${sessions}`,
  ).catch(() => {});

function inContainer(
  server: ServerTarget,
  environment: Environment,
  { id, name: container, port }: PostgresContainer,
  sessions: string,
): Tools {
  // Only names are in the argument list; docker takes the values from its own environment.
  const { PATH: _, HOME: __, PGPASSFILE: ___, ...all } = libpqEnvironment(server, environment, sessions);
  const { PGSSLROOTCERT: _r, PGSSLCERT: _c, PGSSLKEY: _k, ...inside } = all;
  return {
    ...{ from: `pg_dump in container ${container}`, sessions },
    program(name, args, database) {
      // Nobody else is on the way there, and no certificate is for this address.
      const at = { PGHOST: "127.0.0.1", PGPORT: String(port), PGSSLMODE: "prefer" };
      const own = { ...inside, ...at, PGDATABASE: database ?? server.database };
      const variables = Object.entries(own).filter(([, value]) => value !== undefined);
      return {
        ...{ name, file: "docker" },
        args: ["exec", "-i", ...variables.flatMap(([variable]) => ["-e", variable]), id, name, ...args],
        env: { ...environment, ...Object.fromEntries(variables) },
      };
    },
  };
}

/** The programs of the same version on this host, or else of the next newer one. */
async function onHost({ PATH = "", ...environment }: Environment, major: number) {
  const versioned = await Promise.all(
    [
      ["/usr/lib/postgresql", "bin"],
      ["/usr", "bin"],
      ["/opt/homebrew/opt", "bin"],
    ].map(async ([root = "", bin = ""]) =>
      (await readdir(root).catch(() => []))
        .filter((name) => /^(\d+|pgsql-\d+|postgresql@\d+)$/.test(name))
        .map((name) => ({ directory: join(root, name, bin), named: Number(/\d+$/.exec(name)?.[0]) })),
    ),
  );
  const look = async (directory: string) => {
    const program = { name: "pg_dump", file: join(directory, "pg_dump"), args: ["--version"] };
    const version = await versionSaid({ ...program, env: { ...environment, PATH } }).catch(unlessUnreachable);
    return { directory, major: version === undefined ? 0 : majorOf(version) };
  };
  const [same, others] = [versioned.flat(), PATH.split(":").filter((path) => path.startsWith("/"))];
  for (const { directory, named } of same) {
    if (named !== major) continue;
    const found = await look(directory);
    if (found.major === major) return found;
  }
  const directories = new Set([...same.map(({ directory }) => directory), ...others]);
  const found = await Promise.all([...directories].map(look));
  return found.filter((one) => one.major >= major).sort((a, b) => a.major - b.major)[0];
}

const majorOf = (version: string): number => Number(/\) (\d+)/.exec(version)?.[1] ?? 0);

const unlessUnreachable = (error: unknown): undefined => {
  if (error instanceof QuadError && error.code === "unreachable") return undefined;
  throw error;
};
