import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { usage } from "../../errors.ts";
import { parsePatchName } from "../manifest.ts";

/** Which archive somebody means by what they wrote. */
export type Meant = { readonly path: string } | { readonly name: string };

/**
 * A path has a slash in it, ends in .tar.gz, or is a file that is there; else it is a patch's name. Throws a usage error for what is neither.
 */
export function meantBy(text: string): Meant {
  if (text.trim() === "" || text.includes("\0")) throw usage("A patch is named, or the path of its archive.");
  if (/\/|\.tar\.gz$/.test(text) || existsSync(resolve(text))) return { path: resolve(text) };
  return { name: parsePatchName(text) };
}
