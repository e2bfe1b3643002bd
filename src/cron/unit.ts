import { usage } from "../errors.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { type Choices, commandOf, type PlannedJob, planJobs } from "./choices.ts";
import { shortCommand } from "./entries.ts";
import type { JobThere } from "./place.ts";
import { ofCalendar, onCalendar, spokenSchedule } from "./schedule.ts";
import type { Surroundings } from "./surroundings.ts";

/** A unit's file: its name in the directory, and its text. */
export interface UnitFile {
  readonly name: string;
  readonly text: string;
}

/** The service and the timer of each job. As the host's own they run as root, otherwise in its user's manager. */
export function unitFiles(choices: Choices, surroundings: Surroundings, asRoot: boolean): readonly UnitFile[] {
  const heading = `${writtenBy}${commandOf(choices).slice(command.length)}\n${forInstall(surroundings.home)}\n`;
  return planJobs(choices).flatMap((job) => {
    const name = `quad-${job.name}${ending(surroundings)}`;
    return [
      { name: `${name}.service`, text: `${heading}\n${service(job, surroundings, asRoot)}` },
      { name: `${name}.timer`, text: `${heading}\n${timer(job)}` },
    ];
  });
}

const command = "quad cron install";
const writtenBy = `# Written by ${command}`;
const forInstall = (home: string): string => `# For the install in ${home}; quad cron remove takes it out.`;

/** The names of units are the host's, so those of an install in an unusual place end with it. */
const ending = ({ home, usual }: Surroundings): string =>
  usual ? "" : `-${home.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "")}`;

// PrivateTmp would hide sockets in /tmp, where Postgres may have one, and an embedded one under a long path does;
// ProtectHome the repositories, keys of ssh and passwords that are at home; MemoryDenyWriteExecute is nothing for Node.
const hardening = `NoNewPrivileges=yes
ProtectSystem=full
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
LockPersonality=yes`;

// Exit code 8, needs attention, is left a failure: systemd mails nobody, and shows what has failed.
function service(
  { purpose, command: words }: PlannedJob,
  { program, variables }: Surroundings,
  asRoot: boolean,
): string {
  const [node = "", ...rest] = program;
  if (/["'\\]/.test(node)) throw usage(`systemd starts no program with such a name: ${node}`);
  const line = [quoted(node), ...[...rest, ...words.split(" ")].map((word) => quoted(word).replaceAll("$", "$$$$"))];
  return `[Unit]
Description=quad: ${purpose}
${asRoot ? "Wants=network-online.target\nAfter=network-online.target docker.service postgresql.service\n" : ""}
[Service]
Type=oneshot
${asRoot ? "User=root\n" : ""}${variables.map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`).join("")}ExecStart=${line.join(" ")}
TimeoutStartSec=6h
Nice=10
${asRoot ? hardening : "NoNewPrivileges=yes"}
`;
}

const timer = ({ purpose, schedule }: PlannedJob): string => `[Unit]
Description=quad: ${purpose}, ${spokenSchedule(schedule)}

[Timer]
OnCalendar=${onCalendar(schedule)}
RandomizedDelaySec=30
Persistent=true

[Install]
WantedBy=timers.target
`;

/** A word as systemd reads it: `%` begins a specifier, a backslash an escape. */
function quoted(word: string): string {
  const escaped = word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%");
  return /^[\w@%./:=+,-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}

/** What a file of a unit says of itself; undefined where quad has not written it. */
export function readUnit(text: string): { readonly writtenBy: string; readonly home: string } | undefined {
  const [first = "", second = ""] = text.split("\n");
  const [, home] = /^# For the install in (.*); quad cron remove takes it out\.$/.exec(second) ?? [];
  if (!first.startsWith(writtenBy) || home === undefined) return undefined;
  return { writtenBy: first.replace("# Written by ", ""), home };
}

/** The jobs that units are, of which there is a timer each. */
export function jobsOfUnits(files: readonly UnitFile[], surroundings: Surroundings): readonly JobThere[] {
  return files.flatMap(({ name, text }) => {
    const timerOf = /^(.*)\.timer$/.exec(name)?.[1];
    if (timerOf === undefined) return [];
    const calendar = /^OnCalendar=(.*)$/m.exec(text)?.[1] ?? "?";
    const schedule = ofCalendar(calendar);
    const runs = files.find((file) => file.name === `${timerOf}.service`)?.text ?? "";
    return [
      {
        job: timerOf.slice("quad-".length, timerOf.length - ending(surroundings).length),
        when: schedule ? spokenSchedule(schedule) : calendar,
        schedule,
        command: shortCommand(/^ExecStart=(.*)$/m.exec(runs)?.[1] ?? "?"),
      },
    ];
  });
}

/** The command lines that make timers run, or end them, by hand. */
export function systemctlLines(
  timers: readonly string[],
  asRoot: boolean,
  verb: "enable" | "disable",
): readonly string[] {
  const systemctl = asRoot ? "systemctl" : "systemctl --user";
  const lines = [`${systemctl} daemon-reload`, `${systemctl} ${verb} --now ${timers.map(shellWord).join(" ")}`];
  return verb === "enable" ? lines : lines.reverse();
}
