import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { unreachable } from "../../errors.ts";
import type { Environment } from "../setting.ts";
import { parseEnvFile, readEnvLines } from "./env-file.ts";
import type { Found, Lookup } from "./interpolate.ts";

/** Anything that YAML can hold, its scalars as they are written. */
export type Yaml = string | null | readonly Yaml[] | { readonly [key: string]: Yaml };
export type YamlMap = { readonly [key: string]: Yaml };

/** An install's compose files as they are written, and the variables that fill them in. */
export interface Project {
  readonly home: string;
  /** The file, and the override beside it: names in `home`, or paths. */
  readonly files: readonly string[];
  readonly services: ReadonlyMap<string, YamlMap>;
  readonly secrets: YamlMap;
  /** The `.env` beside the compose file. */
  readonly dotenv: ReadonlyMap<string, Found>;
  /** The environment's variables, then those of `.env`. */
  readonly lookup: Lookup;
}

export const composeFiles = ["docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"] as const;

/**
 * Reads the compose file of an install, with the override that lies beside it, or those that `COMPOSE_FILE` names, in the environment or
 * in `.env`, as compose does. Undefined where there is none. Throws unreachable (exit 6) with one sentence where one cannot be used.
 * `place` gives where such a file lies, undefined for one that is to count as not there.
 */
export async function readProject(
  home: string,
  env: Environment,
  place: (path: string) => string | undefined = (path) => path,
): Promise<Project | undefined> {
  const outer: Lookup = (name) => {
    const value = env[name];
    return value === undefined ? undefined : { value, source: name };
  };
  const beside = place(join(home, ".env"));
  const text = beside === undefined ? "" : await readFile(beside, "utf8").catch(ifAbsent(beside, ""));
  const dotenv = readEnvLines(parseEnvFile(text, ".env"), ".env", outer);
  const files = filesOf(
    (name) => outer(name) ?? dotenv.get(name),
    (file) => existsSync(place(join(home, file)) ?? ""),
  );
  if (files.length === 0) return undefined;
  const parts = [];
  for (const file of files) {
    const path = resolve(home, file);
    parts.push(await readYaml(place(path) ?? path));
  }
  const services = new Map<string, YamlMap>();
  for (const part of parts) {
    for (const [name, service] of Object.entries(asMap(part.services) ?? {})) {
      services.set(name, merged(services.get(name) ?? {}, asMap(service) ?? {}));
    }
  }
  if (services.size === 0) throw unreachable(`${resolve(home, files[0] ?? "")} has no services.`);
  const secrets = Object.assign({}, ...parts.map((part) => asMap(part.secrets) ?? {})) as YamlMap;
  return { home, files, services, secrets, dotenv, lookup: (name) => outer(name) ?? dotenv.get(name) };
}

function filesOf(lookup: Lookup, present: (file: string) => boolean): readonly string[] {
  const named = lookup("COMPOSE_FILE")?.value;
  if (named) return named.split(lookup("COMPOSE_PATH_SEPARATOR")?.value || ":").filter((file) => file !== "");
  const first = composeFiles.find(present);
  if (first === undefined) return [];
  const base = first.replace(/\.ya?ml$/, "");
  const override = [`${base}.override.yml`, `${base}.override.yaml`].find(present);
  return override === undefined ? [first] : [first, override];
}

async function readYaml(path: string): Promise<YamlMap> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw unreachable(`${path} cannot be read: ${(error as Error).message}.`, { cause: error });
  });
  const { LineCounter, parseDocument } = await import("yaml");
  const counter = new LineCounter();
  // Every scalar stays as it is written: a password of 012 is no number here.
  const document = parseDocument(text, { schema: "failsafe", merge: true, uniqueKeys: false, lineCounter: counter });
  const [mistake] = document.errors;
  const where = mistake ? `:${mistake.linePos?.[0].line ?? 1}` : "";
  let content: unknown;
  try {
    content = mistake ? undefined : document.toJS({ maxAliasCount: 100 });
  } catch {
    content = undefined;
  }
  const map = asMap(content as Yaml);
  if (map === undefined) throw unreachable(`${path}${where} is not a compose file: it is not a YAML map.`);
  return map;
}

/** A service and its override: maps are joined, lists are put together, anything else is replaced. */
function merged(service: YamlMap, override: YamlMap): YamlMap {
  const result: Record<string, Yaml> = { ...service };
  for (const [key, value] of Object.entries(override)) {
    const before = result[key];
    const lists = ["environment", "env_file", "ports", "secrets"].includes(key) && before !== undefined;
    result[key] = lists ? [...asEntries(before), ...asEntries(value)] : value;
  }
  return result;
}

/** A list or a map as a list; `{A: 1}` as `A=1`, an empty value as a name alone. */
export function asEntries(value: Yaml | undefined): readonly Yaml[] {
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [value];
  return Object.entries(value).map(([name, text]) =>
    typeof text === "string" && text !== "" ? `${name}=${text}` : name,
  );
}

/** A YAML map; undefined for anything else. */
export const asMap = (value: unknown): YamlMap | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as YamlMap) : undefined;

/** Reads the lines of an env file of a service; a relative path is one in the install directory. */
export async function readEnvFile(
  project: Project,
  file: string,
  optional: boolean,
): Promise<ReadonlyMap<string, Found>> {
  const path = resolve(project.home, file);
  const text = await readFile(path, "utf8").catch(optional ? ifAbsent(path, "") : unreadable(path));
  return readEnvLines(parseEnvFile(text, file), file, project.lookup);
}

const unreadable =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw unreachable(error.code === "ENOENT" ? `${path} does not exist.` : `${path} cannot be read (${error.code}).`, {
      cause: error,
    });
  };

const ifAbsent =
  <T>(path: string, instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return instead;
    return unreadable(path)(error);
  };
