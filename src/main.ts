import type { CommanderError } from "commander";
import type { Context, GlobalFlags } from "./context.ts";
import { cancelled, ExitCode, QuadError, unreachable, usage } from "./errors.ts";
import { childEnvironment } from "./install/child-environment.ts";
import { migrationsDirectory, packageRoot, packageVersion } from "./install/package.ts";
import type { Environment } from "./install/setting.ts";
import { findInstall } from "./install/settings.ts";
import { stateDirectory } from "./install/state.ts";
import { withConnection } from "./postgres/connect.ts";
import { type Fingerprint, fingerprint, readSchema } from "./postgres/migrations.ts";
import { requireSchema } from "./postgres/requirement.ts";
import type { Sql } from "./postgres/sql.ts";
import { attribute, hasCommitted, rehearse } from "./postgres/transaction.ts";
import { buildProgram, helpAsFlag } from "./program.ts";
import { ignoresHangup } from "./terminal/hangup.ts";
import { createOutput, renderFailure, type Sink } from "./terminal/output.ts";
import { createPrompt } from "./terminal/prompt.ts";
import { widthOf } from "./terminal/style.ts";

/** The schema at the time of the build, so that no command has to read it; undefined when run from source. */
declare const QUAD_SCHEMA: Fingerprint | undefined;
const builtFor = typeof QUAD_SCHEMA === "undefined" ? undefined : QUAD_SCHEMA;

/** The world as one run of the program sees it. */
export interface World {
  /** The words after `quad`. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Opened when somebody is asked, or something is read: opening it takes as long as a query. */
  readonly stdin: () => NodeJS.ReadStream;
  readonly stdout: Sink;
  readonly stderr: NodeJS.WriteStream | Sink;
  /** Runs a program with these streams and this environment; gives its exit code. */
  readonly runProgram: (words: readonly string[], env: Environment) => Promise<number>;
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal;
  /** From now on an interrupt does no more than abort the signal; gives what ends that. */
  readonly holdOn?: () => () => void;
}

/** Runs `quad` in this process, with its streams; the exit code becomes the process's. */
export async function start(): Promise<void> {
  // Until it is known how it ended: a promise that nothing keeps waiting for would end the process as if all were well.
  process.exitCode = ExitCode.bug;
  const interrupt = new AbortController();
  let stopped: number | undefined;
  let handedOver: ((signal: NodeJS.Signals) => void) | undefined;
  let held = 0;
  for (const [name, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(name, () => {
      if (handedOver) return handedOver(name);
      if (stopped !== undefined && held === 0) return dieBy(name, code);
      stopped = code;
      interrupt.abort();
      if (held === 0) setTimeout(() => dieBy(name, code), 5000).unref();
    });
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(ExitCode.done);
    const failure = unreachable(`Standard output cannot be written: ${error.message}.`, {
      hint: "Write it where there is room; what was changed, was changed.",
    });
    process.stderr.write(`${renderFailure(failure, ownWords(process.argv.slice(2)).includes("--json"))}\n`);
    process.exit(failure.exitCode);
  });
  process.stderr.on("error", () => {});
  const { argv, stdout, stderr } = process;
  const env = { ...process.env };
  // What is started without a word about its environment, as the embedded Postgres is, sees no more than the rest.
  delete process.env.QUAD_VAULT_PASSWORD;
  let opened: NodeJS.ReadStream | undefined;
  const stdin = () => {
    opened ??= process.stdin;
    return opened;
  };
  const runProgram: World["runProgram"] = async (words, environment) => {
    const { passThrough } = await import("./terminal/pass-through.ts");
    return passThrough(words, environment, (forward) => {
      handedOver = forward;
    });
  };
  const hangUp = () => {
    stopped = 129;
    interrupt.abort();
  };
  const holdOn = () => {
    held += 1;
    // A terminal that is closed leaves nothing half done.
    if (!ignoresHangup()) process.once("SIGHUP", hangUp);
    return () => {
      held -= 1;
      process.off("SIGHUP", hangUp);
    };
  };
  const { signal } = interrupt;
  const code = await main({ argv: argv.slice(2), env, stdin, stdout, stderr, runProgram, signal, holdOn });
  // That somebody has to look after something is worth more than that it was interrupted.
  process.exitCode = code === ExitCode.needsAttention ? code : (stopped ?? code);
  opened?.unref?.();
  // Everything is done; what is still open is the server's end of a connection that was closed.
  // Where writing failed, the listener above is yet to be told, and ends it.
  stdout.write("", (error) => error ?? process.exit());
}

