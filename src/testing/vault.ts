import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, inject } from "vitest";
import { runQuad } from "./install.ts";
import { scratchDirectory } from "./processes.ts";
import { startVaultServer, type VaultServer } from "./vault-server.ts";

export const ids = {
  github: "11111111-1111-4111-8111-111111111111",
  jira: "22222222-2222-4222-8222-222222222222",
  twin: "33333333-3333-4333-8333-333333333333",
  note: "44444444-4444-4444-8444-444444444444",
} as const;

/** What stands for a secret, another in each file of tests: wherever it is found, it has leaked. */
export const canary = `CANARY-${Math.random().toString(36).slice(2, 10)}`;

/** What is in the vault at the beginning of each test. */
export const contents: VaultServer["items"] = [
  {
    id: ids.github,
    name: "GitHub",
    folder: "Engineering/CI",
    username: "bot",
    password: `${canary}-password`,
    fields: { token: `${canary}-token` },
  },
  { id: ids.jira, name: "Jira", folder: "Shared tools", shared: true, password: `${canary}-jira` },
  { id: ids.twin, name: "Twin", folder: "Engineering/CI", password: `${canary}-twin` },
  { id: ids.note, name: "Deploy key", folder: "Engineering/CI", notes: `${canary}-note\nsecond line` },
];

export interface TestVault {
  readonly server: VaultServer;
  /** What a command line needs to find the vault, with a login of this test's own. */
  env(): Readonly<Record<string, string>>;
}

/** A vault server for the tests of a file, and a login that each test gets a copy of. */
export function testVault(): TestVault {
  let server: VaultServer;
  let template = "";
  let environment: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    const removals: (() => void)[] = [];
    const directory = scratchDirectory({ removed: (remove) => void removals.push(remove) });
    server = await startVaultServer(directory);
    template = join(directory, "vault");
    environment = {
      PATH: process.env.PATH ?? "",
      QUAD_BW: inject("bw"),
      QUAD_VAULT_DIR: template,
      QUAD_VAULT_PASSWORD: server.password,
      NODE_EXTRA_CA_CERTS: server.certificate,
    };
    const login = await runQuad(`vault login --server ${server.url} --email ${server.email}`, { env: environment });
    if (login.code !== 0) throw new Error(login.stderr);
    return async () => {
      await server.close();
      for (const remove of removals) remove();
    };
  });
  return {
    get server() {
      return server;
    },
    env() {
      server.items = contents;
      server.mood = "well";
      const own = join(scratchDirectory(), "vault");
      cpSync(template, own, { recursive: true });
      return { ...environment, QUAD_VAULT_DIR: own };
    },
  };
}
