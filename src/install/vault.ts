import { join, resolve } from "node:path";
import { usage } from "../errors.ts";
import type { ConfigFile } from "./config-file.ts";
import { findProgram } from "./program.ts";
import type { Environment, Setting, VaultSettings } from "./setting.ts";

/** Finds how the vault is reached: `QUAD_*`, the config file, and for the client PATH. */
export async function vaultSettings(
  env: Environment,
  config: ConfigFile | undefined,
  state: string,
): Promise<VaultSettings> {
  const values = config?.values;
  const first = <T>(variable: string, read: (text: string) => T, written: T | undefined): Setting<T> | undefined => {
    const text = env[variable];
    if (text) return { value: read(text), source: variable };
    return written === undefined ? undefined : { value: written, source: config?.path ?? "" };
  };
  return {
    program: first("QUAD_BW", (path) => resolve(path), values?.bw) ?? (await onPath("bw", env)),
    directory: first("QUAD_VAULT_DIR", (path) => resolve(path), values?.vault_dir) ?? {
      value: join(state, "vault"),
      source: "default",
    },
    password: env.QUAD_VAULT_PASSWORD ? { value: env.QUAD_VAULT_PASSWORD, source: "QUAD_VAULT_PASSWORD" } : undefined,
    passwordFile: first("QUAD_VAULT_PASSWORD_FILE", (path) => resolve(path), values?.vault_password_file),
    timeout: first("QUAD_VAULT_TIMEOUT", secondsOf, values?.vault_timeout) ?? { value: 30, source: "default" },
    environment: env,
  };
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= 3600) return seconds;
  throw usage(
    `QUAD_VAULT_TIMEOUT is ${JSON.stringify(text.slice(0, 80))}; it has to be a number of seconds, 1 to 3600.`,
  );
}

async function onPath(name: string, env: Environment): Promise<Setting<string> | undefined> {
  const file = await findProgram(name, env);
  return file === undefined ? undefined : { value: file, source: "PATH" };
}
