import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** A time of the host's clock: of each day, or of each hour where there is no `hour`. */
export interface Schedule {
  readonly hour: number | undefined;
  readonly minute: number;
}

/** Reads `22:30` (daily) or `:05` (hourly). Throws a usage error. */
export function parseSchedule(text: string): Schedule {
  const [, hour, minute] = /^(\d{1,2})?:(\d{2})$/.exec(text) ?? [];
  const schedule = { hour: hour === undefined ? undefined : Number(hour), minute: Number(minute) };
  if (minute !== undefined && schedule.minute < 60 && (schedule.hour ?? 0) < 24) return schedule;
  throw usage(`${JSON.stringify(shortened(text))} is no time.`, {
    hint: "Write 22:30 for each day, :05 for each hour.",
  });
}

const two = (n: number): string => String(n).padStart(2, "0");

/** As it is given: `22:30`, `:05`. */
export const writtenSchedule = ({ hour, minute }: Schedule): string =>
  `${hour === undefined ? "" : two(hour)}:${two(minute)}`;

/** As a person says it. */
export const spokenSchedule = (schedule: Schedule): string =>
  `${schedule.hour === undefined ? "hourly" : "daily"} at ${writtenSchedule(schedule)}`;

/** The five fields of a crontab. */
export const cronFields = ({ hour, minute }: Schedule): string => `${minute} ${hour ?? "*"} * * *`;

/** The schedule that five fields of a crontab are, where it is one that quad writes. */
export function ofCronFields(fields: string): Schedule | undefined {
  const [, minute, hour] = /^(\d+) (\d+|\*) \* \* \*$/.exec(fields) ?? [];
  return minute === undefined ? undefined : { hour: hour === "*" ? undefined : Number(hour), minute: Number(minute) };
}

/** systemd's calendar expression. */
export const onCalendar = ({ hour, minute }: Schedule): string =>
  `*-*-* ${hour === undefined ? "*" : two(hour)}:${two(minute)}:00`;

/** The schedule that a calendar expression is, where it is one that quad writes. */
export function ofCalendar(expression: string): Schedule | undefined {
  const [, hour, minute] = /^\*-\*-\* (\d\d|\*):(\d\d):00$/.exec(expression) ?? [];
  return minute === undefined ? undefined : { hour: hour === "*" ? undefined : Number(hour), minute: Number(minute) };
}

/** When it is next after `now`, by the host's clock. */
export function nextRun({ hour, minute }: Schedule, now: Date): Date {
  const next = new Date(now);
  next.setHours(hour ?? now.getHours(), minute, 0, 0);
  if (next > now) return next;
  if (hour === undefined) next.setHours(next.getHours() + 1);
  else next.setDate(next.getDate() + 1);
  return next;
}
