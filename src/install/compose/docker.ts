import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { conflict, QuadError, unreachable } from "../../errors.ts";
import { childEnvironment } from "../child-environment.ts";
import type { Environment } from "../setting.ts";
import type { Published } from "./ports.ts";
import type { Project } from "./project.ts";

/** The compose that works on an install, and how it was chosen. */
export interface ComposeTool {
  readonly command: readonly string[];
  readonly version: string;
  readonly source: string;
}

/** So long docker and compose are waited for, in milliseconds. */
const patience = 15_000;
const label = "com.docker.compose";

/**
 * Chooses between `docker-compose` (v1) and `docker compose` (v2): the one that made the install's containers, by their
 * labels, otherwise the one that is installed. Where both are, docker-compose: the vendor's instructions call it.
 * Throws unreachable (exit 6) where neither is.
 */
export async function composeTool(home: string, env: Environment): Promise<ComposeTool> {
  const commands = [["docker-compose"], ["docker", "compose"]] as const;
  const [made, ...versions] = await Promise.all([
    containersOf(home, env).catch(() => []),
    ...commands.map(([first, ...rest]) =>
      docker(first, [...rest, "version", "--short"], home, env).catch((error: QuadError) => error),
    ),
  ]);
  const installed = commands.flatMap((command, i) => {
    const said = versions[i];
    const version = typeof said === "string" ? said.trim().replace(/^v/, "") : "";
    return version ? [{ command, version }] : [];
  });
  const first = made.find((container) => container.compose !== "");
  const generation = (version: string) => (version.startsWith("1.") ? 1 : 2);
  if (first) {
    const fits = installed.find(({ version }) => generation(version) === generation(first.compose));
    const source = `container ${first.name} was made by compose ${first.compose}`;
    if (fits) return { ...fits, source };
    const i = generation(first.compose) - 1;
    const [wanted, said] = [commands[i]?.join(" "), versions[i]];
    // What is installed, and did not say its version. A docker without the plugin fails in words of its own.
    if (
      said instanceof QuadError &&
      (i === 0 ? !/ is not installed$/.test(said.message) : /not answer/.test(said.message))
    )
      throw unreachable(`The ${source}, and ${reason(said)}.`, { cause: said });
    throw unreachable(`The ${source}, but ${wanted} ${generation(first.compose)}.x is not installed.`);
  }
  const [only] = installed;
  if (only) return { ...only, source: "installed" };
  throw unreachable("Neither docker-compose nor docker compose is installed.", {
    hint: "Install one: apt-get install docker-compose",
  });
}

/**
 * Refuses to work on an install whose containers compose would not find again, or would make from other files than they were made from: `-p`
 * and `-f` of a command line are written down nowhere but in their labels. Throws a conflict, and unreachable where compose does not answer.
 */
export async function mustBeAsMade(
  { home, files, services }: Project,
  tool: ComposeTool,
  env: Environment,
): Promise<void> {
  const made = (await containersOf(home, env).catch(() => [])).filter(
    ({ running, service }) => running && services.has(service),
  );
  const [first] = made;
  if (first === undefined) return;
  const own = await ofProject(made, home, tool, env);
  if (own.length === 0)
    throw conflict(`The containers of ${home} belong to the project ${first.project}, which compose would not find.`, {
      hint: `Say so in ${home}/.env: COMPOSE_PROJECT_NAME=${first.project}`,
    });
  const real = (file: string) => realpath(resolve(home, file)).catch(() => undefined);
  const read = await Promise.all(files.map(real));
  const others = [];
  for (const container of own) {
    // One that is not there any more cannot be meant.
    const found = await Promise.all(container.from.split(",").map((file) => (file === "" ? undefined : real(file))));
    const file = found.find((one) => one !== undefined && !read.includes(one));
    if (file !== undefined) others.push({ ...container, file });
  }
  if (others.length === 0) return;
  // A container that would be made as it is goes on, and its label names the files of then.
  const hashes = await composed(["config", "--hash=*"], home, tool, env);
  const other = others.find(({ service, hash }) => !hashes.includes(`${service} ${hash}`));
  if (other === undefined) return;
  throw conflict(`Container ${other.name} was made from ${other.file}, which compose would not read.`, {
    hint: [
      `Say so in ${home}/.env: COMPOSE_FILE=${other.from.replaceAll(",", ":")}`,
      `Or, where it is not to be read any more: cd ${home} && ${tool.command.join(" ")} up -d`,
    ],
  });
}

