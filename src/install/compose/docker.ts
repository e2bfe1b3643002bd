import { realpath } from "node:fs/promises";
import { type QuadError, unreachable } from "../../errors.ts";
import type { Environment } from "../setting.ts";
import type { Published } from "./ports.ts";

/** The compose that works on an install, and how it was chosen. */
export interface ComposeTool {
  readonly command: readonly string[];
  readonly version: string;
  readonly source: string;
}

const patience = 5000;
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
      docker(first, [...rest, "version", "--short"], home, env).catch(() => undefined),
    ),
  ]);
  const installed = commands.flatMap((command, i) => {
    const version = versions[i]?.trim().replace(/^v/, "");
    return version ? [{ command, version }] : [];
  });
  const first = made.find((container) => container.compose !== "");
  const generation = (version: string) => (version.startsWith("1.") ? 1 : 2);
  if (first) {
    const fits = installed.find(({ version }) => generation(version) === generation(first.compose));
    const source = `container ${first.name} was made by compose ${first.compose}`;
    if (fits) return { ...fits, source };
    const wanted = generation(first.compose) === 1 ? "docker-compose" : "docker compose";
    throw unreachable(`The ${source}, but ${wanted} ${generation(first.compose)}.x is not installed.`);
  }
  const [only] = installed;
  if (only) return { ...only, source: "installed" };
  throw unreachable("Neither docker-compose nor docker compose is installed.", {
    hint: "Install one: apt-get install docker-compose",
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
}

async function containersOf(home: string, env: Environment): Promise<readonly Container[]> {
  const columns = [
    "{{.ID}}",
    "{{.Names}}",
    "{{.State}}",
    `{{.Label "${label}.service"}}`,
    `{{.Label "${label}.version"}}`,
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
      const [id = "", name = "", state, service = "", compose = ""] = line.split("\t");
      return { id, name, service, compose, running: state === "running" };
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
    ...{ cwd: home, env, extendEnv: false, stdin: "ignore", timeout: patience, forceKillAfterDelay: 500 },
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
