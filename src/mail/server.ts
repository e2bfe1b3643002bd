import { readFile } from "node:fs/promises";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import { cancelled, type QuadError, unreachable, usage } from "../errors.ts";
import { shownServer } from "../install/mail.ts";
import type { MailSettings } from "../install/setting.ts";
import { shortened } from "../terminal/style.ts";
import { oneLine } from "./data.ts";
import type { Message } from "./message.ts";

/** What came of handing a mail to a server. */
export type Outcome =
  | { readonly kind: "accepted"; readonly said: string }
  /** It will not take this mail: never, or not now; or not as long as it does not want mail from this sender. */
  | { readonly kind: "refused"; readonly said: string; readonly forGood: boolean; readonly forSender: boolean }
  /** The connection broke off under it, and nobody knows whether it was taken. */
  | { readonly kind: "lost"; readonly said: string };

/** A connection to a server, over which one mail goes after the other. */
export interface MailConnection {
  /** Whether another mail can go over it. */
  readonly open: boolean;
  /** Throws unreachable where the server takes no mail from this login at all. */
  send(message: Message): Promise<Outcome>;
  close(): void;
}

/** What nodemailer says of a failure. */
interface Failure extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** So long a mail that is under way may still take when somebody interrupts, in milliseconds. */
const patience = 2000;

/**
 * Connects to the server of the settings, and logs in. Throws unreachable with what is wrong, a usage error where nothing names a server, and
 * cancelled where the signal is aborted meanwhile; afterwards a mail that is under way is waited for a moment longer.
 */
export async function connectToServer(
  { server, authority, timeout }: MailSettings,
  signal?: AbortSignal,
): Promise<MailConnection> {
  if (server === undefined) throw noServer();
  const { value } = server;
  const shown = `The mail server ${shownServer(value)} (${server.source})`;
  const ca = authority && (await readAuthority(authority.value));
  const { default: Connection } = await import("nodemailer/lib/smtp-connection");
  const interrupted = () => cancelled("Interrupted while the mail server was asked.");
  // Of what has happened before it is listened for, nobody would hear.
  if (signal?.aborted) throw interrupted();
  const milliseconds = timeout.value * 1000;
  const connection: SMTPConnection = new Connection({
    ...{ host: value.host, port: value.port, secure: value.secure },
    ...{ requireTLS: value.starttls === "required", ignoreTLS: value.starttls === "never" },
    ...{
      connectionTimeout: milliseconds,
      greetingTimeout: milliseconds,
      socketTimeout: milliseconds,
      dnsTimeout: milliseconds,
    },
    socketCloseTimeout: 0,
    tls: { minVersion: "TLSv1.2", ...(ca && { ca }) },
  });
  let open = true;
  let sending = false;
  const failed = new Promise<never>((_, reject) => {
    connection.on("error", reject);
    const giveUp = () => reject(Object.assign(new Error("this run was interrupted"), { code: "ECONNECTION" }));
    signal?.addEventListener("abort", () => void setTimeout(giveUp, sending ? patience : 0).unref(), { once: true });
    connection.on("end", () => {
      open = false;
    });
  });
  // It is waited for only while something is under way.
  failed.catch(() => {
    open = false;
  });
  const step = (work: (done: (error?: Error | null) => void) => void) =>
    Promise.race([
      failed,
      new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve()))),
    ]);
  try {
    await step((done) => connection.connect(done));
    const { user, password = "" } = value;
    if (user !== undefined)
      await step((done) => connection.login({ user, pass: password, credentials: { user, pass: password } }, done));
  } catch (error) {
    connection.close();
    if (signal?.aborted) throw interrupted();
    throw refused(error as Failure, shown, timeout.value);
  }
  return {
    get open() {
      return open;
    },
    async send({ from, to, raw }) {
      sending = true;
      try {
        const sent = new Promise<string>((resolve, reject) =>
          connection.send({ from, to: [to], size: raw.length }, raw, (error, info) =>
            error ? reject(error) : resolve(info?.response ?? ""),
          ),
        );
        return { kind: "accepted", said: spoken(await Promise.race([failed, sent])) };
      } catch (error) {
        const outcome = outcomeOf(error as Failure);
        if (outcome === undefined) {
          connection.close();
          throw refused(error as Failure, shown, timeout.value);
        }
        if (outcome.kind === "lost") connection.close();
        // What was said of this mail is not to hold for the next.
        else await step((done) => connection.reset(done)).catch(() => connection.close());
        open &&= outcome.kind !== "lost";
        return outcome;
      } finally {
        sending = false;
      }
    },
    close: () => (open ? connection.quit() : connection.close()),
  };
}

