import { usage } from "../errors.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { type Choices, commandOf, planJobs } from "./choices.ts";
import type { JobThere } from "./place.ts";
import { cronFields, ofCronFields, spokenSchedule } from "./schedule.ts";
import type { Surroundings } from "./surroundings.ts";

// cron's own has no /usr/local, where docker-compose may be. As a line of its own it would be that of the lines below as well.
const path = "/usr/local/bin:/usr/bin:/bin";

/** Whom cron mails what the lines around the block print. */
export interface MailAround {
  /** The lines above the block. */
  readonly above: readonly string[];
  /** Whose crontab it is; cron mails them when no line says otherwise. */
  readonly owner: string;
}

/** The lines of a crontab's block. Throws a usage error where one cannot be written. */
export function blockLines(
  choices: Choices,
  surroundings: Surroundings,
  { above, owner }: MailAround,
): readonly string[] {
  const entries = planJobs(choices).flatMap(({ name, purpose, schedule, command }) => [
    `# ${name}: ${purpose}`,
    `${cronFields(schedule)} ${cronCommand(command, surroundings)}`,
  ]);
  return [
    `${writtenBy}${commandOf(choices)}`,
    "# Run that to change it, and quad cron remove to take it out.",
    ...(choices.mailTo === undefined
      ? entries
      : // It holds for every line below, which are not ours.
        [`MAILTO=${choices.mailTo}`, ...entries, `MAILTO=${mailTo(above) ?? owner}`]),
  ];
}

const writtenBy = "# Written by: ";

const mailTo = (lines: readonly string[]): string | undefined =>
  lines.flatMap((line) => /^\s*MAILTO\s*=\s*(.*?)\s*$/.exec(line)?.[1] ?? []).at(-1);

/** A job's command as a crontab has it, for `sh`. */
function cronCommand(command: string, { program, variables }: Surroundings): string {
  const line = [
    `PATH=${path}`,
    ...variables.map(([name, value]) => `${name}=${shellWord(value)}`),
    ...program.map(shellWord),
    command,
  ].join(" ");
  // cron takes a bare % for the end of the line. What it makes of two backslashes depends on whose cron it is.
  const unsure = [...program, ...variables.map(([, value]) => value)].find((word) => word.includes("\\"));
  if (unsure === undefined) return line.replaceAll("%", "\\%");
  throw usage(`A crontab cannot hold ${JSON.stringify(unsure)}: cron programs read a backslash differently.`, {
    hint: "Use timers: quad cron install --systemd",
  });
}

/** The command line that has written a block; undefined where somebody took that line out. */
export const writtenByOf = (lines: readonly string[]): string | undefined =>
  lines.find((line) => line.startsWith(writtenBy))?.slice(writtenBy.length);

/** The jobs that a block has. */
export function jobsOf(lines: readonly string[]): readonly JobThere[] {
  return lines.flatMap((line, i) => {
    const [, fields, command] = /^((?:[^\s#]\S*\s+){5})(.*)$/.exec(line) ?? [];
    if (fields === undefined || command === undefined) return [];
    const shown = fields.trim().replace(/\s+/g, " ");
    const schedule = ofCronFields(shown);
    const [, job = "?"] = /^# (\w+): /.exec(lines[i - 1] ?? "") ?? [];
    return [{ job, when: schedule ? spokenSchedule(schedule) : shown, schedule, command: shortCommand(command) }];
  });
}

/** Without what comes before the words of quad. */
export const shortCommand = (command: string): string => command.replace(/^.*\/quad\.js["']? /, "quad ");
