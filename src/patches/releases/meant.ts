import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { usage } from "../../errors.ts";
import { shownSource } from "../../values/web-address.ts";
import { parsePatchName } from "../manifest.ts";
import { parseSource } from "./source-name.ts";

/** A patch by its name, and the source that was said with it: what is before the name in the URL of its archive. */
export interface NamedPatch {
  readonly name: string;
  readonly from?: string;
}

/** Which archive somebody means by what they wrote. */
export type Meant = { readonly path: string } | NamedPatch;

/**
 * A path has a slash in it, ends in .tar.gz, or is a file that is there; else it is a patch's name, or the URL of an archive, as the vendor's
 * mails have it. Throws a usage error for what is neither.
 */
export function meantBy(text: string): Meant {
  if (text.trim() === "" || text.includes("\0")) throw usage("A patch is named, or the path of its archive.");
  if (isUrl(text)) return namedBy(text);
  if (/\/|\.tar\.gz$/.test(text) || existsSync(resolve(text))) return { path: resolve(text) };
  return namedBy(text);
}

/** A patch's name, or the URL of its archive. Throws a usage error. */
export function namedBy(text: string): NamedPatch {
  if (!isUrl(text)) return { name: parsePatchName(text) };
  const { pathname } = new URL(parseSource(text));
  if (!pathname.endsWith(".tar.gz"))
    throw usage(`${shownSource(text)} is not the URL of an archive, NAME.tar.gz.`, {
      hint: `Where it is a source: quad patch list --available --from ${shownSource(text)}`,
    });
  return { name: parsePatchName(basename(pathname, ".tar.gz")), from: new URL(".", text).href };
}

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);