/** The refusal where nothing says which server takes mail. */
export const noServer = (): QuadError =>
  usage("No mail server is set.", {
    hint: [
      "Name it: QUAD_SMTP_URL=smtp://USER:PASSWORD@HOST:587, or smtp_url in quad.yaml",
      "On an install's host SMTP_HOST, SMTP_PORT, SMTP_USER and SMTP_PASSWORD of its .env do as well.",
    ],
  });

async function readAuthority(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usage(`${path}, which QUAD_SMTP_CA or smtp_ca names, cannot be read (${error.code}).`, { cause: error });
  });
}

/** What a failure means for the mail; undefined where it is none of the mail's business. */
function outcomeOf(failure: Failure): Outcome | undefined {
  const { code = "", command = "", response, responseCode = 0, message } = failure;
  const said = spoken(response ?? message);
  if ([530, 534, 535, 538].includes(responseCode)) return undefined;
  if (responseCode === 421 || /^(ECONNECTION|ETIMEDOUT|ESOCKET|ETLS|EPROTOCOL)$/.test(code)) {
    const why = code === "ETIMEDOUT" ? "nothing was said in time" : said;
    return { kind: "lost", said: `The connection broke off while it was sent: ${why}` };
  }
  // A server that does not want this sender may be taught to; one that finds it too large will always.
  const tooLarge = responseCode === 552 || code === "EMESSAGE";
  const never = responseCode >= 500 || responseCode === 0;
  const ofSender = command === "MAIL FROM";
  return { kind: "refused", said, forGood: ofSender ? tooLarge : never, forSender: ofSender && never && !tooLarge };
}

const spoken = (text: string): string => oneLine(text, 500);

const certificateFailures = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER|ALTNAME|self.signed|certificate|altnames/i;

/** Why no mail can go at all. */
function refused(failure: Failure, shown: string, seconds: number): QuadError {
  const { code, originalCode = "", response, responseCode = 0, message, command = "" } = failure;
  const said = spoken(response ?? message);
  const more = { cause: failure, detail: undefined };
  if (/^AUTH/.test(command) || code === "EAUTH" || [530, 534, 535, 538].includes(responseCode))
    return unreachable(`${shown} does not let this login in: ${said}`, {
      ...more,
      hint:
        responseCode >= 400 && responseCode < 500
          ? "It may be its trouble alone: mail waits. Where it lasts, ask whoever runs the server."
          : "Correct the user and the password, or ask whoever runs the server.",
    });
  if (certificateFailures.test(originalCode) || certificateFailures.test(message))
    return unreachable(`${shown} has a certificate that is not believed: ${said}`, {
      ...more,
      hint: "Where you know who signed it, name a file with that certificate: QUAD_SMTP_CA=FILE, or smtp_ca in quad.yaml",
    });
  if (command === "STARTTLS" || code === "ETLS" || /STARTTLS/.test(message))
    return unreachable(`${shown} offers no TLS that could be used: ${said}`, {
      ...more,
      hint: "Its password is not sent where others can listen. Use its TLS port, as in smtps://…, or say ?starttls=never.",
    });
  if (code === "ETIMEDOUT")
    return unreachable(`${shown} said nothing in ${seconds} s.`, {
      ...more,
      hint: "Where it is only slow, wait longer: QUAD_SMTP_TIMEOUT=SECONDS",
    });
  const why = response ? `takes no mail now: ${said}` : `does not answer (${shortened(originalCode || said)}).`;
  return unreachable(`${shown} ${why}`, { ...more, hint: "Mail waits until it does. See what is set: quad doctor" });
}
