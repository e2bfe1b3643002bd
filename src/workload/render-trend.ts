import { percent, type Style } from "../terminal/style.ts";
import type { Forecast } from "./forecast/forecast.ts";
import { bandOf, bar, painted } from "./render.ts";

/** A number a day, of a person or a domain. */
export interface DayByDay {
  readonly of: string;
  readonly days: readonly { readonly date: string; readonly value: number | null }[];
}

/** A line a day: on a terminal with a bar as wide as there is room for, which is full at 100 %. */
export function renderTrend({ of, days }: DayByDay, style: Style): string {
  if (!style.tty) return days.map(({ date, value }) => `${date}\t${value ?? ""}`).join("\n");
  const width = Math.max(10, Math.min(60, style.columns - 26));
  const lines = days.map(({ date, value }) => {
    if (value === null) return `${style.paint.faint(date)}  ${style.paint.faint("no snapshot")}`;
    return `${date}  ${percent(value).padStart(9)}  ${painted(style, bandOf(value), bar(value, width))}`.trimEnd();
  });
  return [style.paint.bold(of), ...lines].join("\n");
}

/** What the forecast of a person or a domain says, with its interval. */
export interface Outlook {
  readonly of: string;
  readonly forecast: Forecast | null;
}

export function renderForecast({ of, forecast }: Outlook, style: Style): string {
  if (forecast === null) return `There are too few days to say anything of ${of}: seven with a snapshot are needed.`;
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
  return [style.paint.bold(of), ...lines, "", verdict, how].join("\n");
}
