import { conflict, unreachable } from "../../errors.ts";
import { shown } from "../../web/failures.ts";
import { Passing, patiently } from "../../web/passing.ts";
import { type Answer, pauseOf, type Web } from "../../web/web.ts";
import type { Part } from "./part.ts";

/**
 * Downloads what is missing of a file that has `size` bytes, and never more than that. It goes on where it was broken off, as far as the
 * server lets it. Gives whether all of it came at once. Throws a conflict where the server's file has another length, and what `Web.ask` throws.
 */
export async function download(web: Web, url: URL, part: Part, size: number, came: () => void): Promise<boolean> {
  let atOnce = false;
  const attempt = async () => {
    if (part.length === size) return;
    const asked = { headers: rangeOf(part), expected: [416] };
    await web.ask(url, asked, async (answer) => {
      await begin(answer, url, part, size);
      atOnce = part.length === 0;
      await answer.body.each((piece) => {
        if (part.length + piece.length > size) throw otherLength(url, size, "more");
        part.append(piece);
        came();
      });
      if (part.length < size) throw brokenOff(url, part.length, size);
    });
  };
  await patiently(attempt, {
    pause: pauseOf(web.settings),
    signal: web.settings.signal,
    reached: () => part.length,
  });
  return atOnce;
}

/** Asks for the rest, of the same file only where there is something to know it by; the hash tells in any case. */
function rangeOf({ length, validator }: Part): Record<string, string> {
  if (length === 0) return {};
  return { range: `bytes=${length}-`, ...(validator !== undefined && { "if-range": validator }) };
}

async function begin({ status, header }: Answer, url: URL, part: Part, size: number): Promise<void> {
  if (status === 206) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header("content-range") ?? "") ?? [];
    if (total !== undefined && total !== "*" && Number(total) !== size) throw otherLength(url, size, total);
    if (Number(from) === part.length) return;
  }
  if (status !== 200) {
    await part.restart();
    throw new Passing(unreachable(`${shown(url)} is sent in another part than was asked for.`));
  }
  const length = header("content-length");
  if (length !== undefined && Number(length) !== size) throw otherLength(url, size, length);
  await part.restart(validatorOf(header));
}

/** A weak tag does not promise the same bytes. */
function validatorOf(header: Answer["header"]): string | undefined {
  const tag = header("etag");
  return tag !== undefined && /^"[^"]*"$/.test(tag) ? tag : header("last-modified");
}

const otherLength = (url: URL, size: number, found: string) =>
  conflict(`${shown(url)} has ${found} bytes, and should have ${size.toLocaleString("en")}.`, {
    hint: "It is not what the vendor's index lists. Try it again later, or ask the vendor.",
  });

const brokenOff = (url: URL, came: number, size: number) =>
  new Passing(
    unreachable(`${shown(url)} broke off after ${came.toLocaleString("en")} of ${size.toLocaleString("en")} bytes.`, {
      hint: "Run it again; it goes on from there.",
    }),
  );
