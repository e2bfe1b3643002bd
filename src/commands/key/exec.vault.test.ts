import { expect, test } from "vitest";
import { life, root } from "../../keys/install.testing.ts";
import { keyVaultInstall } from "../../keys/vault.testing.ts";
import { eventually, runProcess, startQuad } from "../../testing/processes.ts";
import { canary, testVault } from "../../testing/vault.ts";

const vault = testVault();
const printenv = (name: string) => `-- printenv ${name}`;

test("a command runs with the key in its environment, and its exit code is quad's", async () => {
  const { quad, withSql } = await keyVaultInstall(vault);
  expect(await quad(`key exec --provider github --user dev@massmutual.com ${printenv("GITHUB_TOKEN")}`)).toEqual({
    code: 0,
    stdout: `${canary}-token\n`,
    stderr: "",
  });
  expect(await quad(`key exec --provider jira --env JIRA_PASSWORD ${printenv("JIRA_PASSWORD")}`)).toEqual({
    code: 0,
    stdout: `${canary}-jira\n`,
    stderr: "",
  });
  expect((await quad(["key", "exec", "--provider", "jira", "--", "sh", "-c", "exit 42"])).code).toBe(42);

  // each of them is counted, and in the trail, before and besides anything else
  const uses = await withSql(
    (sql) => sql`
      select k.tool_provider as tool, u.way, u.uses, u.last_used_by_email as by
      from QUAD_key_uses u join QUAD_domain_integration_keys k on k.id = u.domain_key_id order by 1`,
  );
  expect(uses).toEqual([
    { tool: "github", way: "exec", uses: 1, by: "it-admin@massmutual.com" },
    { tool: "jira", way: "exec", uses: 2, by: "it-admin@massmutual.com" },
  ]);
  const taken = (what: string, who: string) => [
    "it-admin@massmutual.com",
    "quad key exec",
    "use",
    `${what}: taken out of the vault by exec for ${who}@massmutual.com`,
  ];
  const lines = (await quad("audit list --action use")).stdout.trimEnd().split("\n");
  expect(lines.map((line) => line.split("\t").slice(2))).toEqual([
    taken(`key github in ${life}`, "dev"),
    taken(`key jira in ${root}`, "it-admin"),
    taken(`key jira in ${root}`, "it-admin"),
  ]);
  expect((await quad("key show jira --domain massmutual")).stdout).toMatch(
    /\n {2}used +2 times, last .*, by it-admin@massmutual.com\n/,
  );
});

test("a company that does not count keeps no figures, and the trail all the same", async () => {
  const { quad, withSql } = await keyVaultInstall(vault);
  expect((await quad("company set --count-key-uses no")).stdout).toMatch(/\n {2}keys +uses are not counted\n/);
  await quad(`key exec --provider jira ${printenv("JIRA_TOKEN")}`);
  expect(await withSql((sql) => sql`select from QUAD_key_uses`)).toHaveLength(0);
  expect((await quad("audit list --action use")).stdout).toMatch("taken out of the vault by exec");
});

test("a former path is used while it is kept, an expired key only when that is said", async () => {
  const { quad, withSql } = await keyVaultInstall(vault);
  await quad(`key rotate github --domain massmutual --path 'Engineering/CI/Twin'`);
  const token = async (flags: string) => {
    const { code, stdout, stderr } = await quad(`key exec --provider github ${flags} ${printenv("GITHUB_TOKEN")}`);
    return [code, stdout + stderr.split("\n")[0]];
  };
  expect(await token("")).toEqual([0, `${canary}-twin\n`]);
  expect(await token("--former")).toEqual([0, `${canary}-token\n`]);
  await withSql(
    (sql) =>
      sql`update QUAD_domain_integration_keys set expires_at = '2026-01-31T12:00Z', former_until = now() where former_until is not null`,
  );
  expect(await token("")).toEqual([5, `The github key of ${root} has expired on 2026-01-31.`]);
  expect(await token("--even-expired")).toEqual([0, `${canary}-twin\n`]);
  expect((await token("--former --even-expired"))[0]).toBe(4);
});

