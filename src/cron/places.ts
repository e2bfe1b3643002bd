import { dirname, join, resolve } from "node:path";
import { conflict, QuadError, unreachable, usage } from "../errors.ts";
import { findProgram } from "../install/program.ts";
import type { Environment } from "../install/setting.ts";
import { crontabPlace } from "./crontab.ts";
import { crontabFile, userCrontab } from "./crontab-file.ts";
import type { Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import { systemctlOf } from "./systemctl.ts";
import { unitsPlace } from "./units.ts";

/** What the places are looked for with. */
export interface Host {
  readonly environment: Environment;
  /** Whose they are: the host's own, or a user's. */
  readonly asRoot: boolean;
  /** Of this user, for systemd's units. */
  readonly homeDirectory: string;
  /** Whether systemd runs this host. */
  readonly systemdRuns: boolean;
  /** Where quad keeps what it makes outside of an install. */
  readonly state: string;
}

/** Which places are meant. */
export interface Wanted {
  /** The user's own, or a file. */
  readonly crontab?: true | string | undefined;
  readonly systemd?: true | undefined;
  /** Of units; systemd's own when left out. */
  readonly directory?: string | undefined;
}

/** The places that are meant: one that is named, or all that this host has. Throws unreachable where a named one is missing. */
export async function placesOf({ crontab, systemd, directory }: Wanted, host: Host): Promise<readonly Place[]> {
  if (crontab !== undefined && (systemd || directory !== undefined)) {
    throw usage("Jobs go into a crontab or to systemd, not both.", { hint: "Leave out --crontab, or --systemd." });
  }
  if (typeof crontab === "string") return [crontabPlace(crontabFile(resolve(crontab)), host.state)];
  if (systemd || directory !== undefined) return [await units(directory, host)];
  const program = await findProgram("crontab", host.environment);
  if (program === undefined && crontab) {
    throw unreachable("The program crontab was not found on PATH.", {
      hint: ["Install it: apt-get install cron", "Or use timers: quad cron install --systemd"],
    });
  }
  const own = program === undefined ? [] : [crontabPlace(userCrontab(program, host.environment), host.state)];
  return crontab ? own : [...own, await units(undefined, host)];
}

/** Crontabs of the host's own, whose lines have a user before the command. */
const namesUsers = (file: string): boolean => file === "/etc/crontab" || dirname(file) === "/etc/cron.d";

/**
 * The place where jobs are installed. Throws a usage error for a file whose lines have to name a user, and conflict where the same
 * install has them in the host's other place: each would run twice.
 */
export async function placeForInstall(wanted: Wanted, host: Host, surroundings: Surroundings): Promise<Place> {
  if (typeof wanted.crontab === "string" && namesUsers(resolve(wanted.crontab))) {
    throw usage(
      `The lines of ${resolve(wanted.crontab)} name the user that they run as; quad writes those of a user's own crontab.`,
      {
        hint: [
          "Leave the file out, for this user's crontab: quad cron install --crontab",
          "Or use timers: quad cron install --systemd",
        ],
      },
    );
  }
  const [place] = await placesOf(wanted, host);
  const unnamed = wanted.crontab === undefined && !wanted.systemd && wanted.directory === undefined;
  if (place === undefined || (unnamed && place.kind === "systemd" && !(await hasSystemd(host)))) {
    throw unreachable("This host has neither the program crontab nor systemd.", { hint: "apt-get install cron" });
  }
  if (typeof wanted.crontab === "string" || wanted.directory !== undefined) return place;
  const other = (await placesOf({}, host)).find(({ kind }) => kind !== place.kind);
  // What cannot be looked at is not in the way.
  const there = await other?.find(surroundings).catch((error) => {
    if (error instanceof QuadError) return undefined;
    throw error;
  });
  if (other === undefined || there === undefined) return place;
  throw conflict(`The jobs of ${surroundings.home} are in ${other.where} already, and would run twice.`, {
    hint: [
      `To move them, first: quad cron remove --${other.kind}`,
      `To leave them there: quad cron install --${other.kind}`,
    ],
  });
}

const hasSystemd = async ({ environment, systemdRuns }: Host): Promise<boolean> =>
  systemdRuns || (await findProgram("systemctl", environment)) !== undefined;

async function units(directory: string | undefined, host: Host): Promise<Place> {
  const { environment, asRoot, homeDirectory, state } = host;
  const usual = asRoot
    ? "/etc/systemd/system"
    : join(environment.XDG_CONFIG_HOME || join(homeDirectory, ".config"), "systemd", "user");
  const named = directory === undefined ? usual : resolve(directory);
  const program = host.systemdRuns && named === usual ? await findProgram("systemctl", environment) : undefined;
  const systemctl = program === undefined ? undefined : systemctlOf(program, environment, asRoot);
  return unitsPlace({ directory: named, asRoot, systemctl, state });
}
