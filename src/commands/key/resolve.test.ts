import { expect, test } from "vitest";
import { division, keyInstall, life, root } from "../../keys/install.testing.ts";

const john = "john@massmutual.com";

test("John's own key overrides all domains' keys, and each other candidate says why it lost", async () => {
  const { quad } = await keyInstall();
  expect(await quad(`key resolve github --user ${john} --domain life-insurance`)).toEqual({
    code: 0,
    stdout: `Own/john\tuser\t${john}\n`,
    stderr: "",
  });
  expect(await quad(`key resolve github --user ${john} --domain life-insurance --explain`)).toEqual({
    code: 0,
    stdout: `The github key of ${john} in ${life}:
✓\t${john}\tuser\tapplies\tOwn/john
·\t${life}\tsubdomain\thas none\t
·\t${division}\tdomain\thas none\t
○\t${root}\troot\tshadowed by their own\tKeys/massmutual
`,
    stderr: "",
  });
});

test("without a key of their own the root's applies; JSON gives the whole walk", async () => {
  const { quad, json } = await keyInstall();
  await quad(`key unset github --user ${john} --yes`);
  const step = { keyId: null, path: null, formerPath: null, expiresAt: null };
  expect(await json(`key resolve github --user ${john} --domain life-insurance`)).toEqual({
    provider: "github",
    email: john,
    domain: life,
    applies: { source: "root", domain: root, path: "Keys/massmutual", expiresAt: null, expired: false },
    obstacle: null,
    steps: [
      { source: "user", domain: null, outcome: "nothing", ...step },
      { source: "subdomain", domain: life, outcome: "nothing", ...step },
      { source: "domain", domain: division, outcome: "nothing", ...step },
      { ...step, source: "root", domain: root, outcome: "applies", path: "Keys/massmutual", keyId: expect.any(String) },
    ],
  });
});

test("where nothing applies the exit code is 4, nothing is printed, and the reason is said", async () => {
  const { quad } = await keyInstall();
  const refused = async (line: string) => {
    const { code, stdout, stderr } = await quad(line);
    return [code, stdout, ...stderr.split("\n").slice(0, 2)];
  };
  const none = (provider: string, who: string, where: string) => `No ${provider} key applies to ${who} in ${where}.`;
  expect(await refused(`key resolve jira --user ${john} --domain life-insurance`)).toEqual([
    4,
    "",
    none("jira", john, life),
    `Neither they nor ${life}, nor anything above it, has one.`,
  ]);
  expect(await refused(`key resolve github --user rich@massmutual.com --domain life-insurance`)).toEqual([
    4,
    "",
    none("github", "rich@massmutual.com", life),
    `rich@massmutual.com is a member neither of ${life} nor of anything above it.`,
  ]);
  await quad("key block github --domain life-insurance --yes");
  expect(await refused("key resolve github --user dev@massmutual.com --domain life-insurance")).toEqual([
    4,
    "",
    none("github", "dev@massmutual.com", life),
    `${life} blocks it, on purpose.`,
  ]);
  await quad("member invite new@massmutual.com --domain insurance-division --role qa");
  expect(await refused("key resolve github --user new@massmutual.com --domain insurance-division")).toEqual([
    4,
    "",
    none("github", "new@massmutual.com", division),
    "new@massmutual.com was invited, and has not accepted yet.",
  ]);
  await quad("domain archive insurance-division");
  expect(await refused(`key resolve github --user ${john} --domain life-insurance`)).toEqual([
    4,
    "",
    none("github", john, life),
    `${life} is archived, or lies below a domain that is: nothing applies there.`,
  ]);
});

test("--explain draws a walk that ends with nothing, passes on and would have found something, with exit code 4", async () => {
  const { quad, withSql } = await keyInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, inherit_from_parent)
      select id, 'github', true from QUAD_domains where path = ${division}`,
  );
  expect(await quad("key resolve github --user rich@massmutual.com --domain insurance-division --explain")).toEqual({
    code: 4,
    stdout: `The github key of rich@massmutual.com in ${division}:
·\trich@massmutual.com\tuser\thas none\t
↑\t${division}\tdomain\tpasses on to its parent\t
!\t${root}\troot\twould apply\tKeys/massmutual
Nothing applies. rich@massmutual.com is a member neither of ${division} nor of anything above it.
`,
    stderr: "",
  });
});

test("who asks is meant where nobody is named, in their primary or only domain", async () => {
  const { quad } = await keyInstall();
  expect((await quad("key resolve github --as dev@massmutual.com")).stdout).toBe(`Keys/massmutual\troot\t${root}\n`);
  expect((await quad("key resolve github")).stdout).toBe(`Keys/massmutual\troot\t${root}\n`);
  await quad("member add john@massmutual.com --domain wealth-management --role qa");
  expect(await quad("key resolve github --as john@massmutual.com")).toEqual({
    code: 2,
    stdout: "",
    stderr: `john@massmutual.com is in several domains, and none is their primary one; say which is meant.
  ${life}
  /massmutual/wealth-management
As in: --domain ${life.slice(1)}
`,
  });
  expect((await quad("key resolve github --user ghost@massmutual.com")).code).toBe(4);
});

test("everybody asks for themselves, who manages keys for others, and sees no path of another's own", async () => {
  const { quad } = await keyInstall();
  const walk = `key resolve github --user ${john} --domain life-insurance --explain`;
  expect(await quad(`${walk} --as dev@massmutual.com`)).toMatchObject({ code: 3, stdout: "" });
  expect((await quad(`${walk} --as director@massmutual.com`)).stdout).toMatch(
    "✓\tjohn@massmutual.com\tuser\tapplies\t(not shown)\n",
  );
  const own = (await quad(`key resolve github --explain --as ${john}`)).stdout;
  expect(own).toMatch("applies\tOwn/john\n");
  // what does not apply to them is its manager's
  expect(own).toMatch(`${root}\troot\tshadowed by their own\t(not shown)\n`);
});

test("a key that has expired is still what applies, and that is said", async () => {
  const { quad, withSql } = await keyInstall();
  await withSql(
    (sql) =>
      sql`update QUAD_domain_integration_keys set expires_at = '2026-01-31T12:00Z' where vault_path = 'Keys/massmutual'`,
  );
  const line = "key resolve github --user dev@massmutual.com";
  expect(await quad(line)).toEqual({
    code: 0,
    stdout: `Keys/massmutual\troot\t${root}\n`,
    stderr: "It has expired.\n",
  });
  expect((await quad(`${line} --explain`)).stdout).toMatch("applies, though it expired on 2026-01-31");
});

test("a resolve writes nothing", async () => {
  const { quad, withSql } = await keyInstall();
  const state = () =>
    withSql(
      (sql) => sql`
        select (select max(id) from QUAD_audit) as audit, (select count(*) from QUAD_key_uses) as uses,
          (select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_user_tables) as written`,
    );
  const before = await state();
  await quad(`key resolve github --user ${john} --domain life-insurance`);
  expect(await state()).toEqual(before);
});

test.each([
  ["key resolve", /^Missing required argument 'provider'/],
  ["key resolve 'git hub'", /^"git hub" is not the name of a tool/],
  ["key resolve github --user nobody", /^"nobody" is not an e-mail address/],
])("quad %s is refused in a sentence", async (line, stderr) => {
  const { quad } = await keyInstall();
  const run = await quad(line);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(stderr);
});
