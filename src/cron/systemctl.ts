import { needsAttention } from "../errors.ts";
import { childEnvironment } from "../install/child-environment.ts";
import type { Environment } from "../install/setting.ts";
import { systemctlLines } from "./unit.ts";

/** The systemd that runs this host, or this user's. */
export interface Systemctl {
  /** Whether all of these timers wait for their time. */
  wait(timers: readonly string[]): Promise<boolean>;
  /** Makes systemd read the units, and the timers run now and after each start. Throws needs attention with what to run. */
  enable(timers: readonly string[]): Promise<void>;
  /** Ends timers, before their files go. Throws needs attention. */
  disable(timers: readonly string[]): Promise<void>;
  /** Makes systemd read the units, after files went. */
  reload(): Promise<void>;
}

export function systemctlOf(program: string, env: Environment, asRoot: boolean): Systemctl {
  const start = async (words: readonly string[]) => {
    const { execa } = await import("execa");
    return execa(program, [...(asRoot ? [] : ["--user"]), ...words], {
      ...{ env: childEnvironment(env), extendEnv: false, cwd: "/", stdin: "ignore", reject: false, timeout: 60_000 },
    });
  };
  const run = async (timers: readonly string[], verb: "enable" | "disable", ...words: readonly string[]) => {
    const done = await start(words);
    if (!done.failed) return;
    throw needsAttention(`systemd refuses (systemctl ${words[0]}); the files of the units are there.`, {
      detail: `${done.stderr}`.trim().split("\n"),
      hint: ["Once it works:", ...systemctlLines(timers, asRoot, verb)],
    });
  };
  return {
    wait: async (timers) => !(await start(["is-active", "--quiet", ...timers])).failed,
    async enable(timers) {
      await run(timers, "enable", "daemon-reload");
      await run(timers, "enable", "enable", ...timers);
      // Starting a timer that runs already does nothing, and leaves it at its former time.
      await run(timers, "enable", "restart", ...timers);
    },
    disable: (timers) => run(timers, "disable", "disable", "--now", ...timers),
    reload: () => run([], "disable", "daemon-reload"),
  };
}
