import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

// As HTML defines a valid e-mail address, folded to small letters; the database's checks say the same.
const valid = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** An e-mail address, lower-cased. Throws a usage error. */
export function parseEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= 254 && valid.test(email)) return email;
  throw usage(`${JSON.stringify(shortened(text))} is not an e-mail address.`);
}
