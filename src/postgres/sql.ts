import type postgres from "postgres";

/** A connection, or the transaction it is in. Numerics come as numbers, dates as `YYYY-MM-DD`, times as Date. */
export type Sql = postgres.Sql<{ numeric: number; bigint: number; date: string }>;
