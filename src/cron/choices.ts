import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";
import { type Job, jobs } from "./jobs.ts";
import { parseSchedule, type Schedule, writtenSchedule } from "./schedule.ts";

/** What an admin has chosen. The same choices give the same entries, whatever was there before. */
export interface Choices {
  /** The names of the jobs that are wanted; all of them when left out. */
  readonly only?: readonly string[] | undefined;
  /** When a job runs, by its name; otherwise it is the job's own time. */
  readonly at?: Readonly<Record<string, Schedule>> | undefined;
  /** Whom cron mails what a job prints. */
  readonly mailTo?: string | undefined;
}

export interface PlannedJob extends Job {
  readonly schedule: Schedule;
}

/** The jobs as they are to run. Throws a usage error for a name that is no job's. */
export function planJobs({ only, at = {} }: Choices): readonly PlannedJob[] {
  for (const name of [...(only ?? []), ...Object.keys(at)]) {
    if (jobs.some((job) => job.name === name)) continue;
    throw usage(`There is no job ${JSON.stringify(shortened(name))}.`, {
      hint: `There are ${jobs.map((job) => job.name).join(", ")}.`,
    });
  }
  const leftOut = Object.keys(at).find((name) => only !== undefined && !only.includes(name));
  if (leftOut !== undefined) throw usage(`--at names ${leftOut}, which --only leaves out.`);
  return jobs
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((job) => ({ ...job, schedule: at[job.name] ?? parseSchedule(job.at) }));
}

/** The command line that makes these choices, as it is written down beside what it has written. */
export function commandOf({ only, at = {}, mailTo }: Choices): string {
  const times = jobs.flatMap(({ name }) => {
    const schedule = at[name];
    return schedule === undefined ? [] : [`--at ${name}=${writtenSchedule(schedule)}`];
  });
  const names = jobs.map(({ name }) => name).filter((name) => only?.includes(name));
  return [
    "quad cron install",
    ...(only === undefined ? [] : [`--only ${names.join(",")}`]),
    ...times,
    ...(mailTo === undefined ? [] : [`--mail-to ${mailTo}`]),
  ].join(" ");
}

/** The choices that a command line of `commandOf` makes, without those of jobs that are no more. */
export function choicesOf(command: string): Choices {
  const words = command.split(" ");
  const values = (flag: string) => words.flatMap((word, i) => (words[i - 1] === flag ? [word] : []));
  const known = (name: string | undefined) => jobs.some((job) => job.name === name);
  const times = values("--at")
    .map((word) => word.split("=") as [string, string])
    .filter(([name, time]) => known(name) && /^(([01]\d|2[0-3])?:[0-5]\d|:00\/([1-6]|1[025]|20|30))$/.test(time ?? ""));
  return {
    only: values("--only")[0]?.split(",").filter(known),
    at: Object.fromEntries(times.map(([name, time]) => [name, parseSchedule(time)])),
    mailTo: values("--mail-to")[0],
  };
}
