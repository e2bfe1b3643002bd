import { resolve } from "node:path";
import { usage } from "../errors.ts";
import type { Environment } from "../install/setting.ts";
import { parseTarget } from "../postgres/target.ts";

/** What a job needs beside its command, because it starts with next to nothing. */
export interface Surroundings {
  /** The install directory that the jobs are for. */
  readonly home: string;
  /** Whether it is where an install is unless somebody says otherwise. */
  readonly usual: boolean;
  /** What starts quad: Node and the program, by their absolute paths. */
  readonly program: readonly string[];
  /** The variables that quad is told where things are by. */
  readonly variables: readonly (readonly [name: string, value: string])[];
}

/** Where this run of quad has its settings from. */
export interface Given {
  readonly home: string;
  readonly usualHome: string;
  readonly program: readonly string[];
  readonly environment: Environment;
  /** `--database-url`. */
  readonly databaseUrl: string | undefined;
}

/** What a job is told so that it finds what this run finds; never a password. A config file and the install it finds by itself. */
export function surroundingsOf({ home, usualHome, program, environment, databaseUrl }: Given): Surroundings {
  const url = databaseUrl || environment.QUAD_DATABASE_URL;
  const variables: readonly (readonly [string, string | undefined])[] = [
    ["QUAD_HOME", home === usualHome ? undefined : home],
    ["QUAD_CONFIG", absolute(environment.QUAD_CONFIG)],
    ["QUAD_AUDIT_DIR", absolute(environment.QUAD_AUDIT_DIR)],
    ["QUAD_BACKUP_DIR", absolute(environment.QUAD_BACKUP_DIR)],
    ["QUAD_BACKUP_ENCRYPT_TO", environment.QUAD_BACKUP_ENCRYPT_TO],
    ["QUAD_DATABASE_URL", url ? withoutPassword(url) : undefined],
    ...libpq.map((name) => [name, environment[name]] as const),
    ["NODE_EXTRA_CA_CERTS", absolute(environment.NODE_EXTRA_CA_CERTS)],
    ["DOCKER_HOST", environment.DOCKER_HOST],
    ...proxies.map((name) => [name, hasPassword(environment[name]) ? undefined : environment[name]] as const),
  ];
  return {
    home,
    usual: home === usualHome,
    program,
    variables: variables.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  };
}

/** The variables of proxies that are not written, because they have a password. */
export const proxiesLeftOut = ({ environment }: Given): readonly string[] =>
  proxies.filter((name) => hasPassword(environment[name]));

/** Throws a usage error where the jobs would be without a password that this run has, or cannot be written down. */
export function requireWritable({ environment, databaseUrl }: Given, { home, variables }: Surroundings): void {
  const source = databaseUrl ? "--database-url" : "QUAD_DATABASE_URL";
  const url = databaseUrl || environment.QUAD_DATABASE_URL;
  if (url && withoutPassword(url) === undefined) {
    throw usage(`The database URL of ${source} has a password, and no password is written for the jobs.`, { hint });
  }
  if (environment.PGPASSWORD) {
    throw usage("The password of PGPASSWORD is nothing the jobs would have: no password is written for them.", {
      hint,
    });
  }
  for (const [name, value] of [["The install directory", home] as const, ...variables]) {
    if (/[\u0000-\u001f\u007f]/.test(value)) {
      throw usage(`${name} has a character that neither a crontab nor a unit can hold: ${JSON.stringify(value)}.`);
    }
  }
}

/** A database URL that holds from any directory; undefined for one with a password. */
function withoutPassword(url: string): string | undefined {
  const target = parseTarget(url);
  if (target.kind === "embedded") return `pg:${target.directory}`;
  return target.password === undefined ? url : undefined;
}

const libpq = [
  "PGHOST",
  "PGPORT",
  "PGUSER",
  "PGDATABASE",
  "PGSERVICE",
  "PGSERVICEFILE",
  "PGSYSCONFDIR",
  "PGPASSFILE",
  "PGSSLMODE",
  "PGSSLROOTCERT",
  "PGSSLCERT",
  "PGSSLKEY",
  "PGTARGETSESSIONATTRS",
  "PGOPTIONS",
  "PGCONNECT_TIMEOUT",
] as const;

/** The ways to web servers, small letters too. */
const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"] as const;

/** Whether a proxy's URL, also one without a scheme, has a login. */
const hasPassword = (url: string | undefined): boolean => url !== undefined && /^[^@]*:[^@]*@/.test(url);

const hint = [
  "Put it where the jobs find it: the URL as database_url in /etc/quad/quad.yaml, or the password in ~/.pgpass;",
  "both readable for their owner alone (chmod 600). Then leave it out here.",
];

const absolute = (path: string | undefined): string | undefined => (path ? resolve(path) : undefined);
