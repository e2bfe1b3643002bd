import { expect, test } from "vitest";
import { eventually } from "../testing/processes.ts";
import { listening } from "../testing/tcp.ts";
import { patiently } from "./passing.ts";
import { withWeb } from "./web.ts";

const advice = { address: "the URL", moreTime: "a flag", otherwise: undefined };
const settings = { advice, environment: {}, signal: undefined, time: 5000 };

test.each([70_000, 300_000, 2_000_000])(
  "a server that closes behind its answer of %i bytes, before anybody takes it, ends nothing",
  async (size) => {
    let closed = false;
    const port = await listening((client) => {
      client.once("data", () => {
        client.write(`HTTP/1.0 200 OK\r\nContent-Length: ${size}\r\nConnection: close\r\n\r\n`);
        client.end(Buffer.alloc(size, "x"), () => {
          closed = true;
        });
      });
    });
    let taken = 0;
    await withWeb(settings, (web) =>
      web.ask(new URL(`http://127.0.0.1:${port}/`), {}, async ({ body }) => {
        await eventually(() => closed);
        await body.each((piece) => {
          taken += piece.length;
        });
      }),
    );
    expect(taken).toBe(size);
  },
);

test("what the disk says is the disk's, and nothing that is tried again", async () => {
  let asked = 0;
  const port = await listening((client) => {
    asked += 1;
    client.once("data", () => client.end("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
  });
  const full = Object.assign(new Error("no space"), { code: "ENOSPC", path: "/x" });
  const write = withWeb(settings, (web) =>
    patiently(
      () =>
        web.ask(new URL(`http://127.0.0.1:${port}/`), {}, ({ body }) =>
          body.each(() => {
            throw full;
          }),
        ),
      { pause: 1, signal: undefined },
    ),
  );
  await expect(write).rejects.toBe(full);
  expect(asked).toBe(1);
});
