import { QuadError, usage } from "../errors.ts";
import { counted, shortened } from "../terminal/style.ts";

/** Where something stands. Line 0 is the file as a whole. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Something that keeps a file from being imported. */
interface Problem extends Place {
  readonly message: string;
}

/** Collects what is wrong, so that all of it is said at once. */
export interface Problems {
  add(at: Place, message: string): void;
  /** What `parse` makes of a text; undefined where it throws a QuadError, which becomes a problem. */
  attempt<T>(at: Place, parse: () => T): T | undefined;
  /** Throws a usage error that lists every problem by file and line, if there is any. */
  throwIfAny(): void;
}

const mostShown = 200;
// Far above what anybody reads; a hostile file does not fill the memory.
const mostKept = 10_000;

export function createProblems(): Problems {
  const kept: Problem[] = [];
  const files = new Map<string, number>();
  let found = 0;
  const add: Problems["add"] = ({ file, line }, message) => {
    found += 1;
    if (!files.has(file)) files.set(file, files.size);
    if (kept.length < mostKept) kept.push({ file, line, message });
  };
  return {
    add,
    attempt(at, parse) {
      try {
        return parse();
      } catch (error) {
        if (!(error instanceof QuadError)) throw error;
        add(at, [error.message, ...error.hint].join(" "));
        return undefined;
      }
    },
    throwIfAny() {
      if (found === 0) return;
      const shown = kept
        .sort((a, b) => (files.get(a.file) ?? 0) - (files.get(b.file) ?? 0) || a.line - b.line)
        .slice(0, mostShown)
        .map((problem) => `${placed(problem)}: ${shortened(problem.message, 500)}`);
      throw usage(`${counted(found, "problem")} in ${counted(files.size, "file")}. Nothing was changed.`, {
        detail: found > shown.length ? [...shown, `and ${(found - shown.length).toLocaleString("en")} more`] : shown,
      });
    },
  };
}

/** A place as editors and compilers write it: `FILE:LINE`. */
export const placed = ({ file, line }: Place): string => (line === 0 ? file : `${file}:${line}`);

/** A place as it is named from another one: the line alone where it is the same file. */
export const seenFrom = (here: Place, there: Place): string =>
  here.file === there.file ? `line ${there.line}` : placed(there);
