import { type QuadError, usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** More than any tool lets people type, and as much as the index of branches holds. */
export const longestName = 1000;

/** The name of a branch as somebody writes it. Throws a usage error. */
export function parseBranchName(text: string): string {
  const wrong = problemOf(text.trim());
  if (wrong !== undefined) throw noName(text, wrong);
  return text.trim();
}

/**
 * The names in a text, one a line, each once; blank lines do not count, nor do the marks with which `git branch` begins a line. Throws
 * a usage error with the line of what is none, and where there is no name at all.
 */
export function readNames(text: string): readonly string[] {
  const names = new Set<string>();
  for (const [i, whole] of text.split("\n").entries()) {
    const line = whole
      .replace(/\r$/, "")
      .replace(/^[*+] /, "")
      .trim();
    // Of `git branch`, while no branch is checked out.
    if (line === "" || (whole.startsWith("* ") && /^\((HEAD detached|no branch)/.test(line))) continue;
    const wrong = problemOf(line);
    if (wrong !== undefined) throw noName(line, wrong, i + 1);
    names.add(line);
  }
  if (names.size === 0) throw usage("There are no names on standard input.");
  return [...names];
}

function problemOf(name: string): string | undefined {
  if (/^[\p{Z}\p{C}]*$/u.test(name)) return "it is empty";
  if (Buffer.byteLength(name) > longestName) return `it can have ${longestName} bytes`;
  return /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name) ? "it holds characters that cannot be seen" : undefined;
}

const noName = (text: string, wrong: string, line?: number): QuadError =>
  usage(
    `${line === undefined ? "" : `Line ${line}: `}${JSON.stringify(shortened(text))} is not the name of a branch: ${wrong}.`,
  );
