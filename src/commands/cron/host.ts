import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { Context, GlobalFlags } from "../../context.ts";
import type { Host } from "../../cron/places.ts";
import { type Given, type Surroundings, surroundingsOf } from "../../cron/surroundings.ts";
import { usage } from "../../errors.ts";
import { packageRoot } from "../../install/package.ts";
import { findInstall } from "../../install/settings.ts";
import { shortened } from "../../terminal/style.ts";

/** The flags that say where jobs are, the same for every verb. */
export const placeFlags = {
  crontab: ["--crontab [file]", "in the crontab of this user, or in a file that a cron of its own reads"],
  systemd: ["--systemd", "as timers of systemd: the host's for root, else this user's"],
  directory: ["--directory <dir>", "of the units, for packages; systemd is not told", parseDirectory],
} as const;

/** A directory that begins with a dash is a flag. Throws a usage error. */
function parseDirectory(text: string): string {
  if (text !== "" && !text.startsWith("-")) return text;
  throw usage(`${JSON.stringify(shortened(text))} is no directory.`, {
    hint: "Name one, as in --directory ./units",
  });
}

/** What the commands work with: this host, and what a job needs here. */
export interface CronHost {
  readonly host: Host;
  readonly given: Given;
  readonly surroundings: Surroundings;
}

export async function cronHost(ctx: Context, command: Command): Promise<CronHost> {
  const install = await ctx.install();
  const { environment } = ctx;
  const given = {
    home: install.home.value,
    usualHome: findInstall({}, {}, install.state).home.value,
    program: [process.execPath, join(packageRoot(), "bin", "quad.js")],
    environment,
    databaseUrl: command.optsWithGlobals<GlobalFlags>().databaseUrl,
  };
  const host = {
    environment,
    asRoot: process.getuid?.() === 0,
    homeDirectory: environment.HOME || homedir(),
    systemdRuns: existsSync("/run/systemd/system"),
    state: install.state,
  };
  return { host, given, surroundings: surroundingsOf(given) };
}
