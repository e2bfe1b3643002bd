import type { Environment } from "./install/setting.ts";
import type { Install } from "./install/settings.ts";
import type { Schema } from "./postgres/migrations.ts";
import type { Sql } from "./postgres/sql.ts";
import type { Output } from "./terminal/output.ts";
import type { Prompt } from "./terminal/prompt.ts";

/** What a command is handed. It reaches for nothing else: no argv, no environment but this, no streams of the process. */
export interface Context {
  /**
   * Lends a connection to the install's Postgres and closes it afterwards. The schema is checked first: one that is
   * older or newer than the program is refused. With `--as` everything on it is done as that person. With `dryRun` whatever
   * is done on it is rolled back, and said so. With `finishes` an interrupt does not end it.
   */
  withDb<T>(
    use: (sql: Sql) => Promise<T>,
    options?: { readonly dryRun?: boolean | undefined; readonly finishes?: boolean },
  ): Promise<T>;
  /**
   * Lends a connection without looking at the schema, to the commands that make it or examine it. They work as whoever is
   * connected: `--as` is a usage error.
   */
  withBareDb<T>(use: (sql: Sql) => Promise<T>): Promise<T>;
  readonly output: Output;
  readonly prompt: Prompt;
  readonly environment: Environment;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal | undefined;
  /** Runs work that ends by itself when the signal is aborted, however long that takes: it is not cut short. */
  readonly unhurried: <T>(work: () => Promise<T>) => Promise<T>;
  /** Where this install is, and where each setting came from. */
  readonly install: () => Promise<Install>;
  /** The schema that this program brings. */
  readonly schema: () => Promise<Schema>;
  /** Reads standard input to its end. */
  readonly readStdin: () => Promise<string>;
  /** The bytes of standard input as they come, for what may be longer than the memory. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /**
   * Runs a program with this process's streams, and these variables beside its environment; gives its exit code, 128 + N where
   * signal N ended it. Throws not found.
   */
  readonly runProgram: (words: readonly string[], env: Readonly<Record<string, string>>) => Promise<number>;
  /** Runs another command line of quad in this process with these settings, and this standard input, for `quad demo`. */
  readonly run: (argv: readonly string[], env: Readonly<Record<string, string>>, stdin?: string) => Promise<number>;
}

/** The flags that every command has. */
export interface GlobalFlags {
  readonly databaseUrl?: string;
  readonly home?: string;
  readonly as?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly yes?: boolean;
  readonly debug?: boolean;
}
