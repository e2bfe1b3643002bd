import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** An http or https URL. Throws a usage error. */
export function parseWebAddress(text: string): string {
  if (isWebAddress(text)) return new URL(text).href;
  throw usage(`${JSON.stringify(shortened(text))} is not a web address.`);
}

/** A source as it may be shown and kept, a URL or a path: without the name and password that a URL may hold. */
export function shownSource(source: string): string {
  if (!URL.canParse(source) || !/^https?:/i.test(source)) return source;
  const url = new URL(source);
  url.username = "";
  url.password = "";
  return url.href;
}

/** Whether a text is an http or https URL, with a name and password in it that can be read, if any. */
export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text) || text.length > 2000) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && !/%(?![0-9a-f]{2})/i.test(username + password);
}
