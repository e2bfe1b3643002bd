import { unreachable } from "../../errors.ts";
import { fetching, type Run } from "./run.ts";

/** Containers beside those of the install, made as compose would make those, and reached from this host alone. */
export interface Rehearsal {
  /** Makes and starts one of each service, those before that others depend on. What was there of an earlier try goes. */
  begin(services: readonly string[], ports: readonly Port[]): Promise<void>;
  /** Where a port of a service is reached. Throws unreachable while it is not. */
  reach(port: Port): Promise<{ readonly host: string; readonly port: number }>;
  /** Those that have ended by themselves, with their exit codes, where those are not 0. */
  failed(): Promise<readonly { readonly service: string; readonly exitCode: number }[]>;
  /** The last lines that they wrote. */
  logs(): Promise<string>;
  /** Takes them away; does nothing where there are none. */
  end(): Promise<void>;
}

/** A port of a service, in its container. */
export interface Port {
  readonly service: string;
  readonly port: number;
}

interface Programs {
  readonly run: Run;
  readonly compose: Run;
  readonly inOrder: (services: readonly string[]) => readonly string[];
  /** Services that go on while these are tried, and may ask for one of them by its name. */
  readonly beside: (services: readonly string[]) => Promise<readonly string[]>;
}

/** See `Services.rehearsal`. They are made with `compose run`, which publishes no port of the compose file. */
export function rehearsals(id: string, { run, compose, inOrder, beside }: Programs): Rehearsal {
  const mark = `quad-rehearsal-${id.slice(0, 8)}-`;
  const list = async () => {
    const lines = (await run(["docker", "ps", "--all", "--filter", `name=^/?${mark}`, "--format", "{{.Names}}"])).split(
      "\n",
    );
    return lines.filter((line) => line.startsWith(mark));
  };
  const end = async () => {
    const names = await list();
    if (names.length > 0) await run(["docker", "rm", "--force", "--volumes", ...names]);
  };
  const inspected = async (names: readonly string[]): Promise<readonly Inspected[]> =>
    names.length === 0 ? [] : JSON.parse(await run(["docker", "inspect", ...names]));
  return {
    async begin(services, ports) {
      await end();
      // One by itself needs no name that others know. Several ask each other by theirs, and so may whoever goes on.
      const named = services.length > 1 || (await beside(services)).length === 0;
      for (const service of inOrder(services)) {
        const own = ports.filter((one) => one.service === service);
        const published = [...new Set(own.map(({ port }) => `--publish=127.0.0.1::${port}`))];
        const container = [...(named ? ["--use-aliases"] : []), `--name=${mark}${service}`, ...published];
        await compose(["run", "-d", "--no-deps", ...container, service], fetching);
      }
    },
    async reach({ service, port }) {
      const [container] = await inspected([`${mark}${service}`]);
      const at = container?.NetworkSettings?.Ports?.[`${port}/tcp`]?.find(({ HostPort }) => HostPort);
      if (at) return { host: "127.0.0.1", port: Number(at.HostPort) };
      throw unreachable(`its container ${container?.State?.Running ? "has no such port" : "does not run"}`);
    },
    async failed() {
      const containers = await inspected(await list());
      return containers.flatMap(({ Name = "", State }) =>
        State?.Status === "exited" && State.ExitCode
          ? [{ service: Name.replace(/^\//, "").slice(mark.length), exitCode: State.ExitCode }]
          : [],
      );
    },
    async logs() {
      const names = await list().catch(() => []);
      const parts = [];
      for (const name of names) {
        const lines = await run(["sh", "-c", 'exec docker logs --tail 200 "$0" 2>&1', name]).catch(
          (error: Error) => error.message,
        );
        parts.push(`${name.slice(mark.length)}\n${lines}\n`);
      }
      return parts.join("\n");
    },
    end,
  };
}

interface Inspected {
  readonly Name?: string;
  readonly State?: { readonly Running?: boolean; readonly Status?: string; readonly ExitCode?: number };
  readonly NetworkSettings?: {
    readonly Ports?: Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>>;
  };
}
