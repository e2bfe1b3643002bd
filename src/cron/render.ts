import { counted, type Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Change, JobThere } from "./place.ts";

/** What `cron install` and `cron remove` did, or would do. */
export interface Done extends Change {
  readonly where: string;
  readonly dryRun: boolean;
}

/** A job that is installed, as `cron show` lists it. */
export interface InstalledJob {
  readonly job: string;
  readonly when: string;
  /** Undefined where it is not a time that quad writes. */
  readonly next: Date | undefined;
  readonly command: string;
  readonly where: string;
  /** What has written it. */
  readonly writtenBy: string | undefined;
  /** Whether that would write the same again. */
  readonly upToDate: boolean;
}

export async function renderInstalled({ where, jobs, written, removed, dryRun }: Done, style: Style): Promise<string> {
  if (written.length + removed.length === 0) {
    return `Nothing to do: ${where} has ${counted(jobs.length, "job")}, as ${jobs.length === 1 ? "it is" : "they are"} to be.`;
  }
  if (dryRun) {
    return [
      ...written.map(({ to, text }) => `${style.paint.bold(to)}:\n${text.trimEnd()}`),
      ...removed.map((path) => `${style.paint.bold(path)}: removed`),
    ].join("\n\n");
  }
  return `Wrote ${counted(jobs.length, "job")} to ${where}.\n${await jobTable(jobs, style)}`;
}

const jobTable = (jobs: readonly JobThere[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "job", value: ({ job }) => job },
      { title: "when", value: ({ when }) => when },
      { title: "command", value: ({ command }) => command },
    ],
    jobs,
  );

export function renderRemoved(done: readonly Done[]): string {
  const removed = done.filter(({ jobs }) => jobs.length > 0);
  if (removed.length === 0) return "No jobs are installed; there is nothing to remove.";
  return removed
    .map(({ where, jobs, dryRun }) => {
      const names = jobs.map(({ job }) => job).join(", ");
      return `${dryRun ? "Would remove" : "Removed"} ${counted(jobs.length, "job")} from ${where}: ${names}.`;
    })
    .join("\n");
}

export async function renderShown(jobs: readonly InstalledJob[], style: Style): Promise<string> {
  if (jobs.length === 0) return "";
  return table(
    style,
    [
      { title: "job", value: ({ job }) => job },
      { title: "when", value: ({ when }) => when },
      { title: "next", value: ({ next }) => (next ? localMinute(next) : "") },
      { title: "command", value: ({ command }) => command },
      { title: "where", value: ({ where }) => where },
      {
        title: "state",
        value: ({ upToDate }) => (upToDate ? "up to date" : "differs"),
        paint: (text, { upToDate }) => (upToDate ? style.paint.faint(text) : style.paint.warn(text)),
      },
    ],
    jobs,
  );
}

/** A minute of the host's clock: 2027-01-31 23:45. */
function localMinute(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
