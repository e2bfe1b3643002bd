import { expect, test } from "vitest";
import { keyInstall, life, root } from "../../keys/install.testing.ts";
import { emptyInstall } from "../../testing/install.ts";

const item = "vault://0f3e5a52-9d5c-4f59-8a3f-3d9b8a1d2c11/token";

test("a domain's key is set by its path, and set again says what it was", async () => {
  const { quad } = await keyInstall();
  expect(
    await quad(
      `key set Jira --path ${item.toUpperCase().replace("VAULT", "vault").replace("TOKEN", "token")} --domain life-insurance --expires 2099-01-31`,
    ),
  ).toEqual({
    code: 0,
    stdout: `Set the jira key of ${life}: ${item}, until ${new Date(2099, 0, 31).toISOString().slice(0, 10)}.\n`,
    stderr: "",
  });
  expect(await quad("key set github --path Engineering/CI/GitHub#token --domain massmutual")).toEqual({
    code: 0,
    stdout: `Set the github key of ${root}: Engineering/CI/GitHub#token; it was Keys/massmutual.\n`,
    stderr: "",
  });
});

test("a person's key is set by e-mail, and makes the account it hangs on", async () => {
  const { quad, json } = await keyInstall();
  expect((await quad("user show dev@massmutual.com")).code).toBe(4);
  expect((await quad("key set github --path Own/dev --user Dev@massmutual.com")).stdout).toBe(
    "Set the github key of dev@massmutual.com: Own/dev.\n",
  );
  expect((await json("user show dev@massmutual.com")).memberships).toBe(1);
  expect(await quad("key set github --path Own/ghost --user ghost@massmutual.com")).toMatchObject({
    code: 4,
    stderr: "Nobody here has the e-mail ghost@massmutual.com.\nSee who is: quad member list\n",
  });
});

test("what is a key itself is refused, and not repeated", async () => {
  const { quad, withSql } = await keyInstall();
  const secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
  const { code, stdout, stderr } = await quad([
    "key",
    "set",
    "github",
    "--path",
    secret,
    "--domain",
    "massmutual",
    "--debug",
  ]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^That is a key, not a path\.\nPut it into Vaultwarden, and give the path of its item here\.\n/,
  );
  expect(stderr).not.toMatch(secret);
  // the database refuses it as well, whoever writes
  for (const statement of [
    `insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path) select id, 'jira', '${secret}' from QUAD_domains where depth = 0`,
    `update QUAD_domain_integration_keys set vault_path = '${secret}'`,
    `update QUAD_user_integration_keys set former_vault_path = '${secret}', former_until = now()`,
    `select quad_ask_for(id, 'key', '{"tool_provider": "jira"}', '${secret}') from QUAD_domains where depth = 0`,
  ]) {
    const refused = await withSql((sql) => sql.unsafe(statement)).catch((error) => error);
    expect(refused).toMatchObject({ code: "usage", message: expect.stringMatching(/is a key, not a path/) });
    expect(JSON.stringify(refused)).not.toMatch(secret);
  }
});

test.each([
  ["--path token --domain massmutual", "That is no path into Vaultwarden."],
  ["--path vault://not-an-id/token --domain massmutual", "That is no path into Vaultwarden."],
  ["--path https://vault.example.com/x --domain massmutual", "That is no path into Vaultwarden."],
  ["--path a/b#c#d --domain massmutual", "That is no path into Vaultwarden."],
  ["--path /a/b --domain massmutual", "That is no path into Vaultwarden."],
  ["--path a//b --domain massmutual", "That is no path into Vaultwarden."],
  ["--path a/b", "Missing: whose key."],
  ["--path a/b --domain massmutual --user john@massmutual.com", "A key is either a domain's or a person's."],
  ["--domain massmutual", "Missing: --path PATH."],
  ["--path a/b --domain massmutual --expires 2020-01-01", '"2020-01-01" is over already.'],
])("key set github %s is refused", async (flags, said) => {
  const { quad } = await keyInstall();
  const { code, stderr } = await quad(`key set github ${flags}`);
  expect([code, stderr.split("\n")[0]]).toEqual([2, said]);
});

test("the first key for a tool whose name is nearly another's is pointed out", async () => {
  const { quad } = await keyInstall();
  expect((await quad("key set githib --path a/b --domain massmutual")).stdout).toBe(
    `Set the githib key of ${root}: a/b.\nIt is the first one for githib; there are keys for github.\n`,
  );
});

