import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** A time of the host's clock: of each day, or of each hour where there is no `hour`; or every so many minutes from the full hour on. */
export interface Schedule {
  readonly hour: number | undefined;
  readonly minute: number;
  /** Divides an hour. */
  readonly every?: number;
}

const everyMinutes = (every: number): Schedule | undefined =>
  every >= 1 && every <= 30 && 60 % every === 0 ? { hour: undefined, minute: 0, every } : undefined;

/** Reads `22:30` (daily), `:05` (hourly) or `:00/5` (every five minutes). Throws a usage error. */
export function parseSchedule(text: string): Schedule {
  const often = everyMinutes(Number(/^:00\/(\d{1,2})$/.exec(text)?.[1] ?? 0));
  if (often) return often;
  const [, hour, minute] = /^(\d{1,2})?:(\d{2})$/.exec(text) ?? [];
  const schedule = { hour: hour === undefined ? undefined : Number(hour), minute: Number(minute) };
  if (minute !== undefined && schedule.minute < 60 && (schedule.hour ?? 0) < 24) return schedule;
  throw usage(`${JSON.stringify(shortened(text))} is no time.`, {
    hint: "Write 22:30 for each day, :05 for each hour, :00/5 for every five minutes (or another part of an hour).",
  });
}

const two = (n: number): string => String(n).padStart(2, "0");

/** As it is given: `22:30`, `:05`, `:00/5`. */
export const writtenSchedule = ({ hour, minute, every }: Schedule): string =>
  every !== undefined ? `:00/${every}` : `${hour === undefined ? "" : two(hour)}:${two(minute)}`;

/** As a person says it. */
export const spokenSchedule = (schedule: Schedule): string =>
  schedule.every !== undefined
    ? schedule.every === 1
      ? "every minute"
      : `every ${schedule.every} minutes`
    : `${schedule.hour === undefined ? "hourly" : "daily"} at ${writtenSchedule(schedule)}`;

/** The five fields of a crontab. */
export const cronFields = ({ hour, minute, every }: Schedule): string =>
  every !== undefined ? `*/${every} * * * *` : `${minute} ${hour ?? "*"} * * *`;

/** The schedule that five fields of a crontab are, where it is one that quad writes. */
export function ofCronFields(fields: string): Schedule | undefined {
  const often = /^\*\/(\d+) \* \* \* \*$/.exec(fields)?.[1];
  if (often !== undefined) return everyMinutes(Number(often));
  const [, minute, hour] = /^(\d+) (\d+|\*) \* \* \*$/.exec(fields) ?? [];
  return minute === undefined ? undefined : { hour: hour === "*" ? undefined : Number(hour), minute: Number(minute) };
}

/** systemd's calendar expression. */
export const onCalendar = ({ hour, minute, every }: Schedule): string =>
  every !== undefined ? `*-*-* *:00/${every}:00` : `*-*-* ${hour === undefined ? "*" : two(hour)}:${two(minute)}:00`;

/** The schedule that a calendar expression is, where it is one that quad writes. */
export function ofCalendar(expression: string): Schedule | undefined {
  const often = /^\*-\*-\* \*:00\/(\d+):00$/.exec(expression)?.[1];
  if (often !== undefined) return everyMinutes(Number(often));
  const [, hour, minute] = /^\*-\*-\* (\d\d|\*):(\d\d):00$/.exec(expression) ?? [];
  return minute === undefined ? undefined : { hour: hour === "*" ? undefined : Number(hour), minute: Number(minute) };
}

/** When it is next after `now`, by the host's clock. */
export function nextRun({ hour, minute, every }: Schedule, now: Date): Date {
  const next = new Date(now);
  if (every !== undefined) {
    next.setMinutes((Math.floor(now.getMinutes() / every) + 1) * every, 0, 0);
    return next;
  }
  next.setHours(hour ?? now.getHours(), minute, 0, 0);
  if (next > now) return next;
  if (hour === undefined) next.setHours(next.getHours() + 1);
  else next.setDate(next.getDate() + 1);
  return next;
}