/**
 * Ends this process by the signal, as if it had never been caught. `process.exit` would wait for a thread that opens or reads a pipe into
 * which nobody writes.
 */
function dieBy(name: NodeJS.Signals, code: number): void {
  process.emit("exit", code);
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}

/** Runs one command line and returns its exit code. Prints a failure once, on standard error. */
export async function main(world: World): Promise<number> {
  const root = packageRoot();
  const json = ownWords(world.argv).includes("--json");
  try {
    const argv = helpAsFlag(world.argv);
    let exitCode = (): number => ExitCode.done;
    const handOut = (flags: () => GlobalFlags, command: () => string) => {
      const ctx = createContext(world, root, flags, command);
      exitCode = () => ctx.output.exitCode;
      return ctx;
    };
    const program = await buildProgram(argv, handOut, {
      version: packageVersion(root),
      writeOut: (text) => void world.stdout.write(text),
      columns: widthOf(world.stdout),
    });
    await program.parseAsync(argv, { from: "user" });
    return exitCode();
  } catch (error) {
    return report(world, error, json);
  }
}

/** What is said to quad itself, and not to a program that it runs. */
const ownWords = (argv: readonly string[]): readonly string[] =>
  argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;

function createContext(world: World, root: string, flags: () => GlobalFlags, command: () => string): Context {
  const { env, stdin, stdout, stderr, signal } = world;
  const isTty = (stream: unknown) => (stream as { isTTY?: boolean }).isTTY === true;
  const once = <T>(make: () => T): (() => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const output = once(() =>
    createOutput(stdout, stderr, {
      json: flags().json ?? false,
      quiet: flags().quiet ?? false,
      colour: flags().color !== false && !env.NO_COLOR && env.TERM !== "dumb",
    }),
  );
  const prompt = once(() =>
    createPrompt({
      stdin: stdin(),
      stderr: stderr as NodeJS.WriteStream,
      interactive: isTty(stdin()) && isTty(stderr),
      yes: flags().yes ?? false,
      signal,
    }),
  );
  const install = once(async () => findInstall(flags(), env, stateDirectory(env)));
  const connected = async <T>(use: (sql: Sql) => Promise<T>, finishes = false): Promise<T> => {
    const { value: target, warnings = [] } = await (await install()).database();
    for (const warning of warnings) output().warn(warning);
    try {
      return await withConnection(
        target,
        (sql) => {
          attribute(sql, { command: command() });
          return use(sql);
        },
        finishes ? undefined : signal,
      );
    } catch (error) {
      if (signal?.aborted && !finishes) throw cancelled("Interrupted; nothing was left half done.");
      throw await mayBeBrokenOff(error, (await install()).home.value);
    }
  };
  return {
    get output() {
      return output();
    },
    get prompt() {
      return prompt();
    },
    environment: env,
    signal,
    install,
    async withBareDb(use) {
      if (flags().as === undefined) return connected(use);
      throw usage(`${command()} works as whoever is connected.`, { hint: "Leave out --as." });
    },
    schema: async () => readSchema(migrationsDirectory(root)),
    async withDb(use, options) {
      return connected(async (sql) => {
        await requireSchema(sql, builtFor ?? fingerprint(readSchema(migrationsDirectory(root))));
        if (options?.dryRun) rehearse(sql);
        const { as } = flags();
        const result =
          as === undefined ? await use(sql) : await (await import("./access/act-as.ts")).actAs(sql, as, use);
        if (options?.dryRun) output().note("Nothing was changed: --dry-run.");
        // What an interrupted command leaves unsealed, the next one seals.
        if (as === undefined && hasCommitted(sql) && !signal?.aborted) {
          const { sealWhenDue } = await import("./audit/due.ts");
          const problem = await sealWhenDue(sql, async () => (await (await install()).auditDirectory()).value);
          if (problem) output().warn(problem);
        }
        return result;
      }, options?.finishes);
    },
    async unhurried(work) {
      const end = world.holdOn?.();
      try {
        return await work();
      } finally {
        end?.();
      }
    },
    async readStdin() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytesOf(stdin())) chunks.push(chunk);
      return Buffer.concat(chunks).toString("utf8");
    },
    stdin: () => bytesOf(stdin()),
    async runProgram(words, added) {
      if (signal?.aborted) throw cancelled("Interrupted before it was run.");
      return world.runProgram(words, childEnvironment({ ...env, ...added }));
    },
    async run(argv, settings, input) {
      const { Readable } = await import("node:stream");
      const read = () => (input === undefined ? stdin() : (Readable.from([input]) as unknown as NodeJS.ReadStream));
      return main({
        ...world,
        stdin: read,
        stdout: flags().json ? stderr : stdout,
        argv,
        env: { ...env, ...settings },
      });
    },
  };
}

