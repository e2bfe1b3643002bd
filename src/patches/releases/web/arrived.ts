import type { Readable } from "node:stream";

/** In bytes, that have come and are not taken yet; then the server waits. */
const most = 2 ** 20;

/**
 * The bytes of an answer as they come. What has come before the connection breaks is given out before its failure is thrown: a stream by
 * itself throws it away, and a download that breaks off again and again would never get on.
 */
export function arrived(body: Readable, came: (bytes: number) => void): AsyncIterable<Buffer> {
  const pieces: Buffer[] = [];
  let waiting = 0;
  let ended: { readonly error?: unknown } | undefined;
  let wake = () => {};
  const end = (how: { readonly error?: unknown }) => {
    ended ??= how;
    wake();
  };
  body
    .on("data", (piece: Buffer) => {
      came(piece.length);
      pieces.push(piece);
      waiting += piece.length;
      if (waiting > most) body.pause();
      wake();
    })
    .on("end", () => end({}))
    .on("error", (error) => end({ error }))
    .on("close", () => end({ error: new Error("The connection was closed.") }));
  // The listening begins at once, and not when the first piece is asked for: it may have broken by then.
  return (async function* () {
    for (;;) {
      const piece = pieces.shift();
      if (piece !== undefined) {
        yield piece;
        waiting -= piece.length;
        if (waiting <= most) body.resume();
      } else if (ended !== undefined) {
        if ("error" in ended) throw ended.error;
        return;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  })();
}
