import { isAbsolute, resolve } from "node:path";
import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** Where a Postgres is: a server (or several hosts of one cluster), or a directory that an embedded one runs on. */
export type Target = ServerTarget | EmbeddedTarget;

export interface ServerTarget {
  readonly kind: "server";
  /** Tried in this order. A host that begins with a slash is the directory of a Unix socket. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly sslmode: SslMode;
  readonly sslrootcert: string | undefined;
  readonly sslcert: string | undefined;
  readonly sslkey: string | undefined;
  readonly targetSessionAttrs: SessionAttrs;
  /** Settings of the session, as in `-c search_path=quad`. */
  readonly options: string | undefined;
  /** Seconds until a host counts as not answering. */
  readonly connectTimeout: number;
}

interface EmbeddedTarget {
  readonly kind: "embedded";
  /** Absolute. */
  readonly directory: string;
}

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
type SslMode = (typeof sslModes)[number];
const sessionAttrs = ["any", "read-write", "read-only", "primary", "standby"] as const;
export type SessionAttrs = (typeof sessionAttrs)[number];

/** The settings of a connection as libpq names them, in a URL or in the environment. All text, all optional. */
export interface LibpqSettings {
  host?: string | undefined;
  port?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
  dbname?: string | undefined;
  sslmode?: string | undefined;
  sslrootcert?: string | undefined;
  sslcert?: string | undefined;
  sslkey?: string | undefined;
  target_session_attrs?: string | undefined;
  options?: string | undefined;
  connect_timeout?: string | undefined;
}

/**
 * Reads a database URL: `pg:DIR`, or libpq's `postgresql://user:password@host1:port,host2:port/database?sslmode=…`.
 * What the URL leaves out is taken from `rest`, then from libpq's defaults. Throws a usage error that never shows the
 * password.
 */
export function parseTarget(url: string, rest: LibpqSettings = {}): Target {
  if (/^pg:(?!\/\/)/.test(url)) {
    const directory = url.slice("pg:".length);
    if (directory === "") throw usage("pg: wants a directory, as in pg:/var/lib/quad/embedded.");
    return { kind: "embedded", directory: isAbsolute(directory) ? directory : resolve(directory) };
  }
  const parts = /^postgres(?:ql)?:\/\/(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url);
  if (!parts) {
    throw usage(`${masked(url)} is not a database URL.`, {
      hint: url.startsWith("pglite:")
        ? "An embedded Postgres is named by its directory: pg:DIR"
        : "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or pg:DIR for an embedded Postgres.",
    });
  }
  const [, user, password, hosts, dbname, query] = parts;
  const settings: LibpqSettings = { ...rest };
  const put = (name: keyof LibpqSettings, value: string | undefined) => {
    if (value) settings[name] = value;
  };
  put("user", decoded(user, url));
  put("password", decoded(password, url));
  put("dbname", decoded(dbname, url));
  if (hosts) {
    const each = hosts.split(",").map((host) => /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(host));
    if (each.some((host) => host === null)) throw usage(`The hosts in ${masked(url)} cannot be read.`);
    settings.host = each.map((host) => decoded(host?.[1], url)?.replace(/^\[(.*)\]$/, "$1") || "localhost").join(",");
    settings.port = each.map((host) => host?.[2] || (rest.port ?? "5432")).join(",");
  }
  for (const [name, value] of new URLSearchParams(query ?? "")) {
    if (name === "application_name") continue;
    if (!(libpqNames as readonly string[]).includes(name)) {
      throw usage(`${masked(url)} has a parameter that quad does not know: ${name}.`);
    }
    put(name as keyof LibpqSettings, value);
  }
  return serverTarget(settings);
}

/** Every setting of a connection that quad knows. */
export const libpqNames = [
  "host",
  "port",
  "user",
  "password",
  "dbname",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "target_session_attrs",
  "options",
  "connect_timeout",
] as const satisfies readonly (keyof LibpqSettings)[];

/** A server from settings that stand apart, as libpq's environment has them. Throws a usage error. */
export function serverTarget(settings: LibpqSettings): ServerTarget {
  const hosts = (settings.host || "localhost").split(",");
  const ports = (settings.port || "5432").split(",");
  const user = settings.user || "postgres";
  return {
    kind: "server",
    hosts: hosts.map((host, i) => ({ host: host || "localhost", port: portNumber(ports[i] ?? ports[0] ?? "5432") })),
    user,
    password: settings.password,
    database: settings.dbname || user,
    sslmode: oneOf("sslmode", settings.sslmode || "prefer", sslModes),
    sslrootcert: settings.sslrootcert,
    sslcert: settings.sslcert,
    sslkey: settings.sslkey,
    targetSessionAttrs: oneOf("target_session_attrs", settings.target_session_attrs || "any", sessionAttrs),
    options: settings.options,
    connectTimeout: Math.max(1, Number.parseInt(settings.connect_timeout || "10", 10) || 10),
  };
}

/** A target in one line, without its password. */
export function describeTarget(target: Target): string {
  if (target.kind === "embedded") return `pg:${target.directory}`;
  const hosts = target.hosts.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`).join(",");
  return `postgresql://${target.user}@${hosts}/${target.database}`;
}

/** A URL with whatever may be a password taken out, well-formed or not. */
function masked(url: string): string {
  const [, scheme, rest = ""] = /^([a-z][a-z0-9+.-]{0,20}:\/\/)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) return /^pg\w*:/.test(url) ? shortened(url) : "That";
  const at = rest.lastIndexOf("@");
  const user = /^[^:@/?]*/.exec(rest)?.[0] ?? "";
  // Without an @ whatever follows a colon may be a password whose host was forgotten.
  if (at < 0) return `${scheme}${shortened(user)}…`;
  const place = /^[^?]*/.exec(rest.slice(at + 1))?.[0] ?? "";
  return `${scheme}${shortened(user)}:***@${shortened(place)}`;
}

function decoded(text: string | undefined, url: string): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    throw usage(`${masked(url)} has a % that is not an escape; write %25 for a percent sign.`);
  }
}

function portNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw usage(`${text} is not a port.`);
  return port;
}

function oneOf<Value extends string>(name: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw usage(`${name} is ${value}; it can be ${allowed.join(", ")}.`);
  return found;
}
