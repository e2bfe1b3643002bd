import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Found, interpolate } from "./interpolate.ts";
import { asEntries, asMap, type Project, readEnvFile, type Yaml, type YamlMap } from "./project.ts";

/** A service of a compose file with its variables filled in. */
export interface Service {
  readonly name: string;
  readonly image: string;
  /** The names by which other services reach it. */
  readonly hosts: readonly string[];
  readonly environment: ReadonlyMap<string, Found>;
  readonly ports: readonly unknown[];
  readonly hostNetwork: boolean;
  readonly raw: YamlMap;
}

/** What a service is made from. */
export interface ServiceSource {
  readonly service: string;
  readonly image: string;
  /** As `linux/arm64`; empty where it is that of the host. */
  readonly platform: string;
}

/** Reads one service. Throws a usage error that names file, service and variable. */
export async function readService(project: Project, name: string): Promise<Service> {
  const raw = project.services.get(name) ?? {};
  const where = `${project.files[0]}: service ${name}`;
  const fill = (value: Yaml | undefined): unknown => {
    if (typeof value === "string") return interpolate(value, project.lookup, where).value;
    if (Array.isArray(value)) return value.map(fill);
    const map = asMap(value);
    return map ? Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, fill(inner)])) : value;
  };
  const text = (key: string) => String(fill(raw[key]) ?? "");
  return {
    name,
    image: text("image"),
    hosts: [name, text("container_name"), text("hostname")].filter((host) => host !== ""),
    environment: await environmentOf(project, raw, where),
    ports: asEntries(raw.ports).map(fill),
    hostNetwork: text("network_mode") === "host",
    raw,
  };
}

/** The image that a service is made from; undefined where it is built here, or says none. Throws as `readService` does. */
export function imageOf(project: Project, name: string): ServiceSource | undefined {
  const { image, build, platform } = project.services.get(name) ?? {};
  if (typeof image !== "string" || build !== undefined) return undefined;
  const fill = (text: string) => interpolate(text, project.lookup, `${project.files[0]}: service ${name}`).value;
  return { service: name, image: fill(image), platform: typeof platform === "string" ? fill(platform) : "" };
}

async function environmentOf(project: Project, raw: YamlMap, where: string): Promise<ReadonlyMap<string, Found>> {
  const environment = new Map<string, Found>();
  const files = asMap(raw.env_file) ? [raw.env_file] : asEntries(raw.env_file);
  for (const entry of files) {
    const map = asMap(entry);
    const file = interpolate(String(map ? (map.path ?? "") : entry), project.lookup, where).value;
    for (const [name, found] of await readEnvFile(project, file, map?.required === "false")) {
      environment.set(name, found);
    }
  }
  for (const entry of asEntries(raw.environment)) {
    const [, name = "", sign, text = ""] = /^([^=]*)(=?)(.*)$/s.exec(String(entry)) ?? [];
    if (sign === "") {
      const found = project.lookup(name);
      if (found) environment.set(name, found);
      continue;
    }
    const { value, sources } = interpolate(text, project.lookup, `${where}: ${name}`);
    environment.set(name, { value, source: sources[0] ?? `${project.files[0]}: ${name}` });
  }
  return environment;
}

/**
 * A variable of a service, or what the file holds that `NAME_FILE` points to, as the image reads it: a compose secret
 * that comes from a file or from the environment. An empty one counts as not set.
 */
export async function variableOf(project: Project, service: Service, name: string): Promise<Found | undefined> {
  const direct = service.environment.get(name);
  if (direct && direct.value !== "") return direct;
  const pointer = service.environment.get(`${name}_FILE`)?.value;
  if (!pointer) return undefined;
  for (const entry of asEntries(service.raw.secrets)) {
    const map = asMap(entry);
    const source = String(map ? (map.source ?? "") : entry);
    const target = String(map?.target ?? source);
    if (pointer !== resolve("/run/secrets", target)) continue;
    const secret = asMap(project.secrets[source]);
    if (typeof secret?.environment === "string") return project.lookup(secret.environment);
    if (typeof secret?.file !== "string") return undefined;
    const file = interpolate(secret.file, project.lookup, `${project.files[0]}: secret ${source}`).value;
    const content = await readFile(resolve(project.home, file), "utf8").catch(() => undefined);
    return content === undefined ? undefined : { value: content.replace(/\n+$/, ""), source: file };
  }
  return undefined;
}