test("who may: managers of a domain's keys, people for themselves, the install for everybody", async () => {
  const { quad } = await keyInstall();
  const code = async (line: string, person: string) => (await quad(`${line} --as ${person}@massmutual.com`)).code;
  for (const [line, allowed, refused] of [
    [`key set jira --path a/b --domain life-insurance`, ["director", "it-admin"], ["teamlead", "john", "rich"]],
    [`key set jira --path a/b --domain massmutual`, ["it-admin"], ["director", "john"]],
    [`key set jira --path a/b --user john@massmutual.com`, ["john"], ["dev", "director", "it-admin"]],
  ] as const) {
    for (const person of allowed)
      expect([line, person, await code(`${line} --dry-run`, person)]).toEqual([line, person, 0]);
    for (const person of refused) expect([line, person, await code(line, person)]).toEqual([line, person, 3]);
  }
  const { stderr } = await quad("key set jira --path a/b --user john@massmutual.com --as dev@massmutual.com");
  expect(stderr).toBe(
    "The keys of john@massmutual.com are theirs alone to manage.\njohn@massmutual.com can do it in their own login, and whoever runs this install can.\n",
  );
  // an account is made for who had none
  expect(await code("key set jira --path a/b --user dev@massmutual.com", "dev")).toBe(0);
});

test("where keys are approved, setting, blocking and rotating are asked for, and whoever manages keys sees the path", async () => {
  const { quad, json } = await keyInstall();
  await quad("approval require key");
  expect(
    (await quad("key set jira --path Eng/Jira --domain insurance-division --as director@massmutual.com")).stdout,
  ).toMatch(/^Asked for: a jira key of its own for \/massmutual\/insurance-division\./);
  const [asked] = await json("approval list");
  expect((await quad(`approval show ${asked.id}`)).stdout).toMatch(/\n {2}path +Eng\/Jira\n/);
  expect(await json(`approval show ${asked.id} --as director@massmutual.com`)).toMatchObject({ keyPath: "Eng/Jira" });
  await quad(`approval approve ${asked.id} --reason fine`);
  expect(await json("key show jira --domain insurance-division")).toMatchObject({ path: "Eng/Jira", state: "key" });

  const rotation = "key rotate jira --path Eng/Jira-2 --domain insurance-division --grace 2d --expires 2099-12-31";
  const { approval } = await json(rotation);
  await quad(`approval approve ${approval.id} --reason fine`);
  expect(await json("key show jira --domain insurance-division")).toMatchObject({
    path: "Eng/Jira-2",
    formerPath: "Eng/Jira",
    expiresAt: new Date(2099, 11, 31).toISOString(),
  });

  const block = await json("key block jira --domain life-insurance --yes");
  await quad(`approval approve ${block.approval.id} --reason fine`);
  expect(await json("key show jira --domain life-insurance")).toMatchObject({ state: "blocked", path: null });
});

test("a person's own key is not asked for, and of several companies the one is meant in which they act", async () => {
  const { quad } = await keyInstall();
  expect(await quad("key set github --path a/b --user john@massmutual.com --ask")).toEqual({
    code: 2,
    stdout: "",
    stderr: "Only a domain's key is asked for; a person's own is theirs.\nLeave out --ask.\n",
  });
});

test("somebody of several companies is refused until it is said in which, and each keeps its key", async () => {
  const { quad, json } = await emptyInstall();
  await quad("init --company Alpha --root alpha --admin john@x.com --model cloud");
  await quad("company create Beta --root beta --admin john@x.com");
  await quad("key set github --path Beta/john --user john@x.com --as beta:john@x.com");
  await quad("key set github --path Alpha/john --user john@x.com --as alpha:john@x.com");
  for (const line of [
    "key set github --path a/b",
    "key show github",
    "key rotate github --path a/b",
    "key unset github --yes",
  ]) {
    expect(await quad(`${line} --user john@x.com`)).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "john@x.com is known to several companies.\n  alpha\n  beta\nAct as them in the one that is meant, by its root: --as alpha:john@x.com\n",
    });
  }
  await quad("key rotate github --path Alpha/new --user john@x.com --as alpha:john@x.com");
  expect(await json("key show github --user john@x.com --as beta:john@x.com")).toMatchObject({
    path: "Beta/john",
    formerPath: null,
  });
});

test("a tool has one name, however it is written", async () => {
  const { quad, withSql } = await keyInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
      select id, ' JIRA ', 'Keys/jira' from QUAD_domains where depth = 0`,
  );
  expect((await quad("key resolve Jira")).stdout).toMatch(/^Keys\/jira\t/);
  const [found] = await withSql(
    (sql) => sql`
      select k.vault_path from QUAD_users u join QUAD_domain_members m on m.user_id = u.id,
        resolve_integration_key_for_user(u.id, m.domain_id, 'JIRA') k where u.email = 'it-admin@massmutual.com'`,
  );
  expect(found).toEqual({ vault_path: "Keys/jira" });
});

test("the path that somebody has asked for is not for an approver elsewhere", async () => {
  const { quad, json } = await keyInstall();
  const { approval } = await json(
    "key set jira --path Eng/Jira --domain insurance-division --ask --as director@massmutual.com",
  );
  await quad("member add second@massmutual.com --domain wealth-management --role domain_admin");
  expect((await quad(`approval show ${approval.id} --as second@massmutual.com`)).code).toBe(4);
});