test("who may: everybody for themselves, who manages keys for others, nobody another's own", async () => {
  const { quad } = await keyVaultInstall(vault);
  const as = async (person: string, flags = "") =>
    (await quad(`key exec --provider github ${flags} --as ${person}@massmutual.com ${printenv("GITHUB_TOKEN")}`)).code;
  expect(await as("dev")).toBe(0);
  expect(await as("dev", "--user teamlead@massmutual.com --domain life-insurance")).toBe(3);
  expect(await as("director", "--user dev@massmutual.com --domain life-insurance")).toBe(0);
  expect(await as("director", "--user john@massmutual.com --domain life-insurance")).toBe(3);
  expect(await as("rich", "--domain life-insurance")).toBe(4);
});

test("a command that there is not is said before the vault is unlocked, and a strange variable is refused", async () => {
  const { quad, env, url, directory } = await keyVaultInstall(vault);
  vault.server.requests.length = 0;
  expect(await quad("key exec --provider github -- no-such-command")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no command no-such-command.\n",
  });
  expect(vault.server.requests).toEqual([]);
  expect((await quad("key exec --provider github --env 1X -- true")).code).toBe(2);
  expect((await quad("key exec -- true")).stderr).toMatch("--provider");
  expect((await quad("key exec --provider github")).code).toBe(2);
  // as a process of its own: its streams are the command's, and its words the command's
  const options = { env: { ...env, QUAD_DATABASE_URL: url, QUAD_HOME: directory } };
  const run = await runProcess(
    ["key", "exec", "--provider", "github", "--", "sh", "-c", 'echo "$1 $GITHUB_TOKEN"; kill -TERM $$', "sh", "--json"],
    options,
  );
  expect(run).toEqual({ code: 143, stdout: `--json ${canary}-token\n`, stderr: "" });
});

test("what ends quad reaches the command, and Ctrl-C is the command's own affair", async () => {
  const { env, url, directory } = await keyVaultInstall(vault);
  const script =
    'trap "echo ended; exit 7" TERM; trap "echo interrupted" INT; echo ready; while :; do sleep 0.05; done';
  const running = startQuad(["key", "exec", "--provider", "github", "--", "sh", "-c", script], {
    env: { ...env, QUAD_DATABASE_URL: url, QUAD_HOME: directory },
  });
  await eventually(() => running.printed().includes("ready"));
  running.child.kill("SIGINT");
  running.child.kill("SIGTERM");
  expect(await running.ended).toEqual({ code: 7, stdout: "ready\nended\n", stderr: "" });
});

test("several at once take turns, and each gets its key; who would wait too long ends with exit code 9", async () => {
  const { quad } = await keyVaultInstall(vault);
  // The client takes seconds, and several of them longer.
  const waiting = (seconds: number) => ({ env: { QUAD_VAULT_TIMEOUT: String(seconds) } });
  const line = `key exec --provider github ${printenv("GITHUB_TOKEN")}`;
  const runs = await Promise.all([1, 2, 3].map(() => quad(line, waiting(200))));
  expect(runs).toEqual(runs.map(() => ({ code: 0, stdout: `${canary}-token\n`, stderr: "" })));
  vault.server.mood = "silent";
  const asked = vault.server.requests.length;
  const patient = quad(line, waiting(20));
  await eventually(() => vault.server.requests.length > asked);
  expect(await quad(line, waiting(1))).toMatchObject({
    code: 9,
    stderr: "Another quad works with the vault, and does not finish.\nRun it again.\n",
  });
  expect((await patient).code).toBe(6);
  // the lock is the kernel's: what ends, however it ends, holds it no longer
  vault.server.mood = "well";
  expect((await quad(`key exec --provider github ${printenv("GITHUB_TOKEN")}`)).code).toBe(0);
});