/** Where a patch was broken off, that is why a database is not there, or lets nobody in. */
async function mayBeBrokenOff(error: unknown, home: string): Promise<unknown> {
  if (!(error instanceof QuadError) || error.code !== "unreachable") return error;
  const { unfinishedRun } = await import("./patches/runs/places.ts");
  if (!unfinishedRun(home)) return error;
  const { message, detail, cause } = error;
  const hint = "A patch was broken off here, or is under way: quad patch status";
  return unreachable(message, { detail, hint, cause });
}

async function* bytesOf(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield Buffer.from(chunk as Uint8Array);
}

async function report(world: World, error: unknown, json: boolean): Promise<number> {
  const failure = asQuadError(error);
  if (failure === undefined) return ExitCode.done;
  if (failure instanceof QuadError) {
    world.stderr.write(`${renderFailure(failure, json)}\n`);
    if (ownWords(world.argv).includes("--debug"))
      world.stderr.write(`${failure.cause instanceof Error ? failure.cause.stack : failure.stack}\n`);
    return failure.exitCode;
  }
  const stack = failure instanceof Error ? failure.stack : String(failure);
  world.stderr.write(
    json
      ? `${JSON.stringify({ error: { code: "bug", message: stack, hint: reportBug } })}\n`
      : `This is a bug in quad.\n${stack}\n${reportBug}\n`,
  );
  return ExitCode.bug;
}

const reportBug = "Please report it to integrations@quadframe.work, with the command and the lines above.";

/** commander's own refusals are usage errors, which name the help where they have no better hint; undefined when it has only shown help. */
function asQuadError(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === "uv_cwd")
    return usage("The directory that this was called in is not there any more.", { hint: "Go to another: cd" });
  if (!(error instanceof Error) || error.name !== "CommanderError") return error;
  const { code, message, command = "quad" } = error as CommanderError & { readonly command?: string };
  if (/^commander\.(help|helpDisplayed|version)$/.test(code)) return undefined;
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const near = rest.map((line) => line.replace(/^\((.*)\)$/, "$1"));
  // What is not among the choices is told with all of them, and of two flags that exclude each other one is left out.
  const told = near.length > 0 || /^commander\.(invalidArgument|conflictingOption)$/.test(code);
  return usage(`${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.?!]$/.test(first) ? "" : "."}`, {
    hint: told ? near : `See how: ${command} --help`,
  });
}
