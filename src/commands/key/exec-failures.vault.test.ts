import { expect, test } from "vitest";
import { keyVaultInstall } from "../../keys/vault.testing.ts";
import { canary, contents, ids, testVault } from "../../testing/vault.ts";

const vault = testVault();
const printenv = (name: string) => `-- printenv ${name}`;

test("an item that is gone, renamed, ambiguous, or without that field has its own sentence, and exit code 4", async () => {
  const { quad, withSql } = await keyVaultInstall(vault);
  const said = async (provider = "github") => {
    const { code, stdout, stderr } = await quad(`key exec --provider ${provider} ${printenv("X")}`);
    expect(stderr).not.toMatch(canary);
    return [code, stdout, ...stderr.split("\n").slice(0, 3)];
  };
  const [github, jira, ...others] = contents;
  if (!github || !jira) throw new Error("There is nothing in the vault.");
  vault.server.items = [jira, ...others];
  expect(await said()).toEqual([
    4,
    "",
    `There is no item ${ids.github} in the vault.`,
    "It was deleted or renamed, or is not shared with the account that quad is logged in with: quad vault status",
    "",
  ]);
  vault.server.items = [
    { ...github, fields: { "api-token": `${canary}-x` } },
    { ...jira, name: "Jira Cloud" },
  ];
  expect(await said()).toEqual([
    4,
    "",
    "The item GitHub in the vault has no field token.",
    "It has: api-token, username, password.",
    "Give the key a path to one of them: quad key set",
  ]);
  expect((await said("jira")).slice(0, 3)).toEqual([4, "", "There is no item Shared tools/Jira in the vault."]);
  vault.server.items = [jira, { ...jira, id: ids.twin }];
  expect(await said("jira")).toEqual([
    4,
    "",
    "Several items in the vault are called Jira in that folder.",
    `  vault://${ids.jira}/password`,
    `  vault://${ids.twin}/password`,
  ]);
  vault.server.items = [{ ...github, fields: { token: `${canary}\u0000` } }, jira];
  expect((await said()).slice(0, 3)).toEqual([
    5,
    "",
    "The key has a NUL byte in it, and no environment can hold that.",
  ]);
  // what was not handed out is not said to have been
  expect(await withSql((sql) => sql`select from QUAD_audit where action = 'use'`)).toHaveLength(0);
});

test("a vault that does not answer, answers nonsense, is somebody else's, or hangs has its own sentence, and exit code 6", async () => {
  const { quad } = await keyVaultInstall(vault);
  const first = async (env: Readonly<Record<string, string>> = {}) => {
    const { code, stderr } = await quad(`key exec --provider github ${printenv("X")}`, { env });
    return [code, stderr.split("\n")[0]];
  };
  expect(await first({ QUAD_VAULT_PASSWORD: "wrong" })).toEqual([6, "The master password of the vault is wrong."]);
  expect(await first({ QUAD_VAULT_PASSWORD: "" })).toEqual([
    2,
    "The master password of the vault: Nobody can be asked without a terminal.",
  ]);
  expect(await first({ NODE_EXTRA_CA_CERTS: "" })).toEqual([
    6,
    `The certificate of Vaultwarden at ${vault.server.url} is not accepted.`,
  ]);
  vault.server.mood = "silent";
  // long enough to unlock on a slow machine
  const patience = { QUAD_VAULT_TIMEOUT: "30" };
  expect(await first(patience)).toEqual([6, "The Bitwarden CLI (sync) did not answer within 30 s."]);
  vault.server.mood = "broken";
  const [code, said] = await first();
  expect(code).toBe(6);
  expect(said).toMatch(/^(Vaultwarden|The vault)/);
  expect(await first({ QUAD_VAULT_DIR: `${vault.env().QUAD_VAULT_DIR}-none` })).toEqual([
    6,
    "Nobody is logged in to the vault.",
  ]);
});
