import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** An http or https URL. Throws a usage error. */
export function parseWebAddress(text: string): string {
  const url = URL.canParse(text) && text.length <= 2000 ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
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
