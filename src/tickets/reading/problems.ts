/** Something that keeps a file from being imported. */
interface Problem {
  readonly line: number;
  readonly text: string;
}

/** What is wrong with a file: all of it counted, the first hundred kept. It fills while the rows are read. */
export interface Problems {
  readonly first: readonly Problem[];
  readonly count: number;
}

/** The file cannot be read any further. */
export class Unreadable extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = "Unreadable";
    this.line = line;
  }
}

const mostKept = 100;

/** Collects problems in bounded memory. */
export class ProblemList implements Problems {
  readonly first: Problem[] = [];
  count = 0;

  add(line: number, text: string): void {
    this.count += 1;
    if (this.first.length < mostKept) this.first.push({ line, text });
  }
}
