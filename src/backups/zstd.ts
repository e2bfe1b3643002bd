import type { Readable } from "node:stream";
import { QuadError } from "../errors.ts";
import type { Environment } from "../install/setting.ts";
import { type Running, start, withPrograms, write } from "./programs.ts";

const missing = "Install it: apt-get install zstd";

const zstd = (args: readonly string[], env: Environment) => ({
  ...{ name: "zstd", file: "zstd", args, env, missing },
});

/**
 * Starts what compresses. What another program writes into it directly is a dump: rows become smaller at level 2 than at 3, for two
 * thirds of the processor, and one thread keeps up with pg_dump. Files become a twentieth smaller at level 3, and come faster than one
 * thread compresses them. It may write into a file that is open.
 */
export const compressor = (env: Environment, input: "pipe" | Readable, output?: number): Running =>
  start(zstd([...(input === "pipe" ? ["-3", "-T2"] : ["-2", "-T1"]), "-q", "-c"], env), input, output);

/** Compresses what is in memory already, or comes from elsewhere. Throws unreachable where zstd fails. */
export const compressed = (bytes: AsyncIterable<Uint8Array>, env: Environment, signal?: AbortSignal) =>
  through(compressor(env, "pipe"), bytes, signal);

/** What zstd says of a stream that nobody has written so; anything else is about this host. */
const ofStream = /premature end|unexpected end of file|unsupported format|unknown header|Decoding error/;

/**
 * Decompresses. Throws what `cannot` makes of a reason where the stream is cut or damaged, unreachable where zstd fails otherwise, and
 * what reading `bytes` throws.
 */
export async function* decompressed(
  bytes: AsyncIterable<Uint8Array>,
  env: Environment,
  { signal, cannot }: { readonly signal: AbortSignal | undefined; readonly cannot: (why: string) => Error },
): AsyncGenerator<Buffer> {
  const program = start(zstd(["-d", "-q", "-c"], env), "pipe");
  try {
    yield* through(program, bytes, signal);
  } catch (error) {
    const { code, said } = await program.ended;
    const why = said.findLast((line) => ofStream.test(line));
    throw code === 1 && why !== undefined && error instanceof QuadError && error.code === "unreachable"
      ? cannot(why.replace(/^.*\*\\ ?: /, "").trim())
      : error;
  }
}

/** What a program makes of these bytes. */
async function* through(
  program: Running,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  let failure: { readonly error: unknown } | undefined;
  const feeding = (async () => {
    try {
      for await (const chunk of bytes) if (program.stdin && !(await write(program.stdin, chunk))) return;
    } catch (error) {
      failure = { error };
    } finally {
      program.stdin?.end();
    }
  })();
  let whole = false;
  const end = () => program.kill();
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  try {
    for await (const chunk of program.stdout ?? []) yield chunk as Buffer;
    await feeding;
    whole = true;
  } finally {
    signal?.removeEventListener("abort", end);
    if (!whole) program.kill();
  }
  if (failure) throw failure.error;
  await withPrograms([program], signal, async () => {});
}
