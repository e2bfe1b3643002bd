import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";

const transports = ["https", "http", "ssh", "git", "file"];

// What servers hand out as tokens, and what is long and mixed enough to be one.
const token =
  /^(gh[a-z]_|github_pat_|gl[a-z]+-|bbdc-|ATBB|ATCTT|x-token-auth$|x-access-token$|oauth2$|(?=.*\d)[\w-]{20,}$)/i;

// A name, or an IP address in brackets. One that begins with a dash would be an option of ssh.
const host = String.raw`[\p{L}\p{N}_][\p{L}\p{N}._-]*|\[[0-9a-f:.%]+\]`;
const url = new RegExp(String.raw`^(?:([^@-][^@]*)@)?(${host})?(:\d{1,5})?$`, "iu");
const scpLike = new RegExp(`^(?:([^@/:]+)@)?(${host}):([^-].*)$`, "iu");

/**
 * An address that git fetches from, in the one way in which it is stored; undefined where the text is a path. As git sees it, a colon
 * before the first slash makes it one. Throws a usage error.
 */
export function parseAddress(text: string): string | undefined {
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (scheme !== undefined && rest !== undefined) return parseUrl(text, scheme.toLowerCase(), rest);
  const [helper] = /^[a-z\d][a-z\d+.-]*(?=::)/i.exec(text) ?? [];
  if (helper !== undefined) throw unknownTransport(helper);
  if (!/^[^/]*:/.test(text)) return undefined;
  // user:secret@host, and https:/user:secret@host too, which ssh would take for a host called https.
  if (/:.*@/s.test(text)) throw secret(text);
  const [, user, name, path] = scpLike.exec(text) ?? [];
  if (name === undefined || !isPlain(text) || trimmed(path ?? "") === "") throw malformed(text);
  return `${user === undefined ? "" : `${user}@`}${name.toLowerCase()}:${trimmed(path ?? "")}`;
}

function parseUrl(text: string, scheme: string, rest: string): string {
  const slash = rest.indexOf("/");
  const [authority, path] = slash === -1 ? [rest, ""] : [rest.slice(0, slash), rest.slice(slash)];
  // Before anything else is said of it: no other refusal may show it.
  const user = /^(.*)@/s.exec(authority)?.[1];
  if ((user !== undefined && /:|%3a/i.test(user)) || /:[^/]*@/.test(path)) throw secret(text);
  if (user !== undefined && /^https?$/.test(scheme) && token.test(user)) throw secret(text);
  if (/[?#]/.test(rest)) {
    throw usage(`A repository's URL has no ? or #: ${shortened(masked(text))}.`, {
      hint: "Where it holds a token, give git a credential helper: git config --global credential.helper",
    });
  }
  if (!transports.includes(scheme)) throw unknownTransport(scheme);
  const [, , name, port = ""] = url.exec(authority) ?? [];
  const hasHost = name !== undefined && scheme !== "file";
  if (!isPlain(text) || trimmed(path) === "" || (scheme === "file" ? authority !== "" : !hasHost))
    throw malformed(text);
  return `${scheme}://${user === undefined ? "" : `${user}@`}${(name ?? "").toLowerCase()}${port}${trimmed(path)}`;
}

const trimmed = (path: string): string => path.replace(/\/+$/, "");

/** Without what a server, a shell or a terminal could read in another way. */
const isPlain = (text: string): boolean => text.length <= 2000 && !/[\s\p{C}\\]/u.test(text);

const secret = (text: string) =>
  usage(`The URL holds a password or a token, which would be stored: ${shortened(masked(text))}.`, {
    hint: [
      "Leave it out, and give git a credential helper: git config --global credential.helper",
      "Whoever has seen it can use it: revoke it where it is real.",
    ],
  });

// A secret may hold whatever would end it.
const masked = (text: string): string => text.replace(/^([a-z\d+.-]+:\/\/)?.*@/is, "$1***@").replace(/[?#].*$/s, "…");

const malformed = (text: string) =>
  usage(`${JSON.stringify(shortened(masked(text)))} is no URL that git can fetch.`, {
    hint: "As in https://HOST/PATH.git or git@HOST:PATH.git; before a path with a colon write ./",
  });

const unknownTransport = (name: string) =>
  usage(`${JSON.stringify(shortened(name))} is no way in which quad reads a repository.`, {
    hint: `There are ${transports.join(", ")}, user@host:path, and a path on this host.`,
  });
