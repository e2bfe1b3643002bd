import { readFileSync } from "node:fs";
import { connect, isIP, type Socket } from "node:net";
import { usage } from "../errors.ts";
import type { ServerTarget } from "./target.ts";

/**
 * Makes the socket of a connection, once, TLS included. Left to itself postgres.js connects again, without an end, when
 * a server (or a container's port proxy without a container) takes a connection and closes it; and a connection that is
 * lost later has lost its transaction.
 */
export function dialOnce(target: ServerTarget, i: number): () => Promise<Socket> {
  const { host, port } = target.hosts[i] ?? { host: "localhost", port: 5432 };
  let dialled = false;
  return async () => {
    if (dialled) throw coded("CONNECTION_CLOSED", "The connection was closed.");
    dialled = true;
    const socket = dial(host, port);
    const late = setTimeout(() => {
      socket.destroy(coded("CONNECT_TIMEOUT", "The connection timed out."));
    }, target.connectTimeout * 1000);
    try {
      await once(socket, "connect");
      const plain = host.startsWith("/") || target.sslmode === "disable" || target.sslmode === "allow";
      return plain ? socket : await secured(socket, host, target);
    } finally {
      clearTimeout(late);
    }
  };
}

/** Asks a server to cancel what a session runs now. Nobody waits for an answer, because there is none. */
export function cancelSession(target: ServerTarget, i: number, session: { pid: number; secret: number }): void {
  const { host, port } = target.hosts[i] ?? { host: "localhost", port: 5432 };
  dial(host, port)
    .on("error", () => {})
    .end(uint32s(16, 80877102, session.pid, session.secret));
}

const dial = (host: string, port: number): Socket =>
  host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);

async function secured(socket: Socket, host: string, target: ServerTarget): Promise<Socket> {
  const options = tlsOptions(target);
  socket.write(uint32s(8, 80877103));
  const [answer] = await once<[Buffer]>(socket, "data");
  if (answer[0] !== 0x53) {
    if (target.sslmode === "prefer") return socket;
    socket.destroy();
    throw coded("QUAD_NO_TLS", "The server offers no TLS.");
  }
  const { connect: connectTls } = await import("node:tls");
  // The host is what the certificate is compared with; an address may not be sent as a server's name.
  const secure = connectTls({ socket, host, ...(isIP(host) ? {} : { servername: host }), ...options });
  await once(secure, "secureConnect");
  return secure;
}

function tlsOptions({ sslmode, sslrootcert, sslcert, sslkey }: ServerTarget) {
  const file = (name: string, path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return readFileSync(path);
    } catch (error) {
      throw usage(`${name} names ${path}, which cannot be read.`, { cause: error });
    }
  };
  const own = { cert: file("sslcert", sslcert), key: file("sslkey", sslkey) };
  if (sslmode === "prefer" || (sslmode === "require" && !sslrootcert)) return { ...own, rejectUnauthorized: false };
  return {
    ...own,
    rejectUnauthorized: true,
    ...(sslrootcert !== "system" && { ca: file("sslrootcert", sslrootcert) }),
    // verify-ca, and libpq's require with a root certificate, check who signed it and not whose name it carries.
    ...(sslmode !== "verify-full" && { checkServerIdentity: () => undefined }),
  };
}

/** The next event of a socket; its failure, or its end, is thrown. */
function once<Arguments extends unknown[] = []>(socket: Socket, event: string): Promise<Arguments> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(coded("CONNECTION_CLOSED", "The connection was closed."));
    const happened = (...values: unknown[]) => {
      socket.off("error", reject).off("close", closed).off("end", closed);
      resolve(values as Arguments);
    };
    socket.once(event, happened).once("error", reject).once("close", closed).once("end", closed);
  });
}

const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

function uint32s(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32BE(number, i * 4);
  return bytes;
}
