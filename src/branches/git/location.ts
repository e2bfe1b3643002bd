import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { notFound, QuadError, usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
import { parseAddress } from "./address.ts";
import { notARepository } from "./failures.ts";
import type { GitOptions } from "./git.ts";
import { findPlace } from "./place.ts";

/** Where a repository is. */
export interface Location {
  readonly kind: "local" | "remote";
  /** What is stored and compared: an absolute path without links, or an address that git fetches from, without a secret. */
  readonly text: string;
  /** The last part of it without `.git`, for people. */
  readonly name: string;
}

/**
 * A path on this host, which may lie anywhere in a repository, or an address: https, http, ssh, git, file, or user@host:path.
 * Throws a usage error of what is neither, or holds a secret; not found; not allowed where it belongs to somebody else.
 */
export async function parseLocation(text: string, options: GitOptions): Promise<Location> {
  if (text.trim() === "") throw usage("No repository is named.", { hint: "Give its path or its URL." });
  if (text.startsWith("-")) {
    throw usage(`${JSON.stringify(shortened(text))} is no repository: it begins with a dash.`, {
      hint: "Of a path write ./ before it.",
    });
  }
  if (text.includes("\0")) throw usage(`${JSON.stringify(shortened(text))} is no path.`);
  const address = parseAddress(text);
  if (address !== undefined) return { kind: "remote", text: address, name: lastPart(address) };
  const path = await realpath(resolve(text)).catch((error: NodeJS.ErrnoException) => {
    throw cannotReach(text, error);
  });
  const { top } = await findPlace(path, options);
  return { kind: "local", text: top, name: lastPart(top) };
}

const lastPart = (text: string): string =>
  (text.split(/[/:]/).findLast((part) => part !== "") ?? text).replace(/(.)\.git$/, "$1");

function cannotReach(text: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "EACCES") {
    return new QuadError("notAllowed", `${text} cannot be read by the user that runs quad.`, { hint: "See: ls -ld" });
  }
  if (error.code === "ENOTDIR" || error.code === "ELOOP" || error.code === "ENAMETOOLONG")
    return notARepository(shortened(text, 300));
  if (error.code !== "ENOENT") return error;
  return notFound(`There is no ${shortened(text, 300)}.`, {
    hint: /^[\w.-]+\.[a-z]{2,}\//i.test(text)
      ? `Of a server write its URL: https://${shortened(text, 300)}`
      : undefined,
  });
}
