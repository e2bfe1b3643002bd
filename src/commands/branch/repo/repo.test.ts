import { expect, test } from "vitest";
import { branch, repository } from "../../../branches/git/repository.testing.ts";
import { branchInstall, division, life } from "../../../branches/install.testing.ts";
import { testInstall } from "../../../testing/install.ts";

test("a repository is bound, listed and unbound; then its branches have gone", async () => {
  const { quad, json, path, rows } = await branchInstall();
  branch(path, "JIRA-1", "main");
  expect(await quad(`branch repo add ${path} --domain life-insurance --name policy-app --base main`)).toEqual({
    code: 0,
    stdout: `Bound policy-app (${path}) to ${life}.\nRead it: quad branch scan --repo policy-app\n`,
    stderr: "",
  });
  expect((await quad("branch repo list")).stdout).toBe(`policy-app	${life}	${path}	main			\n`);
  await quad("branch scan --all");
  expect(await json("branch repo list --domain insurance-division")).toEqual([
    {
      name: "policy-app",
      domain: life,
      location: path,
      base: "main",
      scannedAt: expect.stringMatching(/^20.*Z$/),
      branches: 1,
      failure: null,
      failedAt: null,
    },
  ]);
  expect(await json("branch repo list --domain wealth-management")).toEqual([]);
  expect(await quad("branch repo remove policy-app")).toEqual({
    code: 2,
    stdout: "",
    stderr: `Unbind policy-app from ${life}, with 1 active branch? Nobody can be asked without a terminal.\nSay it with --yes.\n`,
  });
  expect(await quad("branch repo remove policy-app --dry-run")).toMatchObject({ code: 0 });
  expect(await quad("branch repo remove policy-app --yes")).toMatchObject({
    code: 0,
    stdout: `Unbound policy-app from ${life}; its active branch counts as gone.\n`,
  });
  expect(await rows()).toMatchObject([{ state: "gone" }]);
  expect(await json("branch repo list")).toEqual([]);
  // Bound again, it goes on where it was.
  await quad(`branch repo add ${path} --domain life-insurance --name policy-app`);
  expect(await json("branch scan --all")).toMatchObject([{ back: 1, new: 0 }]);
});

test("an address is taken as it is, and not asked", async () => {
  const { json } = await branchInstall();
  expect(await json("branch repo add git@git.example.com:team/policy.git/ --domain life-insurance")).toEqual({
    name: "policy",
    domain: life,
    location: "git@git.example.com:team/policy.git",
    base: null,
  });
});

test.each([
  ["branch repo add", 2, "Required option '-d, --domain <domain>' not specified."],
  ["branch repo add /nowhere --domain massmutual", 4, "There is no /nowhere."],
  [
    "branch repo add https://x:secret@h/x --domain massmutual",
    2,
    "The URL holds a password or a token, which would be stored: https://***@h/x.",
  ],
  [
    "branch repo add https://h/x --domain massmutual --name 'a b'",
    2,
    '"a b" is not the name of a repository: letters, digits, dots, hyphens and underscores, at most 100.',
  ],
  ["branch repo remove nothing", 4, "There is no repository nothing."],
])("%s is refused", async (line, code, said) => {
  const { quad } = await testInstall();
  const run = await quad(line);
  expect([run.code, run.stderr.split("\n")[0]]).toEqual([code, said]);
});

test("twice bound is a conflict that says where, and a near name is suggested", async () => {
  const { quad } = await branchInstall();
  const path = repository();
  await quad(`branch repo add ${path} --domain life-insurance`);
  expect(await quad(`branch repo add ${path} --domain life-insurance`)).toMatchObject({
    code: 5,
    stderr: `${path} is bound to ${life}, as app.\nUnbind it first: quad branch repo remove app\n`,
  });
  expect((await quad("branch repo remove apq")).stderr).toBe("There is no repository apq.\nDid you mean app?\n");
});

test("who configures agents in a domain binds and unbinds there", async () => {
  const { quad, path } = await branchInstall();
  const add = `branch repo add ${path} --domain`;
  expect((await quad(`${add} life-insurance --as dev@massmutual.com`)).code).toBe(3);
  expect((await quad(`${add} wealth-management --as director@massmutual.com`)).code).toBe(3);
  expect((await quad(`${add} ${division.slice(1)} --as director@massmutual.com`)).code).toBe(0);
  expect((await quad("branch repo remove app --as teamlead@massmutual.com")).code).toBe(4);
  expect((await quad("branch repo remove app --as director@massmutual.com")).code).toBe(0);
});
