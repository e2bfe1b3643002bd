import type ICAL from "ical.js";
import { counted, shortened } from "../../terminal/style.ts";
import type { Holiday } from "../calendar.ts";
import type { Years } from "../year.ts";
import { holidayName } from "./name.ts";
import type { Problems } from "./problems.ts";
import { isMeant, unreadable } from "./rule.ts";

/** What a calendar file says. */
export interface ReadIcs {
  readonly holidays: readonly Holiday[];
  /** Whether something in it repeats, of which there are more days than these. */
  readonly repeats: boolean;
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The holidays of a calendar in iCalendar's format (RFC 5545), as calendars export them: every day of each event that is of whole days, and of
 * one that repeats those in some years. Two on one day are one with both names. Events with a time of day, and cancelled ones, are left out. No
 * time zone is looked at: a whole day is the same everywhere.
 */
export async function readIcs(text: string, years: Years, problems: Problems): Promise<ReadIcs> {
  const { default: ical } = await import("ical.js");
  let events: readonly ICAL.Component[];
  try {
    const parsed = ical.parse(text);
    // Several calendars in one file are a list of them.
    const calendars: unknown[][] = typeof parsed[0] === "string" ? [parsed] : parsed;
    events = calendars.flatMap((calendar) => new ical.Component(calendar).getAllSubcomponents("vevent"));
  } catch (error) {
    problems.add(`It cannot be read as a calendar: ${shortened((error as Error).message.replace(/\s+/g, " "), 200)}`);
    return { holidays: [], repeats: false, notes: [] };
  }
  const moved = movedDays(events);
  const budget = { left: mostRepetitions };
  const names = new Map<string, Set<string>>();
  let timed = 0;
  for (const [i, component] of events.entries()) {
    const wrong = (what: string) => problems.add(`event ${i + 1}${titleOf(component)}: ${what}`);
    try {
      if (String(component.getFirstPropertyValue("status")).toUpperCase() === "CANCELLED") continue;
      const start = component.getFirstPropertyValue("dtstart") as ICAL.Time | null;
      if (!start) {
        wrong("It has no day.");
        continue;
      }
      const written = String(component.getFirstProperty("dtstart")?.jCal[3]);
      // The library takes a 30th of February for the 2nd of March.
      if (start.isDate && textOf(dayNumber(start)) !== written) {
        wrong(`${shortened(written)} is no day.`);
        continue;
      }
      if (!start.isDate) {
        timed += 1;
        continue;
      }
      const name = holidayName(String(component.getFirstPropertyValue("summary") ?? ""));
      if (name === undefined) {
        wrong("It needs a name of 1 to 200 characters.");
        continue;
      }
      // Without a list of exceptions it looks for them among all events, for each one.
      for (const day of daysOf(new ical.Event(component, { exceptions: [] }), component, { years, moved, budget })) {
        names.set(day, (names.get(day) ?? new Set()).add(name));
      }
    } catch (error) {
      wrong(shortened((error as Error).message.replace(/\s+/g, " "), 200));
    }
  }
  const holidays = [...names].map(([day, all]) => ({ day, name: [...all].join(", ") }));
  for (const { day, name } of holidays) {
    if (name.length > 200) problems.add(`${day}: The names of its events have more than 200 characters.`);
  }
  const repeats = events.some((event) => event.hasProperty("rrule"));
  return { holidays, repeats, notes: timed > 0 ? [`${counted(timed, "event")} with a time of day left out.`] : [] };
}

/** The days of events that repeat which other events stand for, each as its UID and the day. */
function movedDays(events: readonly ICAL.Component[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => {
      const of = event.getFirstPropertyValue("recurrence-id");
      return of ? [`${event.getFirstPropertyValue("uid")} ${String(of).slice(0, 10)}`] : [];
    }),
  );
}

const mostDays = 366;
/** Of one event, and of a file: a calendar of holidays has some hundreds. */
const mostDates = 1000;
const mostRepetitions = 20_000;

interface Repetition {
  readonly years: Years;
  readonly moved: ReadonlySet<string>;
  /** How many repetitions are still looked at in this file. */
  readonly budget: { left: number };
}

/** The days of an event. Throws where it cannot be told, and says why. */
function* daysOf(
  event: ICAL.Event,
  component: ICAL.Component,
  { years: [first, last], moved, budget }: Repetition,
): Generator<string> {
  const length = dayNumber(event.endDate) - dayNumber(event.startDate);
  if (!(length >= 0 && length <= mostDays)) throw new Error("It does not last 1 to 366 days.");
  const days = (from: ICAL.Time) =>
    Array.from({ length: Math.max(1, length) }, (_, n) => textOf(dayNumber(from) + n)).filter(isWithin);
  if (!event.isRecurring() || component.hasProperty("recurrence-id")) {
    const all = days(event.startDate);
    if (all.length === 0) throw new Error("It is not from 1900 to 2999.");
    yield* all;
    return;
  }
  const rules = component.getAllProperties("rrule").map((rule) => rule.getFirstValue() as ICAL.Recur);
  for (const rule of rules) {
    const why = unreadable(rule);
    if (why !== undefined) throw new Error(`It repeats by a rule that is not read, which ${why}: ${rule.toString()}.`);
  }
  const dates = ["rdate", "exdate"].flatMap((name) =>
    component.getAllProperties(name).map((property) => property.getValues().length),
  );
  if (dates.reduce((sum, n) => sum + n, 0) > mostDates) throw new Error("It names more than 1,000 days.");
  const stated = new Set(component.getAllProperties("rdate").flatMap((property) => property.getValues().map(String)));
  const isAsked = (day: string) => Number(day.slice(0, 4)) >= first && Number(day.slice(0, 4)) <= last;
  const iterator = event.iterator();
  if (rules.length === 0) yield* days(event.startDate).filter(isAsked);
  for (let from = iterator.next(); from && from.year <= last; from = iterator.next()) {
    if (budget.left-- <= 0) throw new Error("The events up to here repeat too often to be holidays.");
    const text = from.toString().slice(0, 10);
    const meant = stated.has(text) || rules.some((rule) => isMeant(rule, event.startDate, from as ICAL.Time));
    if (!meant || moved.has(`${event.uid} ${text}`)) continue;
    yield* days(from).filter(isAsked);
  }
}

const isWithin = (day: string) => /^(19|2\d)\d\d-/.test(day);

const dayNumber = ({ year, month, day }: ICAL.Time): number => Date.UTC(year, month - 1, day) / 86_400_000;
const textOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

function titleOf(component: ICAL.Component): string {
  const summary = component.getFirstPropertyValue("summary");
  return summary === null ? "" : ` ${JSON.stringify(shortened(String(summary), 60))}`;
}
