import type { Readable } from "node:stream";

/** The body of an answer. */
export interface Arrived {
  /** Gives each piece to `take`, at once, until the end. Throws what `take` throws, and why the connection broke after what came before. */
  each(take: (piece: Buffer) => void): Promise<void>;
}

/**
 * Takes what comes from the beginning on. A stream by itself throws away what it holds when its connection breaks, and a download that breaks
 * off again and again would never get on. The stream is never paused: undici 7 ends the process where the server closes meanwhile
 * (8, which wants Node 22, does not). Whoever writes each piece at once holds the server back all the same.
 */
export function arrived(body: Readable): Arrived {
  const early: Buffer[] = [];
  let take = (piece: Buffer): void => void early.push(piece);
  const ended = new Promise<void>((resolve, reject) => {
    body
      .on("data", (piece: Buffer) => {
        try {
          take(piece);
        } catch (error) {
          reject(error);
          body.destroy();
        }
      })
      .on("end", resolve)
      .on("error", reject)
      .on("close", () => reject(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" })));
  });
  // It may break before somebody waits for it.
  ended.catch(() => {});
  return {
    async each(taker) {
      for (const piece of early.splice(0)) taker(piece);
      take = taker;
      await ended;
    },
  };
}
