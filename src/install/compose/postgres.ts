import { QuadError, unreachable, usage } from "../../errors.ts";
import { libpqNames, parseTarget, type ServerTarget, serverTarget } from "../../postgres/target.ts";
import type { DatabaseSetting } from "../setting.ts";
import type { Found } from "./interpolate.ts";
import { type Published, publishedPort } from "./ports.ts";
import type { Project } from "./project.ts";
import { readService, type Service, variableOf } from "./service.ts";

/** Asks docker where an unpublished port of a service is reached. */
export type AskDocker = (service: string, port: number) => Promise<Published & { readonly source: string }>;

/**
 * Chooses the install's Postgres among the services of its compose file: the one that the platform's own DATABASE_URL
 * leads to, otherwise the only Postgres service. `wanted` names the service where several could be meant. Undefined where
 * there is none. Throws unreachable with the candidates where the choice is not clear.
 */
export async function choosePostgres(
  project: Project,
  wanted: string | undefined,
  ask: AskDocker,
): Promise<DatabaseSetting | undefined> {
  const file = project.files[0] ?? "";
  const names = [...project.services.keys()];
  if (wanted !== undefined && !names.includes(wanted)) {
    throw usage(`postgres_service is ${wanted}; ${project.home}/${file} has the services ${names.join(", ")}.`);
  }
  const services = await readable(project, wanted);
  const servers = services.filter((service) => (wanted ? service.name === wanted : isPostgres(service)));
  const url = chooseUrl(project, databaseUrls(project, services, wanted));
  if (url) return followUrl(project, url, services, servers, ask);
  if (servers.length > 1) {
    throw unreachable(`${project.home}/${file} has several Postgres services: ${list(servers)}.`, { hint: choice });
  }
  const [server] = servers;
  if (server === undefined) return undefined;
  const port = Number(server.environment.get("PGPORT")?.value || 5432);
  const at = await reach(project, server, port, ask);
  const own = await credentials(project, server);
  return {
    value: serverTarget({
      host: at.host,
      port: String(at.port),
      user: own.user?.value,
      password: own.password?.value,
      dbname: own.dbname?.value,
    }),
    source: `${file}: service ${server.name}`,
    start: startOf(project, server),
    service: { name: server.name, port },
    origins: {
      host: at.source,
      user: own.user?.source ?? "the image's default",
      password: own.password?.source ?? own.missing,
      dbname: own.dbname?.source ?? "the image's default: the user's name",
    },
  };
}

const choice = [
  "Choose one in quad.yaml: postgres_service: NAME",
  "Or name the database: database_url in quad.yaml, or QUAD_DATABASE_URL",
];

const list = (services: readonly Service[]) => services.map(({ name }) => name).join(", ");

/**
 * The services of an install's compose file that its database is reached without: what can be stopped while it is asked. The
 * database is each that is a Postgres, the one that is chosen (`wanted`), and those that the platform's own URLs lead to, as to a pooler.
 */
export async function servicesBesidePostgres(project: Project, wanted: string | undefined): Promise<readonly string[]> {
  const services = await readable(project, wanted);
  const urls = services.flatMap(({ environment }) => urlNames.flatMap((name) => environment.get(name) ?? []));
  const led = [...urls, ...urlNames.flatMap((name) => project.dotenv.get(name) ?? [])].flatMap(hostsOf);
  const needed = services.filter(
    (service) => service.name === wanted || isPostgres(service) || service.hosts.some((host) => led.includes(host)),
  );
  return [...project.services.keys()].filter((name) => !needed.some((service) => service.name === name));
}

/** The hosts that a URL names; none where it cannot be used, which is said where it is to be. */
function hostsOf(url: Found): readonly string[] {
  try {
    return asServer(url)?.hosts.map(({ host }) => host) ?? [];
  } catch (error) {
    if (error instanceof QuadError) return [];
    throw error;
  }
}

/** Every service that can be read. One that cannot is a failure only where it is the Postgres. */
async function readable(project: Project, wanted: string | undefined): Promise<readonly Service[]> {
  const services: Service[] = [];
  for (const [name, raw] of project.services) {
    try {
      services.push(await readService(project, name));
    } catch (error) {
      const matters = wanted === undefined ? serverImage.test(imageName(String(raw.image ?? ""))) : name === wanted;
      if (matters && error instanceof QuadError) throw unreachable(error.message, { hint: error.hint, cause: error });
    }
  }
  return services;
}

const serverImage = /(^|[-_])(postgres(ql)?|postgis|timescaledb|pgvector|citus)([-_]?(\d+|ha|repmgr|server))*$/;
const imageName = (image: string) =>
  image
    .replace(/@.*$/, "")
    .replace(/:[^/]*$/, "")
    .split("/")
    .at(-1) ?? "";

