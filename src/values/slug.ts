import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** The name of a domain: a slug of at most 63 characters. Throws a usage error that says what is wrong with it. */
export function parseSlug(text: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 63) return text;
  const suggestion = slugify(text);
  throw usage(
    text.length > 63 && /^[a-z0-9-]+$/.test(text)
      ? `${shortened(text)} is too long for a name; it can have 63 characters.`
      : `${JSON.stringify(shortened(text))} is not a name: small letters, digits and single hyphens between them, at most 63.`,
    { hint: suggestion && suggestion !== text ? `Perhaps: ${suggestion}` : undefined },
  );
}

/** The nearest slug to any text; empty where nothing is left of it. */
export function slugify(text: string): string {
  return text
    .slice(0, 1000)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}
