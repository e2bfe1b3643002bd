import { counted, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Calendar, Holiday, ShownCalendar } from "./calendar.ts";
import type { Due } from "./due.ts";
import type { ImportedHolidays } from "./import.ts";
import { shortNames, weekdayOf, workingDays } from "./weekend.ts";

/** A calendar as scripts have it: the days that are free by their short names, as they are typed. */
export const calendarJson = <Shown extends Calendar>(calendar: Shown) => ({
  ...calendar,
  weekend: shortNames(calendar.weekend),
});

export async function renderCalendar(shown: ShownCalendar, style: Style): Promise<string> {
  const { company, year, holidays, otherYears } = shown;
  const others = otherYears.length === 0 ? "" : `; others in ${otherYears.join(", ")}`;
  const rows = await table(
    style,
    [
      { title: "day", value: ({ day }: Holiday) => day },
      { title: "weekday", value: ({ day }) => weekdayOf(day) },
      { title: "holiday", value: ({ name }) => name },
    ],
    holidays,
  );
  return [
    style.paint.bold(visible(company)),
    ...facts(shown),
    `  holidays   ${holidays.length === 0 ? "none" : holidays.length.toLocaleString("en")} in ${year}${others}`,
    ...(holidays.length === 0 ? [] : [rows]),
  ].join("\n");
}

export const renderSetCalendar = (calendar: Calendar & { readonly changed: boolean }, { paint }: Style): string =>
  [
    calendar.changed
      ? `${paint.good("Set")}: the calendar of ${visible(calendar.company)}.`
      : `Nothing to do: the calendar of ${visible(calendar.company)} is so already.`,
    ...facts(calendar),
  ].join("\n");

const facts = ({ weekend, timeZone }: Calendar): readonly string[] => [
  `  works      ${workingDays(weekend)}`,
  `  time zone  ${timeZone.name}, the ${timeZone.from}'s own`,
];

export const renderAddedHoliday = (
  { day, name, changed }: Holiday & { readonly changed: boolean },
  { paint }: Style,
): string =>
  changed
    ? `${paint.good("Added")}: ${day}, a ${weekdayOf(day)}: ${visible(name)}.`
    : `Nothing to do: ${day} is a holiday already: ${visible(name)}.`;

export const renderRemovedHoliday = ({ day, name }: Holiday, { paint }: Style): string =>
  `${paint.good("Removed")}: ${day} is ${visible(name)} no more.`;

/** What an import has done, a line for each day where it is not the same as before. */
export function renderImported({ added, renamed, removed, unchanged }: ImportedHolidays, { paint }: Style): string {
  const counts = [
    `${added.length.toLocaleString("en")} added`,
    `${renamed.length.toLocaleString("en")} renamed`,
    `${removed.length.toLocaleString("en")} removed`,
    `${unchanged.toLocaleString("en")} unchanged`,
  ];
  return [
    `${paint.good("Imported")}: ${counts.join(", ")}.`,
    ...added.map(({ day, name }) => `  + ${day}  ${visible(name)}`),
    ...renamed.map(({ day, name, before }) => `  ~ ${day}  ${visible(before)} → ${visible(name)}`),
    ...removed.map(({ day, name }) => `  - ${day}  ${visible(name)}`),
  ].join("\n");
}

/** The day alone for scripts; for a person with what led to it. */
export function renderDue({ due, days, from, timeZone }: Due, { tty, paint }: Style): string {
  if (!tty) return due;
  const after =
    days === 0 ? `the first business day from ${from} on` : `${counted(days, "business day")} after ${from}`;
  return `${paint.bold(due)}, a ${weekdayOf(due)}: ${after}. The day ends at midnight in ${timeZone}.`;
}
