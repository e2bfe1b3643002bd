import { expect, test } from "vitest";
import { division, keyInstall, life, root, wealth } from "../../keys/install.testing.ts";

test("usage tells who would lose a domain's key, or get another, and changes nothing", async () => {
  const { quad, json } = await keyInstall();
  const before = await json("key list");
  expect(await quad("key usage --domain wealth-management --provider github")).toEqual({
    code: 0,
    stdout: `Without the github key of ${wealth}, 2 people would have:
  github: that of ${root}, in place of that of ${wealth}
    it-admin@massmutual.com, rich@massmutual.com in 2 domains from ${wealth} on
`,
    stderr: "",
  });
  expect(await json("key usage github --domain massmutual")).toContainEqual({
    email: "dev@massmutual.com",
    domain: life,
    provider: "github",
    before: { source: "root", domain: root },
    after: null,
  });
  expect(await json("key list")).toEqual(before);
  expect(await quad("key usage jira --domain massmutual")).toEqual({
    code: 4,
    stdout: "",
    stderr: `${root} has no jira key of its own.
Set one: quad key set jira --domain massmutual --path PATH
See what applies there: quad key matrix --domain massmutual
`,
  });
});

test("before a key goes it is shown whose would change, and a script has to say --yes", async () => {
  const { quad } = await keyInstall();
  const shown = `This changes which keys apply:
  github: that of ${root}, in place of that of ${wealth}
    it-admin@massmutual.com, rich@massmutual.com in 2 domains from ${wealth} on
`;
  expect(await quad("key unset github --domain wealth-management")).toEqual({
    code: 2,
    stdout: "",
    stderr: `${shown}Go on? Nobody can be asked without a terminal.\nSay it with --yes.\n`,
  });
  expect(await quad("key unset github --domain wealth-management --dry-run")).toEqual({
    code: 0,
    stdout: `Unset the github key of ${wealth}; it was Keys/massmutual/wealth-management.\n`,
    stderr: `${shown}Nothing was changed: --dry-run.\n`,
  });
  expect(await quad("key unset github --domain wealth-management --yes")).toEqual({
    code: 0,
    stdout: `Unset the github key of ${wealth}; it was Keys/massmutual/wealth-management.\n`,
    stderr: shown,
  });
  expect((await quad("key resolve github --user rich@massmutual.com")).stdout).toBe(`Keys/massmutual\troot\t${root}\n`);
});

test("a block takes keys away below it, though not people's own, and nothing is asked where nobody loses any", async () => {
  const { quad, json } = await keyInstall();
  const blocked = await json("key block github --domain insurance-division --yes");
  expect(blocked).toMatchObject({ provider: "github", domain: division, before: null });
  const losers = blocked.effects.map(({ email, domain }: { email: string; domain: string }) => [email, domain]);
  expect(losers).toContainEqual(["teamlead@massmutual.com", life]);
  expect(losers).not.toContainEqual(["john@massmutual.com", life]);
  expect(await quad("key block jira --domain massmutual")).toEqual({
    code: 0,
    stdout: `Blocked jira in ${root}: no key applies there, nor below it unless one is set.\n`,
    stderr: "",
  });
  expect(await quad("key block jira --domain massmutual --yes")).toEqual({
    code: 5,
    stdout: "",
    stderr: `${root} blocks jira already.\nLet it pass again: quad key unset jira --domain massmutual\n`,
  });
  expect((await quad("key unset jira --domain massmutual")).stdout).toBe(`Unset the jira key of ${root} (blocked).\n`);
});

test("moving a domain shows whose keys change, and goes on in a script", async () => {
  const { quad } = await keyInstall();
  const { code, stderr } = await quad("domain move life-insurance --to wealth-management");
  expect(code).toBe(0);
  expect(stderr).toBe(`This changes which keys apply:
  github: no key any more, in place of that of ${root}
    director@massmutual.com in ${life}
  github: that of ${wealth}, in place of that of ${root}
    dev@massmutual.com, it-admin@massmutual.com, teamlead@massmutual.com in ${life}
  github: that of ${wealth}, where there was none
    rich@massmutual.com in ${wealth}/life-insurance
`);
  expect((await quad("domain move life-insurance --to massmutual/wealth-management/claims --dry-run")).stderr).toBe(
    "Nothing was changed: --dry-run.\n",
  );
});

test("removing a member shows which keys they lose, their own included", async () => {
  const { quad } = await keyInstall();
  expect(
    (await quad("member remove john@massmutual.com --domain life-insurance")).stderr,
  ).toBe(`This changes which keys apply:
  github: no key any more, in place of their own
    john@massmutual.com in ${life}
`);
});

test("a change that is refused is refused before anything is asked", async () => {
  const { quad } = await keyInstall();
  expect(await quad("key unset github --domain massmutual --as director@massmutual.com")).toMatchObject({
    code: 3,
    stdout: "",
    stderr: expect.stringMatching(/^director@massmutual.com may not manage global integration keys in \/massmutual\./),
  });
  expect(await quad("key block github --domain massmutual --as director@massmutual.com")).toMatchObject({
    code: 3,
    stdout: "",
    stderr: expect.stringMatching(/^director@massmutual.com may not manage global integration keys in \/massmutual\./),
  });
  expect((await quad("domain move insurance-division --to life-insurance")).code).toBe(5);
});
