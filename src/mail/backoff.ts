const minute = 60;
const first = [1, 5, 15, 60];

/** So many attempts, then a mail is given up: with an hour between them, after three days. */
export const mostAttempts = 75;

/** In seconds, how long a mail waits after so many attempts that failed: 1, 5, 15, 60 minutes, then hourly, each up to a tenth more or less. */
export function backoff(attempts: number, random: () => number = Math.random): number {
  const minutes = first[attempts - 1] ?? 60;
  return Math.round(minutes * minute * (0.9 + 0.2 * random()));
}
