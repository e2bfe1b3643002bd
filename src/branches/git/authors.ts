import { requireWhole } from "./failures.ts";
import { type GitOptions, gitIn } from "./git.ts";
import type { Place } from "./place.ts";

/** Who made a commit, as git knows it; both may be missing. */
export interface Author {
  /** Lower-cased; null where it is no address. */
  readonly email: string | null;
  readonly name: string | null;
}

const nobody: Author = { email: null, name: null };

/**
 * Who made commits, each once, until they are told apart by the repository's .mailmap.
 * Names and addresses are a character a byte.
 */
export class Contacts {
  readonly #numbers = new Map<string, number>();

  /** Takes what git says of an author, `<address>` and name; gives the number under which `resolved` has it. */
  add(address: string, name: string): number {
    // A few clients have written brackets into the address: the innermost is meant.
    const email = (/<([^<]*)>$/.exec(address)?.[1] ?? "").replace(/^[\s<>]+|[\s<>]+$/g, "");
    const usable = email.length <= 500 && !/[\x00-\x20\x7f>]/.test(email) ? email : "";
    // What git could not take apart again goes.
    const plain = name
      .replace(/[\x00-\x1f\x7f<>]/g, "")
      .slice(0, 200)
      .trim();
    const contact = `${plain}${plain === "" ? "" : " "}<${usable}>`;
    const known = this.#numbers.get(contact);
    if (known !== undefined) return known;
    this.#numbers.set(contact, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** The authors in the order of their numbers, after .mailmap: the work tree's, or the one in HEAD of a bare repository. */
  async resolved({ top }: Place, options: GitOptions): Promise<readonly Author[]> {
    if (this.#numbers.size === 0) return [];
    const authors: Author[] = [];
    const input = Buffer.from(`${[...this.#numbers.keys()].join("\n")}\n`, "latin1");
    const onLine = (line: string) => authors.push(asAuthor(line)) > 0;
    requireWhole(top, await gitIn(top, ["check-mailmap", "--stdin"], { ...options, input, onLine }));
    return authors;
  }
}

function asAuthor(contact: string): Author {
  const [, name = "", email = ""] = /^(.*?) ?<([^<>]*)>$/.exec(contact) ?? [];
  if (name === "" && email === "") return nobody;
  return { name: textOf(name).trim() || null, email: emailOf(textOf(email)) };
}

/** What could be someone's address, `jane@host.(none)` too, by which a person may be known. */
function emailOf(text: string): string | null {
  const email = text.toLowerCase();
  return email.length <= 254 && /^[^@\s\p{C}]+@[^@\s\p{C}]+$/u.test(email) ? email : null;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes as text: what is no UTF-8 was most often written in Latin-1. */
function textOf(bytes: string): string {
  try {
    return utf8.decode(Buffer.from(bytes, "latin1"));
  } catch {
    return bytes.replace(/[\x80-\x9f]/g, "\ufffd");
  }
}
