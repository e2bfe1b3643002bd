import { expect, test } from "vitest";
import { root } from "../../keys/install.testing.ts";
import { keyVaultInstall } from "../../keys/vault.testing.ts";
import { openTerminal } from "../../testing/terminal.ts";
import { canary, ids, testVault } from "../../testing/vault.ts";

const vault = testVault();

test("a key is shown on a terminal, after a confirmation, and each use is in the trail", async () => {
  const { quad, env, url, directory } = await keyVaultInstall(vault);
  await quad(`key set note --domain massmutual --path vault://${ids.note}/notes`);
  const { QUAD_VAULT_PASSWORD: password = "", ...rest } = env;
  const terminal = openTerminal({ ...rest, QUAD_DATABASE_URL: url, QUAD_HOME: directory });
  terminal.enter("quad key reveal note");
  await terminal.shows("Show the note key here, for whoever can see this screen? (yes/no)");
  terminal.enter("no");
  await terminal.shows("Nothing was changed.");
  expect(await terminal.exitCode()).toBe(130);
  await terminal.clear();

  terminal.enter("quad key reveal note --yes");
  await terminal.shows("The master password of the vault:");
  terminal.enter(password);
  await terminal.shows(`${canary}-note\nsecond line`);
  expect(terminal.screen()).not.toMatch(password);
  expect(await terminal.exitCode()).toBe(0);
  expect((await quad("audit list --action use")).stdout).toMatch(
    `key note in ${root}: taken out of the vault by reveal for it-admin@massmutual.com\n`,
  );
});

test("on no terminal, into a file, or as JSON it is not shown", async () => {
  const { quad, env, url, directory } = await keyVaultInstall(vault);
  const said = "A key is revealed on a terminal only.\nFor a script: quad key exec --provider github -- COMMAND\n";
  expect(await quad("key reveal github --yes")).toEqual({ code: 2, stdout: "", stderr: said });
  const terminal = openTerminal({ ...env, QUAD_DATABASE_URL: url, QUAD_HOME: directory });
  terminal.enter("quad key reveal github --yes | cat; quad key reveal github --yes --json");
  await terminal.shows(/A key is revealed on a terminal only\.[\s\S]*A key is revealed on a terminal only\./);
});

test("a login asks for the password where there is a terminal, and does not show it", async () => {
  const { env } = await keyVaultInstall(vault);
  const { QUAD_VAULT_PASSWORD: password = "", ...rest } = env;
  const terminal = openTerminal(rest);
  terminal.enter("quad vault login");
  await terminal.shows("The master password of the vault:");
  terminal.enter(password);
  await terminal.shows(/Logged in to https:\S+ as quad@massmutual\.com, and locked\./);
  expect(terminal.screen()).not.toMatch(password);
});
