import { readFile, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { cancelled, unreachable } from "../errors.ts";
import type { Environment, VaultSettings } from "../install/setting.ts";
import { shortened } from "../terminal/style.ts";
import { asVaultFailure } from "./failures.ts";

/** The oldest Bitwarden CLI that is known to do what is asked of it here. */
const oldest = "2025.1.0";

const install = [
  "Install it: npm install --global @bitwarden/cli@2026.6.0 (for Node 20; newer ones need Node 22)",
  "Or name it: bw in quad.yaml, or QUAD_BW",
];

/** What `bw` is told beside its words; secrets go this way only, never as an argument. */
interface Secrets {
  /** The master password. */
  readonly password?: string;
  /** The key of an unlocked session. */
  readonly session?: string;
  /** What an account's API key consists of. */
  readonly apiKey?: { readonly id: string; readonly secret: string };
}

/** The Bitwarden CLI, the client that Vaultwarden supports, with a data directory of quad's own. */
export interface Bw {
  /** Runs it and gives the data of its answer. Throws what it refuses, as a failure with a sentence of its own. */
  run(words: readonly string[], secrets?: Secrets): Promise<unknown>;
  readonly version: string;
}

/** Finds the CLI and looks at its version. Throws unreachable (exit 6) where it is missing, too old, or does not run. */
export async function openBw(settings: VaultSettings): Promise<Bw> {
  const { program } = settings;
  if (program === undefined) throw unreachable("The Bitwarden CLI (bw) was not found on PATH.", { hint: install });
  if (!(await stat(program.value).catch(() => undefined))) {
    throw unreachable(`The Bitwarden CLI is not at ${program.value} (${program.source}).`, { hint: install });
  }
  const start = (words: readonly string[], secrets: Secrets = {}) => run(program.value, words, settings, secrets);
  const version = await remembered(program.value, settings.directory.value, async () =>
    (await start(["--version"])).trim(),
  );
  if (!/^\d{4}\.\d+\.\d+$/.test(version)) {
    throw unreachable(
      `${program.value} is not the Bitwarden CLI: asked for its version, it says ${JSON.stringify(shortened(version))}.`,
      {
        hint: install,
      },
    );
  }
  if (older(version, oldest)) {
    throw unreachable(
      `The Bitwarden CLI at ${program.value} is ${version}, which is too old; it has to be ${oldest} or newer.`,
      {
        hint: install,
      },
    );
  }
  return {
    version,
    async run(words, secrets) {
      const text = await start(["--nointeraction", "--response", ...words], secrets);
      const answer = asAnswer(text);
      if (answer === undefined)
        throw unreachable(`The Bitwarden CLI (${words[0]}) ended without an answer.`, {
          hint: "Look at it: quad vault status",
        });
      if (!answer.success) throw asVaultFailure(answer.message ?? "", words[0] ?? "");
      return answer.data;
    },
  };
}

/** What was asked of this very file before is not asked again: it takes a second. */
async function remembered(program: string, directory: string, ask: () => Promise<string>): Promise<string> {
  const { mtimeMs, size } = await stat(program);
  const file = join(directory, "client.json");
  const known = await readFile(file, "utf8")
    .then((text) => JSON.parse(text) as Record<string, unknown>)
    .catch(() => undefined);
  if (known?.program === program && known.mtimeMs === mtimeMs && known.size === size) return String(known.version);
  const version = await ask();
  // Where it cannot be written down, it is asked again.
  await writeFile(file, JSON.stringify({ program, mtimeMs, size, version }), { mode: 0o600 }).catch(() => {});
  return version;
}

interface Answer {
  readonly success: boolean;
  readonly data?: unknown;
  readonly message?: string;
}

function asAnswer(text: string): Answer | undefined {
  if (!text.trimEnd().endsWith("}")) return undefined;
  try {
    const answer = JSON.parse(text) as Answer;
    return typeof answer.success === "boolean" ? answer : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs it and gives what it prints: with `--response` as soon as the answer is whole, because it then idles for a second or two before it
 * ends, which nobody has to wait for.
 */
async function run(
  program: string,
  words: readonly string[],
  { directory, timeout, environment }: VaultSettings,
  secrets: Secrets,
): Promise<string> {
  const { execa } = await import("execa");
  const child = execa(program, words, {
    env: environmentOf(environment, directory.value, secrets),
    extendEnv: false,
    cwd: "/",
    stdin: "ignore",
    // What it logs is not shown: it is long, and nobody has looked at all of it.
    stderr: "ignore",
    buffer: false,
    reject: false,
    cleanup: false,
    timeout: timeout.value * 1000,
    forceKillAfterDelay: 500,
  });
  const stop = () => void child.kill();
  process.once("exit", stop);
  let text = "";
  const answered = new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (chunk.trimEnd().endsWith("}") && asAnswer(text)) resolve(text);
    });
  });
  const ended = child.then((end) => {
    if (end.timedOut) {
      throw unreachable(`The Bitwarden CLI (${spoken(words)}) did not answer within ${timeout.value} s.`, {
        hint: "Look at the vault: quad vault status; a longer time: QUAD_VAULT_TIMEOUT",
      });
    }
    if (end.signal === "SIGINT" || end.signal === "SIGTERM") throw cancelled();
    if (end.code === "EACCES" || end.code === "ENOENT" || end.exitCode === 126 || end.exitCode === 127) {
      throw unreachable(`The Bitwarden CLI at ${program} does not run (${end.code ?? `exit code ${end.exitCode}`}).`, {
        hint: install,
      });
    }
    return text;
  });
  ended.catch(() => {});
  try {
    return await Promise.race([answered, ended]);
  } finally {
    process.off("exit", stop);
    child.unref();
  }
}

const spoken = (words: readonly string[]): string =>
  words.filter((word) => !word.startsWith("--"))[0] ?? words[0] ?? "";

/** What it may see: where it and Node find things, and how the network is reached. */
const passedOn =
  /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|all|no)_proxy|(HTTPS?|ALL|NO)_PROXY)$/;

function environmentOf(
  env: Environment,
  directory: string,
  { password, session, apiKey }: Secrets,
): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => passedOn.test(name) && value !== undefined) as [
    string,
    string,
  ][];
  return {
    ...Object.fromEntries(kept),
    // cron's PATH seldom has Node on it.
    PATH: [env.PATH ?? "/usr/bin:/bin", dirname(process.execPath)].join(delimiter),
    BITWARDENCLI_APPDATA_DIR: directory,
    ...(password !== undefined && { QUAD_VAULT_PASSWORD: password }),
    ...(session !== undefined && { BW_SESSION: session }),
    ...(apiKey && { BW_CLIENTID: apiKey.id, BW_CLIENTSECRET: apiKey.secret }),
  };
}

/** The words that make it take the master password out of its environment. */
export const passwordWords = ["--passwordenv", "QUAD_VAULT_PASSWORD"] as const;

function older(version: string, than: string): boolean {
  const [a, b] = [version, than].map((one) => one.split(".").map(Number));
  for (let i = 0; i < 3; i += 1) {
    if (a?.[i] !== b?.[i]) return (a?.[i] ?? 0) < (b?.[i] ?? 0);
  }
  return false;
}
