import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { conflict } from "../errors.ts";
import { makeDirectory } from "../files/make-directory.ts";
import { replaceFile } from "../files/replace-file.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import { alone } from "./alone.ts";
import { choicesOf } from "./choices.ts";
import type { Change, Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Systemctl } from "./systemctl.ts";
import { jobsOfUnits, readUnit, systemctlLines, type UnitFile, unitFiles } from "./unit.ts";

interface UnitsOptions {
  readonly directory: string;
  /** Whether they are the host's, and run as root, or a user's. */
  readonly asRoot: boolean;
  /** The systemd that reads the directory; undefined where none runs. */
  readonly systemctl: Systemctl | undefined;
  /** Where quad's lock is. */
  readonly state: string;
}

/** The jobs of installs as systemd's services and timers. */
export function unitsPlace({ directory, asRoot, systemctl, state }: UnitsOptions): Place {
  const timersOf = (names: readonly string[]) => names.filter((name) => name.endsWith(".timer"));
  const path = ({ name, text }: UnitFile) => ({ to: join(directory, name), text });
  return {
    where: directory,
    kind: "systemd",
    async find(surroundings) {
      const own = ownFiles(await readUnits(directory), surroundings);
      if (own.length === 0) return undefined;
      const writtenBy = readUnit(own[0]?.text ?? "")?.writtenBy;
      const { written, removed } = planUnits(
        own,
        unitFiles(choicesOf(writtenBy ?? ""), surroundings, asRoot),
        surroundings,
      );
      return { jobs: jobsOfUnits(own, surroundings), writtenBy, upToDate: written.length + removed.length === 0 };
    },
    async install(choices, surroundings, dryRun) {
      const wanted = unitFiles(choices, surroundings, asRoot);
      const timers = timersOf(wanted.map(({ name }) => name));
      const change = async (): Promise<Change> => {
        const there = await readUnits(directory);
        const { written, removed } = planUnits(there, wanted, surroundings);
        const before = ownFiles(there, surroundings)[0];
        const waits = systemctl === undefined || (await systemctl.wait(timers));
        if (!dryRun) {
          if (removed.length > 0) await systemctl?.disable(timersOf(removed));
          await writeUnits(directory, written, removed);
          if (written.length + removed.length > 0 || !waits) await systemctl?.enable(timers);
        }
        return {
          jobs: jobsOfUnits(wanted, surroundings),
          written: written.map(path),
          removed: removed.map((name) => join(directory, name)),
          before: before && readUnit(before.text)?.writtenBy,
          toRun: systemctl
            ? []
            : [
                ...(removed.length > 0 ? systemctlLines(timersOf(removed), asRoot, "disable") : []),
                ...(written.length > 0 ? systemctlLines(timers, asRoot, "enable") : []),
              ],
        };
      };
      return dryRun ? change() : alone(state, change);
    },
    async remove(surroundings, dryRun) {
      const change = async (): Promise<Change> => {
        const own = ownFiles(await readUnits(directory), surroundings);
        const names = own.map(({ name }) => name);
        if (!dryRun && own.length > 0) {
          await systemctl?.disable(timersOf(names));
          await writeUnits(directory, [], names);
          await systemctl?.reload();
        }
        return {
          jobs: jobsOfUnits(own, surroundings),
          written: [],
          removed: names.map((name) => join(directory, name)),
          before: own[0] && readUnit(own[0].text)?.writtenBy,
          toRun: systemctl || own.length === 0 ? [] : systemctlLines(timersOf(names), asRoot, "disable"),
        };
      };
      return dryRun ? change() : alone(state, change);
    },
  };
}

const ownFiles = (files: readonly UnitFile[], { home }: Surroundings): readonly UnitFile[] =>
  files.filter(({ text }) => readUnit(text)?.home === home);

/** What has to be written and removed. Throws conflict where a file is in the way that is not this install's. */
function planUnits(there: readonly UnitFile[], wanted: readonly UnitFile[], surroundings: Surroundings) {
  const own = ownFiles(there, surroundings);
  const names = wanted.map(({ name }) => name);
  const inTheWay = there.filter((file) => names.includes(file.name) && !own.includes(file));
  if (inTheWay.length > 0) {
    throw conflict("What quad would write is there already, and not by quad for this install; nothing was changed.", {
      detail: inTheWay.map(({ name, text }) => {
        const home = readUnit(text)?.home;
        return `${name}: ${home === undefined ? "not written by quad cron install" : `for the install in ${home}`}`;
      }),
      hint: "Move it away, or leave its job out: quad cron install --only JOB,…",
    });
  }
  return {
    written: wanted.filter(({ name, text }) => own.find((file) => file.name === name)?.text !== text),
    removed: own.map(({ name }) => name).filter((name) => !names.includes(name)),
  };
}

/** All files of a directory that are named like units of quad. */
async function readUnits(directory: string): Promise<readonly UnitFile[]> {
  return onDisk(async () => {
    const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    const units = names.filter((name) => /^quad-.*\.(service|timer)$/.test(name)).sort();
    return Promise.all(
      units.map(async (name) => ({ name, text: await readFile(join(directory, name), "utf8").catch(() => "") })),
    );
  });
}

async function writeUnits(directory: string, written: readonly UnitFile[], removed: readonly string[]): Promise<void> {
  await onDisk(async () => {
    if (written.length > 0) await makeDirectory(directory);
    for (const { name, text } of written) await replaceFile(join(directory, name), text, 0o644);
    for (const name of removed) await rm(join(directory, name), { force: true });
  });
}
