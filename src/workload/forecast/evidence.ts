import { known, mean, type Series } from "./series.ts";

/** How strongly the values drift: the mean of their daily changes, in standard errors. */
export function driftStrength(series: Series): number {
  const values = known(series);
  const changes = values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const drift = mean(changes);
  const deviation = Math.sqrt(mean(changes.map((change) => (change - drift) ** 2)));
  if (deviation === 0) return drift === 0 ? 0 : drift * Number.POSITIVE_INFINITY;
  return (drift / deviation) * Math.sqrt(changes.length);
}

/** How strongly the values are pulled back to a level: the statistic of Dickey and Fuller, negative where they are. */
export function pullStrength(series: Series): number {
  const pairs = series
    .slice(1)
    .map((value, i) => ({ from: series[i] ?? Number.NaN, change: value - (series[i] ?? Number.NaN) }))
    .filter(({ change }) => !Number.isNaN(change));
  const level = mean(pairs.map(({ from }) => from));
  const drift = mean(pairs.map(({ change }) => change));
  const spread = pairs.reduce((sum, { from }) => sum + (from - level) ** 2, 0);
  if (pairs.length < 3 || spread === 0) return 0;
  const pull = pairs.reduce((sum, { from, change }) => sum + (from - level) * (change - drift), 0) / spread;
  const left = pairs.reduce((sum, { from, change }) => sum + (change - drift - pull * (from - level)) ** 2, 0);
  return pull / Math.sqrt(left / (pairs.length - 2) / spread);
}
