import type { Sql } from "../postgres/sql.ts";
import { type KeyFilter, listKeys, type StoredKey } from "./stored.ts";

/** A key that wants looking after before long. */
export interface ExpiringKey {
  readonly key: StoredKey;
  /** expires: its own end. former: the path before its rotation is kept so long. */
  readonly what: "expires" | "former";
  readonly at: Date;
  readonly over: boolean;
}

/** The keys that expire within so many seconds, or have, and the former paths whose time is up by then. The soonest first. */
export async function expiringKeys(
  sql: Sql,
  within: number,
  filter: KeyFilter,
  now = Date.now(),
): Promise<readonly ExpiringKey[]> {
  const soon = (at: Date | null): at is Date => at !== null && at.getTime() <= now + within * 1000;
  const found = (await listKeys(sql, filter))
    .filter(({ state }) => state === "key")
    .flatMap((key): ExpiringKey[] => [
      ...(soon(key.expiresAt)
        ? [{ key, what: "expires" as const, at: key.expiresAt, over: key.expiresAt.getTime() <= now }]
        : []),
      ...(soon(key.formerUntil) ? [{ key, what: "former" as const, at: key.formerUntil, over: false }] : []),
    ]);
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}
