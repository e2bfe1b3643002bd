import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

// Controls, line and paragraph separators, halves of characters, and the marks that turn text around.
const unseen = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * A name that people read (of a company, a domain, a person): one line of at most 200 characters, without characters
 * that cannot be seen. Throws a usage error.
 */
export const parseLabel = (text: string): string => label(text, 200);

/** The size of a company in words, such as startup: a label of at most 40 characters. Throws a usage error. */
export const parseSize = (text: string): string => label(text, 40);

function label(text: string, most: number): string {
  const trimmed = text.trim();
  if (/^[\p{Z}\p{C}]*$/u.test(trimmed)) throw usage("A name cannot be empty.");
  if (trimmed.length > most)
    throw usage(`${JSON.stringify(shortened(trimmed))} is too long; a name can have ${most} characters.`);
  if (unseen.test(trimmed)) {
    throw usage(
      `${JSON.stringify(trimmed)} holds characters that cannot be seen (controls, or marks that turn text around).`,
    );
  }
  return trimmed;
}
