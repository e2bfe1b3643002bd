import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerAddress, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";
import { testCertificate } from "./certificate.ts";

/** A mail that arrived. */
interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

export interface TestMailServer {
  /** Where it listens, as QUAD_SMTP_URL. */
  readonly url: string;
  /** What it took, in the order in which it came. */
  readonly arrived: Arrived[];
  /** How many connections there were. */
  readonly connections: () => number;
  /** What was taken, as a mail program reads it. */
  readonly read: () => Promise<readonly ParsedMail[]>;
  readonly stop: () => Promise<void>;
}

export interface MailServerOptions {
  /** TLS with the tests' own certificate: from the first byte, or where it is asked for. */
  readonly tls?: "from-the-start" | "offered";
  readonly login?: { readonly user: string; readonly password: string };
  /** A refusal of a recipient: its code and words. */
  readonly refuse?: (address: string) => readonly [code: number, words: string] | undefined;
  /** Done when a message is there, before it is taken; `hangUp` ends every connection instead. */
  readonly beforeTaking?: (message: Arrived, hangUp: () => void) => Promise<void> | void;
  readonly port?: number;
  /** The address that it listens at, and is called by; 127.0.0.1, called localhost, when left out. */
  readonly address?: string;
  readonly more?: SMTPServerOptions;
}

/** Starts a server that speaks SMTP, for as long as the test takes. */
export async function testMailServer(options: MailServerOptions = {}): Promise<TestMailServer> {
  const { tls, login, refuse, beforeTaking, port = 0, address, more } = options;
  const arrived: Arrived[] = [];
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    ...{ secure: tls === "from-the-start", authOptional: login === undefined, logger: false, closeTimeout: 50 },
    ...(tls && { key: testCertificate.key, cert: testCertificate.cert }),
    disabledCommands: [...(tls === "offered" ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    disableReverseLookup: true,
    onConnect(_, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _, done) {
      if (username === login?.user && password === login?.password) return done(null, { user: username });
      done(new Error("Invalid username or password"));
    },
    onRcptTo({ address }, _, done) {
      const refusal = refuse?.(address);
      done(refusal && Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          from: (mailFrom as SMTPServerAddress).address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("utf8"),
        };
        let hungUp = false;
        await beforeTaking?.(message, () => {
          hungUp = true;
          for (const socket of sockets) socket.destroy();
        });
        if (hungUp) return;
        arrived.push(message);
        done();
      });
    },
    ...more,
  });
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, address ?? "127.0.0.1", resolve));
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(stop);
  const { port: listens } = server.server.address() as AddressInfo;
  const name = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : "";
  return {
    url: `${tls === "from-the-start" ? "smtps" : "smtp"}://${name}${address ?? "localhost"}:${listens}`,
    arrived,
    connections: () => connections,
    read: () => Promise.all(arrived.map(({ raw }) => simpleParser(raw))),
    stop,
  };
}