/**
 * Asks docker where a service's container is reached: by the port that docker chose for it on this host, otherwise by
 * the container's own address. Throws unreachable (exit 6) with the reason: no docker, no daemon, not running.
 */
export async function containerPort(
  home: string,
  env: Environment,
  service: string,
  port: number,
): Promise<Published & { readonly source: string }> {
  try {
    const id = await containerId(home, env, service);
    const [container] = JSON.parse(await docker("docker", ["inspect", id], home, env)) as Inspected[];
    const name = container?.Name?.replace(/^\//, "") ?? id;
    if (container?.State?.Running !== true) throw unreachable(`container ${name} is ${container?.State?.Status}`);
    const { Ports, Networks } = container.NetworkSettings ?? {};
    const chosen = Ports?.[`${port}/tcp`]?.find(({ HostPort }) => HostPort);
    if (chosen) return { host: "127.0.0.1", port: Number(chosen.HostPort), source: `port of container ${name}` };
    const address = Object.values(Networks ?? {}).find(({ IPAddress }) => IPAddress)?.IPAddress;
    if (!address) throw unreachable(`container ${name} has no address`);
    return { host: address, port, source: `address of container ${name}` };
  } catch (error) {
    throw unreachable(`Service ${service} publishes no port, and docker does not tell its address: ${reason(error)}.`, {
      hint: [
        `Start it: cd ${home} && docker-compose up -d ${service}`,
        `Or publish it on this host only: ports: ["127.0.0.1:${port}:${port}"]`,
      ],
      cause: error,
    });
  }
}

/** The container of a service, which runs or does not. Throws unreachable (exit 6) with the reason where there is none. */
export async function serviceContainer(
  home: string,
  env: Environment,
  service: string,
): Promise<{ readonly id: string; readonly name: string }> {
  try {
    const id = await containerId(home, env, service);
    const name = (await docker("docker", ["inspect", "--format", "{{.Name}}", id], home, env)).trim();
    return { id, name: name.replace(/^\//, "") };
  } catch (error) {
    throw unreachable(`The container of service ${service} is not found: ${reason(error)}.`, { cause: error });
  }
}

/**
 * How many containers of each service run, where it is more than one: `--scale` is written down nowhere else. Throws unreachable (exit 6)
 * where docker or compose does not answer.
 */
export async function serviceScales(
  home: string,
  tool: ComposeTool,
  env: Environment,
): Promise<Readonly<Record<string, number>>> {
  const made = (await containersOf(home, env)).filter(({ running }) => running);
  if (new Set(made.map(({ service }) => service)).size === made.length) return {};
  // Another project may have services of these names as well.
  const scales: Record<string, number> = {};
  for (const { service } of await ofProject(made, home, tool, env)) scales[service] = (scales[service] ?? 0) + 1;
  return Object.fromEntries(Object.entries(scales).filter(([, count]) => count > 1));
}

/** Those of these containers that compose finds as the install's own project. */
async function ofProject(
  containers: readonly Container[],
  home: string,
  tool: ComposeTool,
  env: Environment,
): Promise<readonly Container[]> {
  const ids = await composed(["ps", "-q"], home, tool, env);
  return containers.filter(({ id }) => ids.includes(id));
}

/** The lines that compose prints. Throws as `docker` does. */
async function composed(
  words: readonly string[],
  home: string,
  { command: [program = "", ...rest] }: ComposeTool,
  env: Environment,
): Promise<readonly string[]> {
  return (await docker(program, [...rest, ...words], home, env)).split("\n").map((line) => line.trim());
}

/** An image that a container of the install was made from. */
export interface ServiceImage {
  readonly service: string;
  readonly container: string;
  /** As the compose file has it. */
  readonly image: string;
  /** What it is, whatever its name is given to later. */
  readonly id: string;
  /** By which a registry has it; none for one that was made here. */
  readonly digests: readonly string[];
}

/** The images of an install's containers. Throws unreachable (exit 6) where docker does not answer. */
export async function serviceImages(home: string, env: Environment): Promise<readonly ServiceImage[]> {
  const made = await containersOf(home, env);
  if (made.length === 0) return [];
  const ids = made.map(({ id }) => id);
  const containers = JSON.parse(await docker("docker", ["inspect", ...ids], home, env)) as Inspected[];
  const images = [...new Set(containers.flatMap(({ Image }) => (Image ? [Image] : [])))];
  const inspected = JSON.parse(await docker("docker", ["image", "inspect", ...images], home, env)) as InspectedImage[];
  const digests = new Map(inspected.map(({ Id, RepoDigests }) => [Id, RepoDigests ?? []]));
  return made.map(({ service, name }, i) => {
    const { Image: id = "", Config } = containers[i] ?? {};
    return { service, container: name, image: Config?.Image ?? "", id, digests: digests.get(id) ?? [] };
  });
}

async function containerId(home: string, env: Environment, service: string): Promise<string> {
  const made = (await containersOf(home, env)).filter((container) => container.service === service);
  const labelled = made.find(({ running }) => running) ?? made[0];
  if (labelled) return labelled.id;
  // Made from another directory, or under another name of this one: compose itself knows.
  const { command } = await composeTool(home, env);
  const [program = "", ...rest] = command;
  const [id = ""] = (await docker(program, [...rest, "ps", "-q", service], home, env)).trim().split("\n");
  if (id === "") throw unreachable("it is not running");
  return id;
}

interface Container {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** The version of compose that made it. */
  readonly compose: string;
  readonly running: boolean;
  readonly project: string;
  /** The compose files that it was made from, between commas; empty where an old compose does not say. */
  readonly from: string;
  /** Of all that compose says of the service. */
  readonly hash: string;
}

async function containersOf(home: string, env: Environment): Promise<readonly Container[]> {
  const columns = [
    "{{.ID}}",
    "{{.Names}}",
    "{{.State}}",
    `{{.Label "${label}.service"}}`,
    `{{.Label "${label}.version"}}`,
    `{{.Label "${label}.project"}}`,
    `{{.Label "${label}.project.config_files"}}`,
    `{{.Label "${label}.config-hash"}}`,
  ];
  const places = [...new Set([home, await realpath(home).catch(() => home)])];
  const lists = places.map((place) =>
    docker(
      "docker",
      [
        ...["ps", "--all", "--no-trunc", "--filter", `label=${label}.project.working_dir=${place}`],
        ...["--filter", `label=${label}.oneoff=False`, "--format", columns.join("\t")],
      ],
      home,
      env,
    ),
  );
  return (await Promise.all(lists))
    .flatMap((list) => list.split("\n").filter((line) => line !== ""))
    .map((line) => {
      const [id = "", name = "", state, service = "", compose = "", project = "", from = "", hash = ""] =
        line.split("\t");
      return { id, name, service, compose, project, from, hash, running: state === "running" };
    });
}

interface InspectedImage {
  readonly Id: string;
  readonly RepoDigests?: readonly string[] | null;
}

interface Inspected {
  readonly Name?: string;
  readonly Image?: string;
  readonly Config?: { readonly Image?: string };
  readonly State?: { readonly Running?: boolean; readonly Status?: string };
  readonly NetworkSettings?: {
    readonly Ports?: Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>>;
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>>;
  };
}

/** Runs docker or compose, briefly. Throws unreachable with a few words that say why it failed. */
async function docker(program: string, args: readonly string[], home: string, env: Environment): Promise<string> {
  const { execa } = await import("execa");
  const done = await execa(program, args, {
    ...{
      cwd: home,
      env: childEnvironment(env),
      extendEnv: false,
      stdin: "ignore",
      timeout: patience,
      forceKillAfterDelay: 500,
    },
    reject: false,
  });
  if (!done.failed) return done.stdout;
  if (done.code === "ENOENT") throw unreachable(`${program} is not installed`);
  if (done.timedOut) throw unreachable(`${program} did not answer within ${patience / 1000} s`);
  const said = `${done.stderr}`.trim();
  if (/cannot connect to the docker daemon|is the docker daemon running/i.test(said)) {
    throw unreachable("the docker daemon is not running");
  }
  if (/permission denied/i.test(said)) {
    throw unreachable("this user may not talk to the docker daemon (root may, and the group docker)");
  }
  throw unreachable(`${program} ${args[0]} failed: ${said.split("\n").at(-1) || `exit code ${done.exitCode}`}`);
}

const reason = (error: unknown): string => (error as QuadError).message.replace(/\.$/, "");
