import { resolve } from "node:path";
import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** The path of a file or directory, from the working directory on. Throws a usage error. */
export function parsePath(text: string): string {
  if (text.trim() === "") throw usage("A path cannot be empty.");
  if (text.includes("\0")) throw usage(`${JSON.stringify(shortened(text))} is no path.`);
  return resolve(text);
}
