import { homedir } from "node:os";
import { join } from "node:path";
import { type LibpqSettings, parseTarget } from "../postgres/target.ts";
import type { DatabaseSetting, Environment, Part } from "./setting.ts";

/** The parts of an address whose origins are shown. */
export const parts = ["host", "user", "password", "dbname"] as const satisfies readonly Part[];

/** libpq's own settings: of the service that `PGSERVICE` names, then of the environment. */
export interface Libpq {
  readonly values: LibpqSettings;
  readonly source: (name: keyof LibpqSettings) => string;
}

/** A database that a URL names; what it leaves out is libpq's. */
export function ofUrl(url: string, source: string, libpq: Libpq): DatabaseSetting {
  const value = parseTarget(url, libpq.values);
  if (value.kind === "embedded") return { value, source };
  const unsaid = parseTarget(url, { host: "?", user: "?", password: "?", dbname: "?" });
  if (unsaid.kind === "embedded") return { value, source };
  const said = { host: unsaid.hosts[0]?.host, user: unsaid.user, password: unsaid.password, dbname: unsaid.database };
  const origins = parts.flatMap((part) => (said[part] === "?" ? [[part, originOf(part, libpq)]] : []));
  return { value, source, origins: Object.fromEntries(origins) };
}

/** Where settings were found, each place once. */
export const sourcesOf = (names: readonly (keyof LibpqSettings)[], { source }: Libpq): string =>
  [...new Set(names.map(source))].join(", ");

/** Where libpq's settings have a part of an address from. */
export function originOf(part: Part, { values, source }: Libpq): string {
  const names =
    part === "host" ? (["host", "port"] as const).filter((name) => values[name]) : values[part] ? [part] : [];
  return names.length > 0 ? sourcesOf(names, { values, source }) : part === "password" ? "none" : "default";
}

const libpqVariables: Readonly<Record<string, string>> = {
  host: "PGHOST",
  port: "PGPORT",
  user: "PGUSER",
  password: "PGPASSWORD",
  dbname: "PGDATABASE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  target_session_attrs: "PGTARGETSESSIONATTRS",
  options: "PGOPTIONS",
  connect_timeout: "PGCONNECT_TIMEOUT",
};

/** Reads libpq's environment. Throws a usage error where PGSERVICE names no service. */
export async function libpqSettings(env: Environment): Promise<Libpq> {
  const own = Object.fromEntries(
    Object.entries(libpqVariables).flatMap(([name, variable]) => (env[variable] ? [[name, env[variable]]] : [])),
  );
  if (!env.PGSERVICE) return { values: own, source: (name) => libpqVariables[name] ?? name };
  const { readService } = await import("../postgres/service-file.ts");
  const service = await readService(env.PGSERVICE, serviceFiles(env));
  const source = `PGSERVICE: ${env.PGSERVICE} in ${service.path}`;
  return {
    values: { ...own, ...service.settings },
    source: (name) => (service.settings[name] ? source : (libpqVariables[name] ?? name)),
  };
}

const serviceFiles = (env: Environment): readonly string[] => [
  env.PGSERVICEFILE || join(env.HOME || homedir(), ".pg_service.conf"),
  join(env.PGSYSCONFDIR || "/etc/postgresql-common", "pg_service.conf"),
];