function isPostgres({ image, environment, hosts }: Service): boolean {
  if (image !== "" && serverImage.test(imageName(image))) return true;
  const has = (...names: readonly string[]) => names.some((name) => environment.get(name)?.value);
  if (!has("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "POSTGRESQL_PASSWORD", "POSTGRES_HOST_AUTH_METHOD"))
    return false;
  const client = has("POSTGRES_HOST", "PGHOST", "DB_HOST", "DATABASE_HOST", ...urlNames);
  return !client && (image === "" || hosts.some((host) => /postgres|^db$|database/.test(host)));
}

const urlNames = ["DATABASE_URL", "POSTGRES_URL"] as const;

interface DatabaseUrl {
  readonly target: ServerTarget;
  readonly service: Service | undefined;
  readonly found: Found;
}

function databaseUrls(
  project: Project,
  services: readonly Service[],
  wanted: string | undefined,
): readonly DatabaseUrl[] {
  const of = (environment: ReadonlyMap<string, Found>, service?: Service): readonly DatabaseUrl[] =>
    urlNames.flatMap((name) => {
      const found = environment.get(name);
      const target = found && asServer(found);
      return target ? [{ target, service, found }] : [];
    });
  const declared = services.flatMap((service) => of(service.environment, service));
  const all = declared.length > 0 ? declared : of(project.dotenv);
  const server = services.find(({ name }) => name === wanted);
  return server ? all.filter(({ target }) => server.hosts.includes(target.hosts[0]?.host ?? "")) : all;
}

/** A URL of the platform, whose driver may know parameters that libpq does not. */
function asServer({ value, source }: Found): ServerTarget | undefined {
  if (!/^postgres(ql)?(\+\w+)?:\/\//.test(value)) return undefined;
  const [address = "", query = ""] = value.replace(/^postgres\w*(\+\w+)?:/, "postgresql:").split(/\?(.*)/s);
  const known = [...new URLSearchParams(query)].filter(([name]) => (libpqNames as readonly string[]).includes(name));
  try {
    return parseTarget(`${address}?${new URLSearchParams(known)}`) as ServerTarget;
  } catch (error) {
    throw unreachable(`${source} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function chooseUrl(project: Project, urls: readonly DatabaseUrl[]): DatabaseUrl | undefined {
  const place = ({ target: { hosts, database } }: DatabaseUrl) => JSON.stringify([hosts, database]);
  const distinct = (some: readonly DatabaseUrl[]) => new Set(some.map(place)).size;
  const platform = urls.filter(({ service }) => service && /quad/.test(`${service.hosts} ${imageName(service.image)}`));
  const meant = distinct(urls) > 1 && platform.length > 0 ? platform : urls;
  if (distinct(meant) <= 1) return meant[0];
  const places = meant.map(({ service, target: { hosts, database } }) => {
    return `${service?.name ?? ".env"} uses ${database} on ${hosts.map(({ host }) => host).join(",")}`;
  });
  throw unreachable(`${project.home}/${project.files[0]} names several databases: ${places.join("; ")}.`, {
    hint: choice,
  });
}

/** The server that a URL leads to, seen from this host: a service's name means nothing here. */
async function followUrl(
  project: Project,
  { target, found, service }: DatabaseUrl,
  services: readonly Service[],
  servers: readonly Service[],
  ask: AskDocker,
): Promise<DatabaseSetting> {
  const source = service ? `${found.source} (service ${service.name})` : found.source;
  const [{ host, port } = { host: "", port: 5432 }] = target.hosts;
  const server = target.hosts.length === 1 ? services.find(({ hosts }) => hosts.includes(host)) : undefined;
  if (server === undefined) {
    const local = host === "host.docker.internal" ? { hosts: [{ host: "127.0.0.1", port }] } : {};
    return { value: { ...target, ...local }, source };
  }
  const at = await reach(project, server, port, ask);
  const value = { ...target, hosts: [{ host: at.host, port: at.port }] };
  const start = startOf(project, server);
  if (!servers.includes(server)) return { value, source, start, origins: { host: at.source } };
  const is = { source, start, service: { name: server.name, port } };
  if (target.password !== undefined) return { ...is, value, origins: { host: at.source } };
  const own = await credentials(project, server);
  const same = (own.user?.value ?? "postgres") === target.user;
  return {
    ...is,
    value: same ? { ...value, password: own.password?.value } : value,
    origins: { host: at.source, ...(same && { password: own.password?.source ?? own.missing }) },
  };
}

const startOf = ({ home }: Project, { name }: Service) => `cd ${home} && docker-compose up -d ${name}`;

async function reach(project: Project, service: Service, port: number, ask: AskDocker) {
  const where = `${project.files[0]}: service ${service.name}`;
  if (service.hostNetwork) return { host: "127.0.0.1", port, source: `${where}: network_mode` };
  const published = publishedPort(service.ports, port);
  return published ? { ...published, source: `${where}: ports` } : ask(service.name, port);
}

/** What the image makes of its environment on the first start. */
async function credentials(project: Project, server: Service) {
  const first = async (...names: readonly string[]) => {
    for (const name of names) {
      const found = await variableOf(project, server, name);
      if (found) return found;
    }
    return undefined;
  };
  const pointer = server.environment.get("POSTGRES_PASSWORD_FILE")?.value;
  return {
    user: await first("POSTGRES_USER", "POSTGRESQL_USERNAME"),
    password: await first("POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD"),
    dbname: await first("POSTGRES_DB", "POSTGRESQL_DATABASE"),
    missing: pointer ? `none: ${pointer} of the container cannot be read here` : "none",
  };
}
