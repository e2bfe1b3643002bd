import { type QuadError, unreachable } from "../../errors.ts";
import type { ComposeTool } from "../../install/compose/docker.ts";
import type { Environment } from "../../install/setting.ts";

/** The containers of an install, as compose runs them. */
export interface Services {
  /** Those of these services (all where none is named) that run now. */
  running(services: readonly string[]): Promise<readonly string[]>;
  stop(services: readonly string[]): Promise<void>;
  start(services: readonly string[]): Promise<void>;
  /** Stops them and takes their containers away. */
  remove(services: readonly string[]): Promise<void>;
  /** Makes containers as the compose file has them now, and starts them; of all services where none is named. */
  up(services: readonly string[]): Promise<void>;
  /** The last lines that they wrote. */
  logs(services: readonly string[]): Promise<string>;
}

// A container is given ten seconds to end by compose itself, each.
const patience = 300_000;

/** Runs compose in an install directory. Every call throws unreachable (exit 6) with what it said. */
export function composeServices(tool: ComposeTool, home: string, environment: Environment): Services {
  const [program = "", ...first] = tool.command;
  const run = async (...words: readonly string[]): Promise<string> => {
    const { execa } = await import("execa");
    const done = await execa(program, [...first, ...words], {
      cwd: home,
      env: environment as Record<string, string>,
      extendEnv: false,
      stdin: "ignore",
      timeout: patience,
      reject: false,
      // It goes on if quad is killed: half a `down` is worse than a whole one. Whoever resumes asks what runs.
      cleanup: false,
      detached: true,
    });
    if (!done.failed) return done.stdout;
    const said = `${done.stderr}`
      .trim()
      .split("\n")
      .filter((line) => line.trim() !== "");
    const what = `${tool.command.join(" ")} ${words.join(" ")}`;
    throw unreachable(
      done.timedOut
        ? `${what} did not end within ${patience / 1000} s.`
        : `${what} failed: ${said.at(-1) ?? `exit code ${done.exitCode}`}`,
      { hint: `Try it by hand: cd ${home} && ${what}` },
    );
  };
  return {
    async running(services) {
      const listed = (await run("ps", "--services", "--filter", "status=running")).split("\n").filter(Boolean);
      return listed.filter((service) => services.length === 0 || services.includes(service));
    },
    stop: async (services) => void (await run("stop", ...services)),
    start: async (services) => void (await run("start", ...services)),
    remove: async (services) => void (await run("rm", "--stop", "--force", ...services)),
    up: async (services) => void (await run("up", "-d", ...services)),
    logs: (services) =>
      run("logs", "--no-color", "--tail", "200", ...services).catch((error: QuadError) => error.message),
  };
}
