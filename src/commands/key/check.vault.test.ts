import { expect, test } from "vitest";
import { root, wealth } from "../../keys/install.testing.ts";
import { keyVaultInstall } from "../../keys/vault.testing.ts";
import { canary, contents, ids, testVault } from "../../testing/vault.ts";

const vault = testVault();

test("every path of a domain's key is looked up, what leads nowhere is listed with exit code 8, and no value is printed", async () => {
  const { quad } = await keyVaultInstall(vault);
  const run = await quad("key check");
  expect(run).toEqual({
    code: 8,
    stdout: `✗ the github key of ${wealth}, Keys${wealth}: There is no item Keys${wealth} in the vault.\n`,
    stderr: "",
  });
  await quad(`key set github --domain wealth-management --path 'Engineering/CI/Deploy key'`);
  expect(await quad("key check")).toEqual({
    code: 0,
    stdout: "✓ All 3 paths lead to an item with that field.\n",
    stderr: "",
  });
  const { stdout } = await quad("key check --all --json");
  expect(JSON.parse(stdout)).toContainEqual({
    provider: "github",
    domain: null,
    user: "john@massmutual.com",
    path: "Own/john",
    former: false,
    problem: "There is no item Own/john in the vault.",
  });
  expect(stdout).not.toMatch(canary);
});

test("a former path is checked while it is kept, and a filter narrows it down", async () => {
  const { quad } = await keyVaultInstall(vault);
  await quad(`key rotate github --domain massmutual --path vault://${ids.github}/password`);
  vault.server.items = contents.map((item) => (item.id === ids.github ? { ...item, fields: {} } : item));
  expect(await quad("key check --provider github --domain massmutual")).toMatchObject({
    code: 8,
    stdout: expect.stringMatching(
      `✗ the former github key of ${root}, vault://${ids.github}/token: The item GitHub in the vault has no field token. It has: username, password.\n`,
    ),
  });
  expect((await quad("key check --provider jira")).stdout).toBe("✓ The path leads to an item with that field.\n");
});
