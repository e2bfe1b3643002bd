import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { inject, onTestFinished } from "vitest";

/** A server on a port of this test's own; whatever is open is cut when the test is over. */
export async function listening(answer: (client: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client.on("error", () => {}));
    answer(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The tests' Postgres on a port. It offers no TLS. */
export const postgresPort = (): Promise<number> =>
  listening((client) => {
    const upstream = connect(`${inject("sockets")}/.s.PGSQL.5432`).on("error", () => client.destroy());
    client
      .on("close", () => upstream.destroy())
      .pipe(upstream)
      .pipe(client);
  });

/** The same, but each connection is cut once it has passed on so many bytes of ours. */
export const cutAfter = (bytes: number): Promise<number> =>
  listening((client) => {
    const upstream = connect(`${inject("sockets")}/.s.PGSQL.5432`).on("error", () => {});
    let passed = 0;
    client.on("close", () => upstream.destroy());
    client.on("data", (chunk) => {
      passed += chunk.length;
      if (passed <= bytes) upstream.write(chunk);
      else for (const socket of [client, upstream]) socket.destroy();
    });
    upstream.on("data", (chunk) => client.write(chunk)).on("close", () => client.destroy());
  });

/** A server that takes what it is sent and answers it with a refusal, as Postgres words one. */
export const refusingPort = (state: string, message: string): Promise<number> =>
  listening((client) => {
    client.once("data", () => {
      const fields = Buffer.from(`SFATAL\0VFATAL\0C${state}\0M${message}\0\0`);
      const head = Buffer.from("E....");
      head.writeInt32BE(fields.length + 4, 1);
      client.end(Buffer.concat([head, fields]));
    });
  });

/** A port on which nobody listens. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
