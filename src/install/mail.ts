import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";
import { parseEmail } from "../values/email.ts";
import { parseLabel } from "../values/label.ts";
import { parseEnvFile, readEnvLines } from "./compose/env-file.ts";
import type { ConfigFile } from "./config-file.ts";
import { firstOf, secondsOf } from "./first-of.ts";
import type { Environment, Mailbox, MailServer, MailSettings, Setting } from "./setting.ts";

/**
 * Finds how mail goes out: `QUAD_*`, the config file, else what the platform's own `.env` says of its mail. Throws a usage error for an
 * address that is none.
 */
export async function mailSettings(
  env: Environment,
  config: ConfigFile | undefined,
  home: string,
): Promise<MailSettings> {
  const first = firstOf(env, config);
  const { smtp_url: url, smtp_ca: ca, smtp_timeout: timeout, mail_from: from } = config?.values ?? {};
  const written = <T>(text: string | undefined, read: (text: string) => T) =>
    text === undefined ? undefined : read(text);
  const named = {
    server: first("QUAD_SMTP_URL", urlOf("QUAD_SMTP_URL"), written(url, urlOf("smtp_url"))),
    from: first("QUAD_MAIL_FROM", mailboxOf("QUAD_MAIL_FROM"), written(from, mailboxOf("mail_from"))),
  };
  const platform = named.server && named.from ? {} : await platformMail(env, home);
  return {
    server: named.server ?? platform.server,
    from: named.from ?? platform.from,
    authority: first("QUAD_SMTP_CA", (path) => resolve(path), ca),
    timeout: first("QUAD_SMTP_TIMEOUT", secondsOf("QUAD_SMTP_TIMEOUT"), timeout) ?? {
      value: 120,
      source: "default",
    },
    templates: { value: join(home, ".quad", "mail"), source: "default" },
  };
}

const urlOf =
  (name: string) =>
  (text: string): MailServer => {
    const wrong = (why: string) =>
      usage(`${name} ${why}.`, { hint: "Write it as smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST" });
    if (!URL.canParse(text)) throw wrong("is no URL");
    const { protocol, hostname, port, username, password, searchParams } = new URL(text);
    if (!/^smtps?:$/.test(protocol)) throw wrong(`begins with ${shortened(protocol)}, and neither smtp: nor smtps:`);
    if (hostname === "") throw wrong("names no host");
    const unknown = [...searchParams.keys()].find((key) => key !== "starttls");
    if (unknown !== undefined) throw wrong(`has ?${shortened(unknown)}=, and knows only ?starttls=`);
    const starttls = searchParams.get("starttls");
    if (starttls !== null && !isStarttls(starttls))
      throw wrong("says ?starttls=, and means none of required, offered and never");
    const decoded = (part: string) => {
      try {
        return decodeURIComponent(part);
      } catch {
        throw wrong("has a % in its user or password that stands for nothing; a % itself is %25");
      }
    };
    return serverOf({
      host: hostname.replace(/^\[(.*)\]$/, "$1"),
      secure: protocol === "smtps:",
      ...(port !== "" && { port: Number(port) }),
      ...(starttls !== null && isStarttls(starttls) && { starttls }),
      ...(username !== "" && { user: decoded(username), password: decoded(password) }),
    });
  };

const isStarttls = (text: string): text is MailServer["starttls"] => /^(required|offered|never)$/.test(text);

type Named = Pick<MailServer, "host" | "secure"> & Partial<MailServer>;

/** Fills in what is not said: the port, and that a password goes to another host only where nobody can listen. On this host nobody can. */
function serverOf({ host, secure, port, starttls, user, password }: Named): MailServer {
  const here = /^(localhost|127\..*|::1)$/.test(host);
  return {
    ...{ host, secure },
    port: port ?? (secure ? 465 : user === undefined ? 25 : 587),
    starttls: starttls ?? (here ? "never" : user === undefined ? "offered" : "required"),
    ...(user !== undefined && { user, password: password ?? "" }),
  };
}

/** The address of a server as it may be shown: its password is not. */
export function shownServer({ host, port, secure, user }: MailServer): string {
  const name = user === undefined ? "" : `${encodeURIComponent(user)}:***@`;
  return `${secure ? "smtps" : "smtp"}://${name}${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const mailboxOf =
  (name: string) =>
  (text: string): Mailbox => {
    const [, label, inBrackets] = /^\s*(?:"?([^"<>]*?)"?\s*)?<([^<>]*)>\s*$/.exec(text) ?? [];
    try {
      const address = parseEmail(inBrackets ?? text);
      return label ? { address, name: parseLabel(label) } : { address };
    } catch (error) {
      throw usage(`${name} is no sender: ${(error as Error).message}`, {
        hint: 'Write it as team@example.com, or "The Team <team@example.com>".',
      });
    }
  };

/** What the platform's own `.env` says, by the names that are common. */
async function platformMail(env: Environment, home: string): Promise<Partial<Pick<MailSettings, "server" | "from">>> {
  const path = join(home, ".env");
  if (!existsSync(path)) return {};
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    // Whoever may not read it is told so by what needs the database.
    if (error.code === "EACCES") return "";
    throw error;
  });
  const variables = readEnvLines(parseEnvFile(text, path), path, (name) => {
    const value = env[name];
    return value === undefined ? undefined : { value, source: name };
  });
  const one = (...names: readonly string[]) => names.map((name) => variables.get(name)).find((found) => found?.value);
  const url = one("SMTP_URL");
  const host = one("SMTP_HOST");
  const from = one("SMTP_FROM", "MAIL_FROM", "EMAIL_FROM");
  const sender: Setting<Mailbox> | undefined = from && {
    value: mailboxOf(from.source)(from.value),
    source: from.source,
  };
  if (url) return { server: { value: urlOf(url.source)(url.value), source: url.source }, from: sender };
  if (!host) return { from: sender };
  const port = one("SMTP_PORT");
  if (port && !/^\d{1,5}$/.test(port.value)) throw usage(`${port.source} is no port.`);
  const user = one("SMTP_USER", "SMTP_USERNAME")?.value;
  const password = one("SMTP_PASSWORD", "SMTP_PASS")?.value;
  const server = serverOf({
    host: host.value,
    secure: port?.value === "465" || /^(true|1|yes)$/i.test(one("SMTP_SECURE")?.value ?? ""),
    ...(port && { port: Number(port.value) }),
    ...(user !== undefined && { user, password: password ?? "" }),
  });
  return { server: { value: server, source: host.source }, from: sender };
}
