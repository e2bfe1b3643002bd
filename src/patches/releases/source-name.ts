import { resolve } from "node:path";
import { usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
import { isWebAddress, shownSource } from "../../values/web-address.ts";

/** A source's URL, its directory or its file, as somebody names it: paths made absolute. Throws a usage error. */
export function parseSource(text: string): string {
  if (text.trim() === "" || text.includes("\0")) throw usage("A source of patches cannot be empty.");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return resolve(text);
  if (isWebAddress(text)) return text;
  throw usage(`${JSON.stringify(shortened(shownSource(text)))} is no source of patches.`, {
    hint: "It is a URL (https://…), a directory, or the file of an archive.",
  });
}
