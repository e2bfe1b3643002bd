import type { UndoBy } from "./places.ts";

/** Where a database lies, and which way it is given back there. */
export interface Way {
  readonly by: UndoBy;
  /** Whether that is settled; otherwise the server is asked by trying, and a dump is taken where it says that its disk is full. */
  readonly settled: boolean;
  /** Bytes that are free where the server keeps the database; null where that cannot be seen. */
  readonly free: number | null;
}

/** What a server writes beside a copy: its log, and whatever comes in meanwhile. */
const reserve = 64 * 1024 * 1024;

/** What to do where no dump can be taken. */
export const roomForClone = "make room for a copy of the database on the server's disk.";

/** Whether a second database of that size has room, in bytes. A server whose log finds none goes down, so it is not tried. */
export const hasRoom = (size: number, free: number): boolean => free >= size * 1.1 + reserve;

/** The way that somebody wants, or else the one that there is room for. */
export function wayOf(wanted: UndoBy | null, size: number, free: number | undefined): Way {
  const fits = free === undefined || hasRoom(size, free);
  const by = wanted ?? (fits ? "clone" : "dump");
  return { by, settled: wanted !== null || free !== undefined, free: free ?? null };
}
