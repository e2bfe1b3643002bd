import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";
import { parseEmail } from "../values/email.ts";
import { slugify } from "../values/slug.ts";

/** The name of the domain that a team becomes. Throws a usage error where the team's name makes no slug. */
export function domainName(label: string): string {
  const slug = slugify(label);
  const quoted = JSON.stringify(shortened(label));
  if (slug === "") throw usage(`${quoted} has no letter a to z and no digit to make a domain's name of.`);
  const letters = (text: string) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "");
  if (letters(slug) !== letters(label)) {
    throw usage(`${quoted} makes a domain's name of more than 63 characters.`);
  }
  return slug;
}

/** A host as the right side of an e-mail address. Throws a usage error. */
export function parseMailHost(text: string): string {
  const host = text.trim().toLowerCase().replace(/^@/, "");
  try {
    return parseEmail(`somebody@${host}`).slice("somebody@".length);
  } catch {
    throw usage(`${JSON.stringify(shortened(text))} is not a mail domain, such as example.com.`);
  }
}

/** Whether a person is named by an e-mail address, not by a login. */
export const isEmail = (text: string): boolean => text.includes("@");

/**
 * The e-mail of a person whom a file names by login or e-mail. A login is what GitHub gives out: letters, digits and
 * hyphens, at most 39; dots and underscores are let through for other forges. Throws a usage error.
 */
export function personEmail(text: string, mailHost: string): string {
  const name = text.trim();
  if (isEmail(name)) return parseEmail(name);
  if (name.length <= 39 && /^[a-z0-9]+([._-]+[a-z0-9]+)*[_-]*$/i.test(name)) return parseEmail(`${name}@${mailHost}`);
  throw usage(name === "" ? "A login is empty." : `${JSON.stringify(shortened(text))} is not a login.`);
}
