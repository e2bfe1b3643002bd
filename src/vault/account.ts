import { usage } from "../errors.ts";
import type { VaultSettings } from "../install/setting.ts";
import { type Bw, openBw, passwordWords } from "./bw.ts";
import { alone, ownDirectory } from "./directory.ts";

/** How quad stands with the vault. */
export interface VaultStatus {
  readonly program: string;
  readonly version: string;
  readonly directory: string;
  readonly server: string | null;
  readonly email: string | null;
  readonly state: "logged_out" | "locked" | "unlocked";
  readonly lastSync: string | null;
}

/** How quad stands with the vault. Throws unreachable (exit 6) without a CLI. */
export const vaultStatus = (settings: VaultSettings): Promise<VaultStatus> =>
  withBw(settings, (bw) => statusOf(bw, settings));

export interface VaultLogin {
  /** The URL of Vaultwarden; the one it was before when left out. */
  readonly server?: string | undefined;
  readonly email?: string | undefined;
  /** Log in by the API key in BW_CLIENTID and BW_CLIENTSECRET; the password then only unlocks. */
  readonly apiKey?: boolean | undefined;
  /** A second factor, as `bw login` takes it. */
  readonly method?: string | undefined;
  readonly code?: string | undefined;
}

/**
 * Logs quad in to the vault, and locks it again. Who was logged in before is logged out. Throws unreachable (exit 6) with the reason,
 * and a usage error where it is not said to which server or as whom.
 */
export async function vaultLogin(
  settings: VaultSettings,
  wanted: VaultLogin,
  password: () => Promise<string>,
): Promise<VaultStatus> {
  return withBw(settings, async (bw) => {
    const before = await statusOf(bw, settings);
    const server = wanted.server ?? before.server;
    const email = wanted.email ?? before.email;
    if (server === null)
      throw usage("Missing: --server URL.", { hint: "Of Vaultwarden, as in https://vault.example.com" });
    if (email === null && !wanted.apiKey)
      throw usage("Missing: --email EMAIL.", { hint: "Of the account that quad reads with." });
    const master = await password();
    if (before.state !== "logged_out") await bw.run(["logout"]);
    await bw.run(["config", "server", server]);
    if (wanted.apiKey) {
      await bw.run(["login", "--apikey"], { apiKey: apiKeyOf(settings) });
      await bw.run(["unlock", ...passwordWords], { password: master });
    } else {
      const factor = [
        ...(wanted.method ? ["--method", wanted.method] : []),
        ...(wanted.code ? ["--code", wanted.code] : []),
      ];
      await bw.run(["login", email ?? "", ...passwordWords, ...factor], { password: master });
    }
    await bw.run(["lock"]);
    return statusOf(bw, settings);
  });
}

/** Locks the vault, whoever has unlocked it. Where nobody is logged in nothing is done. */
export async function vaultLock(settings: VaultSettings): Promise<VaultStatus> {
  return withBw(settings, async (bw) => {
    const before = await statusOf(bw, settings);
    if (before.state === "logged_out") return before;
    await bw.run(["lock"]);
    return statusOf(bw, settings);
  });
}

async function withBw<T>(settings: VaultSettings, use: (bw: Bw) => Promise<T>): Promise<T> {
  await ownDirectory(settings.directory.value);
  return alone(settings.directory.value, settings.timeout.value * 1000, async () => {
    return use(await openBw(settings));
  });
}

async function statusOf(bw: Bw, { program, directory }: VaultSettings): Promise<VaultStatus> {
  const { template } = (await bw.run(["status"])) as {
    template: { serverUrl: string | null; userEmail?: string; status: string; lastSync: string | null };
  };
  const states: Readonly<Record<string, VaultStatus["state"]>> = {
    unauthenticated: "logged_out",
    locked: "locked",
    unlocked: "unlocked",
  };
  return {
    program: program?.value ?? "",
    version: bw.version,
    directory: directory.value,
    server: template.serverUrl,
    email: template.userEmail ?? null,
    state: states[template.status] ?? "locked",
    lastSync: template.lastSync,
  };
}

function apiKeyOf({ environment: { BW_CLIENTID: id, BW_CLIENTSECRET: secret } }: VaultSettings): {
  id: string;
  secret: string;
} {
  if (id && secret) return { id, secret };
  throw usage("Missing: the API key.", { hint: "Say it in the environment: BW_CLIENTID and BW_CLIENTSECRET" });
}
