import { readFile, stat } from "node:fs/promises";
import type { ServerTarget } from "./target.ts";

/** What libpq's password file says of a server. */
export interface PassfileAnswer {
  readonly password?: { readonly value: string; readonly line: number };
  /** Why the file was not used, in a sentence. */
  readonly warning?: string;
}

/**
 * Looks a server's password up in a libpq password file: the first line whose host, port, database and user fit, `*`
 * fitting anything. As libpq does, a file that others can read is not used, with a warning; of several hosts the first
 * that has a line counts. A file that is not there answers nothing.
 */
export async function lookUpPassword(path: string, target: ServerTarget): Promise<PassfileAnswer> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return {};
  if (!found.isFile()) return { warning: `${path} is not used: it is not a plain file.` };
  if ((found.mode & 0o077) !== 0) {
    return { warning: `${path} is not used: others can read it. Mend it: chmod 0600 ${path}` };
  }
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== "string") return { warning: `${path} is not used: it cannot be read (${text.code}).` };
  const lines = text.split(/\r?\n/).map(parseLine);
  for (const { host, port } of target.hosts) {
    const server = socketDirectories.includes(host) ? "localhost" : host;
    const wanted = [server, String(port), target.database, target.user];
    const at = lines.findIndex((line) => line?.fits.every((field, i) => field === any || field === wanted[i]));
    const value = lines[at]?.password;
    if (value) return { password: { value, line: at + 1 } };
  }
  return {};
}

const any = Symbol("*");
/** A socket in its default place counts as localhost. */
const socketDirectories = ["/var/run/postgresql", "/run/postgresql", "/tmp"];

/** `host:port:database:user:password`; a backslash before a colon or a backslash makes it a plain one. */
function parseLine(line: string) {
  if (line.startsWith("#")) return undefined;
  const fields = line.match(/(?:\\.|[^:\\]|\\$)*(?::|$)/gs)?.map((field) => field.replace(/:$/, "")) ?? [];
  if (fields.length < 5) return undefined;
  const plain = (field = "") => field.replace(/\\(.)/gs, "$1");
  return {
    fits: fields.slice(0, 4).map((field) => (field === "*" ? any : plain(field))),
    password: plain(fields[4]),
  };
}
