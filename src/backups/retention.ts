import { localDay } from "../terminal/style.ts";

/** How many backups are kept. */
export interface Retention {
  /** The newest so many. */
  readonly last?: number | undefined;
  /** The newest of each of so many days that have one. */
  readonly daily?: number | undefined;
  /** The names of those that stay whatever their age: somebody may want to go back to them. */
  readonly wanted?: readonly string[] | undefined;
}

/** The same, of the install in that directory. */
export interface OwnRetention extends Retention {
  readonly home: string;
}

/** A backup as far as keeping it goes. */
export interface Keepable {
  readonly name: string;
  readonly madeAt: Date;
  readonly whole: boolean;
  /** Whether it can be told at all what it is. */
  readonly readable: boolean;
  readonly verified: boolean;
}

/**
 * The names of those that go. Only whole ones are counted; a damaged one goes once a newer one is whole, and one that cannot be read never. The newest whole one and the
 * newest that was verified always stay, and those that are wanted. Days are those of this host, as everywhere.
 */
export function expired(backups: readonly Keepable[], { last, daily, wanted = [] }: Retention): readonly string[] {
  if (last === undefined && daily === undefined) return [];
  const newestFirst = [...backups].sort(
    (a, b) => b.madeAt.getTime() - a.madeAt.getTime() || (b.name > a.name ? 1 : -1),
  );
  const whole = newestFirst.filter((backup) => backup.whole);
  const [newest] = whole;
  if (newest === undefined) return [];
  const kept = new Set<Keepable>([newest, ...whole.slice(0, last ?? 0)]);
  for (const stays of [whole.find(({ verified }) => verified), ...whole.filter(({ name }) => wanted.includes(name))])
    if (stays) kept.add(stays);
  const days = new Set<string>();
  for (const backup of whole) {
    const day = localDay(backup.madeAt);
    if (days.has(day) || days.size >= (daily ?? 0)) continue;
    days.add(day);
    kept.add(backup);
  }
  const goes = (backup: Keepable) =>
    backup.whole ? !kept.has(backup) : backup.readable && newestFirst.indexOf(backup) > newestFirst.indexOf(newest);
  return newestFirst.filter(goes).map(({ name }) => name);
}
