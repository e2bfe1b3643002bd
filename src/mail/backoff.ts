const minute = 60;
const first = [1, 5, 15, 60];

/** So many attempts, then a mail is given up: with an hour between them, after three days. */
export const mostAttempts = 75;

const aDay = 27;

/** Whether another day has gone by with these attempts: after the first few they are hourly. */
export const wasAnotherDay = (attempts: number): boolean => attempts >= aDay && (attempts - aDay) % 24 === 0;

/** In seconds, how long a mail waits after so many attempts that failed: 1, 5, 15, 60 minutes, then hourly, each up to a tenth more or less. */
export function backoff(attempts: number, random: () => number = Math.random): number {
  const minutes = first[attempts - 1] ?? 60;
  return Math.round(minutes * minute * (0.9 + 0.2 * random()));
}
