import type { Sql } from "../postgres/sql.ts";

/** Whether a domain d is the one of a path, or lies below it. */
export const isUnder = (sql: Sql, path: string | undefined) =>
  path === undefined ? sql`true` : sql`(d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`})`;
