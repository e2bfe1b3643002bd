import { counted, percent, type Style } from "../terminal/style.ts";
import type { Forecast } from "./forecast/forecast.ts";
import { bandOf, bar, painted } from "./render.ts";
import type { DayByDay, Gap } from "./trend.ts";

/** A line a day: on a terminal with a bar as wide as there is room for, which is full at 100 %. */
export function renderTrend(trend: DayByDay, style: Style): string {
  const { days } = trend;
  if (!style.tty) return days.map(({ date, value }) => `${date}\t${value ?? ""}`).join("\n");
  const width = Math.max(10, Math.min(60, style.columns - 26));
  const lines = days.map(({ date, value, gap }) => {
    if (value === null) return `${style.paint.faint(date)}  ${style.paint.faint(gap ?? "")}`;
    return `${date}  ${percent(value).padStart(9)}  ${painted(style, bandOf(value), bar(value, width))}`.trimEnd();
  });
  return [style.paint.bold(nameOf(trend)), ...lines].join("\n");
}

/** What the forecast of a person or a domain says, with its interval; null with too few days. */
export interface Outlook extends Pick<DayByDay, "of" | "within"> {
  readonly forecast: Forecast | null;
}

/** Why nothing can be said of what is to come. */
export function tooFewDays(past: DayByDay): string {
  const count = (of: Gap | null) => past.days.filter(({ gap }) => gap === of).length;
  const [known, unallocated, elsewhere] = [count(null), count("no allocation"), count("not in the snapshot")];
  return [
    `There are too few days to say anything of ${nameOf(past)}: of the last ${past.days.length}, ${known} ${known === 1 ? "has" : "have"} a number; seven are needed.`,
    ...(unallocated > 0
      ? [`Of ${counted(unallocated, "day")} there is a snapshot, but no allocation to divide by.`]
      : []),
    ...(elsewhere > 0 ? [`Of ${counted(elsewhere, "day")} there is a snapshot, which has nothing of it.`] : []),
  ].join("\n");
}

const nameOf = ({ of, within }: Pick<DayByDay, "of" | "within">): string =>
  within === null ? of : `${of} in ${within}`;

/** A line a day to come, with what it means on a terminal; nothing where nothing can be said. */
export function renderForecast({ forecast, ...what }: Outlook, style: Style): string {
  if (forecast === null) return "";
  const { days, crosses, mayCross, confidence, method } = forecast;
  const round = (value: number) => Number(value.toFixed(1));
  if (!style.tty) {
    return days
      .map(({ date, expected, low, high }) => [date, round(expected), round(low), round(high)].join("\t"))
      .join("\n");
  }
  const width = Math.max(10, Math.min(40, style.columns - 46));
  const lines = days.map(({ date, expected, low, high }) => {
    const between = style.paint.faint(`${round(low)} to ${round(high)} %`.padStart(20));
    return `${date}  ${percent(round(expected)).padStart(9)}  ${between}  ${painted(style, bandOf(expected), bar(expected, width))}`.trimEnd();
  });
  const verdict = crosses
    ? style.paint.bad(`Above 100 % from ${crosses.date}, as expected.`)
    : mayCross
      ? style.paint.warn(`It may pass 100 % from ${mayCross}.`)
      : "It stays at 100 % or below it.";
  const how = style.paint.faint(
    `By ${method}; ${Math.round(confidence * 100)} of 100 days are to lie within the interval.`,
  );
  return [style.paint.bold(nameOf(what)), ...lines, "", verdict, how].join("\n");
}
