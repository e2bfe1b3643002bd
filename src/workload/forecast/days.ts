const milliseconds = 86_400_000;

/** The date so many days later, both as YYYY-MM-DD: in UTC, where every day is as long as the others. */
export const dayAfter = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * milliseconds).toISOString().slice(0, 10);

/** How many days lie between two dates. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / milliseconds);
