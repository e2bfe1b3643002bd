import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** An http or https URL. Throws a usage error. */
export function parseWebAddress(text: string): string {
  const url = URL.canParse(text) && text.length <= 2000 ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw usage(`${JSON.stringify(shortened(text))} is not a web address.`);
}
