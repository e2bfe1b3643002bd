import { join, resolve } from "node:path";
import type { ConfigFile } from "./config-file.ts";
import { firstOf, secondsOf } from "./first-of.ts";
import { findProgram } from "./program.ts";
import type { Environment, Setting, VaultSettings } from "./setting.ts";

/** Finds how the vault is reached: `QUAD_*`, the config file, and for the client PATH. */
export async function vaultSettings(
  env: Environment,
  config: ConfigFile | undefined,
  state: string,
): Promise<VaultSettings> {
  const values = config?.values;
  const first = firstOf(env, config);
  return {
    program: first("QUAD_BW", (path) => resolve(path), values?.bw) ?? (await onPath("bw", env)),
    directory: first("QUAD_VAULT_DIR", (path) => resolve(path), values?.vault_dir) ?? {
      value: join(state, "vault"),
      source: "default",
    },
    password: env.QUAD_VAULT_PASSWORD ? { value: env.QUAD_VAULT_PASSWORD, source: "QUAD_VAULT_PASSWORD" } : undefined,
    passwordFile: first("QUAD_VAULT_PASSWORD_FILE", (path) => resolve(path), values?.vault_password_file),
    timeout: first("QUAD_VAULT_TIMEOUT", secondsOf("QUAD_VAULT_TIMEOUT"), values?.vault_timeout) ?? {
      value: 30,
      source: "default",
    },
    environment: env,
  };
}

async function onPath(name: string, env: Environment): Promise<Setting<string> | undefined> {
  const file = await findProgram(name, env);
  return file === undefined ? undefined : { value: file, source: "PATH" };
}
