import { driftStrength, pullStrength } from "./evidence.ts";
import { known, mean, median, type Series } from "./series.ts";

/** What is expected so many days after the last of a series. */
type Outlook = (steps: number) => number;

export interface Method {
  readonly name: "last value" | "damped trend" | "return to the median" | "weekday pattern" | "fortnight pattern";
  /** How many days have to be tried before the method can be told from luck. */
  readonly trials: number;
  /** Whether the series shows at all what the method relies on. */
  suits(series: Series): boolean;
  /** Called with a series whose last value is known. */
  outlook(series: Series): Outlook;
}

/** Every day is as the last one: hard to beat, because work comes and goes by chance. */
export const lastValue: Method = {
  name: "last value",
  trials: 0,
  suits: () => true,
  outlook: (series) => {
    const last = series.at(-1) ?? 0;
    return () => last;
  },
};

/** The slope of the last six weeks goes on from the last value, and fades by 2 % a day. */
const dampedTrend: Method = {
  name: "damped trend",
  trials: 28,
  suits: (series) => Math.abs(driftStrength(series.slice(-60))) > 2,
  outlook: (series) => {
    const last = series.at(-1) ?? 0;
    const slope = slopeOf(series.slice(-42));
    const damping = 0.98;
    return (steps) => last + (slope * damping * (1 - damping ** steps)) / (1 - damping);
  },
};

/** By least squares, a day. */
function slopeOf(series: Series): number {
  const points = [...series.entries()].filter(([, value]) => !Number.isNaN(value));
  const middle = mean(points.map(([day]) => day));
  const level = mean(points.map(([, value]) => value));
  const spread = points.reduce((sum, [day]) => sum + (day - middle) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [day, value]) => sum + (day - middle) * (value - level), 0) / spread;
}

/** The distance from the median of the last 60 days shrinks to this share of it each day. */
const returnToMedian = (remaining: number): Method => ({
  name: "return to the median",
  trials: 28,
  // The 5 % bound of Dickey and Fuller: a mere random walk seems to return as strongly once in twenty times.
  suits: (series) => pullStrength(series) < -2.9,
  outlook: (series) => {
    const last = series.at(-1) ?? 0;
    const usual = median(known(series.slice(-60)));
    return (steps) => usual + (last - usual) * remaining ** steps;
  },
});

/** The mean of the last period, with what each of its days usually adds or takes: weekends, sprints of two weeks. */
const pattern = (name: Method["name"], period: 7 | 14): Method => ({
  name,
  trials: 14,
  suits: (series) => series.length >= 2 * period,
  outlook: (series) => {
    const level = mean(known(series.slice(-period)));
    const deviations = Array.from({ length: period }, (): number[] => []);
    const half = Math.floor((period - 1) / 2);
    for (let day = Math.max(half, series.length - 8 * period); day + period - half <= series.length; day++) {
      // Not a number where one of the days around is unknown.
      const deviation = (series[day] ?? Number.NaN) - mean(series.slice(day - half, day - half + period));
      if (!Number.isNaN(deviation)) deviations[day % period]?.push(deviation);
    }
    return (steps) => {
      const usual = deviations[(series.length - 1 + steps) % period] ?? [];
      return level + (usual.length > 0 ? mean(usual) : 0);
    };
  },
});

/** What has to beat the last value. */
export const challengers: readonly Method[] = [
  dampedTrend,
  returnToMedian(0.85),
  returnToMedian(0.93),
  pattern("weekday pattern", 7),
  pattern("fortnight pattern", 14),
];
