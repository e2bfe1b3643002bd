import type { Install } from "../settings.ts";
import { type Check, failedBy, ok, type Settled, settled, skipped } from "./check.ts";

/** How the vault would be reached. Nothing is run: that is `quad vault status`. The master password is never shown. */
export async function vaultChecks(install: Install, config: Settled<unknown>): Promise<readonly Check[]> {
  if (config.error) return [skipped("vault client", "the config file cannot be used.")];
  const { value: vault, error } = await settled(install.vault());
  if (error) return [failedBy("vault client", error)];
  const password = vault.password ?? vault.passwordFile;
  return [
    vault.program
      ? ok("vault client", vault.program.value, vault.program.source)
      : skipped("vault client", "bw is not on PATH; quad key exec, reveal and check need it."),
    ok("vault directory", vault.directory.value, vault.directory.source),
    password === undefined
      ? ok("vault password", "asked for")
      : ok("vault password", vault.password ? "***" : password.value, password.source),
  ];
}
