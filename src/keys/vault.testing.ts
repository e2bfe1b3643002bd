import type { Run, RunOptions, TestInstall } from "../testing/install.ts";
import { ids, type TestVault } from "../testing/vault.ts";
import { keyInstall } from "./install.testing.ts";

export interface KeyVaultInstall extends TestInstall {
  /** What every command line here is given. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command line with the vault in reach. */
  quad(line: string | readonly string[], options?: RunOptions): Promise<Run>;
}

/** The install of `keyInstall`, whose root's GitHub key and whose Jira key are in the vault. */
export async function keyVaultInstall(vault: TestVault): Promise<KeyVaultInstall> {
  const install = await keyInstall();
  const env = vault.env();
  const quad: KeyVaultInstall["quad"] = (line, options) =>
    install.quad(line, { ...options, env: { ...env, ...options?.env } });
  for (const line of [
    `key set github --path vault://${ids.github}/token --domain massmutual`,
    "key set jira --domain massmutual --path".concat(" 'Shared tools/Jira'"),
  ]) {
    const { code, stderr } = await quad(line);
    if (code !== 0) throw new Error(stderr);
  }
  return { ...install, env, quad };
}
