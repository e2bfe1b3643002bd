import { rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { branch, directory, git, repository } from "../../branches/git/repository.testing.ts";
import { branchInstall, division, life, project, wealth } from "../../branches/install.testing.ts";
import { testInstall } from "../../testing/install.ts";

test("the first scan binds a repository, and says what it found and what to do about it", async () => {
  const { quad, path } = await branchInstall();
  branch(path, "JIRA-1", "main");
  branch(path, "hotfix", "main", "Dev <dev@massmutual.com>");
  expect(await quad(`branch scan --repo ${path} --domain life-insurance`)).toEqual({
    code: 0,
    stdout: "",
    stderr: `Bound app (${path}) to ${life}: its branches are that domain's work.
Scanned app: 2 branches, 2 new.
1 has no ticket: quad branch orphans --domain ${life.slice(1)} --repo app
1 author is no member: jane@example.com. Say who it is: quad member alias add AUTHOR EMAIL
`,
  });
  for (const name of [path, "app", `${path}/.git`]) {
    expect((await quad(`branch scan --repo ${name}`)).stderr).toMatch(/^Scanned app: 2 branches, nothing new\.\n/);
  }
  expect(await quad("branch scan --all --quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("a shallow clone is pointed out", async () => {
  const { quad, path } = await branchInstall();
  branch(path, "main", "main");
  const clone = join(directory(), "shallow");
  git("/", ["clone", "--quiet", "--depth=1", "--no-single-branch", `file://${path}`, clone]);
  expect((await quad(`branch scan --repo ${clone} --domain life-insurance`)).stderr).toMatch(
    "shallow is a shallow clone: a branch that was merged may be taken for one that is not.\n",
  );
});

test("of a repository that is not bound somebody has to say whose work its branches are", async () => {
  const { quad, path } = await branchInstall();
  expect(await quad(`branch scan --repo ${path}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${path} is not bound to a domain yet.\nSay whose work its branches are: quad branch scan --repo ${path} --domain DOMAIN\n`,
  });
});

test("a repository is bound to one domain", async () => {
  const { quad, path, scan } = await branchInstall();
  await scan();
  expect(await quad(`branch scan --repo ${path} --domain wealth-management`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `${path} is bound to ${life}, as app.\nUnbind it first: quad branch repo remove app\n`,
  });
  const other = repository();
  expect(await quad(`branch scan --repo ${other} --domain wealth-management`)).toMatchObject({
    code: 5,
    stderr: `There is a repository app already.\nSee it: quad branch repo list\nGive this one another name: quad branch repo add ${other} --domain ${wealth.slice(1)} --name NAME\n`,
  });
});

test.each([
  ["branch scan", "Missing: which repository."],
  ["branch scan --stdin", "Missing: which repository."],
  ["branch scan --all --repo x", "--all is every repository."],
  ["branch scan --all --stdin", "--all is every repository."],
  ["branch scan --all --base main", "--base is for one repository."],
  ["branch scan --repo a b --base main", "--base is for one repository."],
  ["branch scan --repo a b --stdin", "--stdin is the branches of one repository."],
  ["branch scan --repo a --stdin", "There are no names on standard input."],
  ["branch scan --repo -x", '"-x" is no repository: it begins with a dash.'],
])("%s is refused", async (line, said) => {
  const { quad } = await testInstall();
  const { code, stderr } = await quad(line, line.includes("b --stdin") ? { stdin: "main\n" } : {});
  expect([code, stderr.split("\n")[0]]).toEqual([2, said]);
});

test("what is no repository, is not there, or does not answer, has its own exit code, and binds nothing", async () => {
  const { quad, json } = await branchInstall();
  const scan = async (what: string) => (await quad(`branch scan --repo ${what} --domain life-insurance`)).code;
  expect(await scan(directory())).toBe(2);
  expect(await scan("/nowhere/app")).toBe(4);
  expect(await scan("file:///nowhere/app.git")).toBe(6);
  expect(await json("branch repo list")).toEqual([]);
  expect((await quad(`branch scan --repo /x --domain nowhere`)).code).toBe(4);
  expect((await quad("branch scan --repo nope")).stderr).toBe(
    "There is no nope.\nSee which names are bound: quad branch repo list\n",
  );
});

test("all that are bound are scanned, and one that is broken does not stop the others", async () => {
  const { quad, json, path, scan, withSql } = await branchInstall();
  await scan();
  const [broken, other] = [repository(), repository("--bare")];
  branch(other, "main");
  branch(other, "JIRA-7", "main");
  await quad(`branch repo add ${broken} --domain insurance-division --name broken`);
  await quad(`branch repo add ${other} --domain wealth-management --name other`);
  rmSync(join(broken, ".git"), { recursive: true });
  expect(await quad("branch scan --all --quiet")).toEqual({
    code: 8,
    stdout: "",
    stderr: `broken: ${broken} is not a git repository.\n`,
  });
  expect(await json("branch repo list")).toMatchObject([
    { name: "broken", scannedAt: null, branches: null, failure: `${broken} is not a git repository.` },
    { name: "app", branches: 0, failure: null },
    { name: "other", branches: 1, failure: null },
  ]);
  const { code, stdout, stderr } = await quad("branch scan --all --domain insurance-division --json");
  expect([code, stderr]).toEqual([8, ""]);
  expect(JSON.parse(stdout)).toMatchObject([
    {
      repository: "broken",
      domain: division,
      failure: { code: "usage", message: `${broken} is not a git repository.` },
    },
    { repository: "app", domain: life, branches: 0 },
  ]);
  expect((await quad(`branch scan --repo ${path} /nowhere`)).code).toBe(8);
  // When it is well again, the failure is forgotten; an archived domain has no work.
  git("/", ["init", "--quiet", broken]);
  expect((await quad("branch scan --all")).code).toBe(0);
  expect(await withSql((sql) => sql`select failure from QUAD_repository_scans where failure is not null`)).toEqual([]);
  expect((await quad("branch scan --all --domain massmutual/wealth-management/claims")).stderr).toBe(
    "No repository is bound to massmutual/wealth-management/claims or below it. Bind one: quad branch repo add LOCATION --domain massmutual/wealth-management/claims\n",
  );
  await quad("domain archive wealth-management");
  expect((await json("branch scan --all")).length).toBe(2);
  expect(await quad("branch scan --repo other")).toMatchObject({
    code: 5,
    stderr: `${wealth} is archived.\nBring it back first: quad domain restore ${wealth.slice(1)}\n`,
  });
});

test("two scans at once are as one after the other", async () => {
  const { path, quad, rows, json } = await branchInstall();
  for (let i = 1; i <= 20; i += 1) branch(path, `JIRA-${i}`, "main");
  const line = `branch scan --repo ${path} --domain life-insurance`;
  const runs = await Promise.all(Array.from({ length: 5 }, () => quad(line)));
  expect(
    runs.map(({ code, stderr }) => [code, stderr.split("\n").filter((text) => /2 new|0 new/.test(text)).length]),
  ).toHaveLength(5);
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  expect(runs.filter(({ stderr }) => stderr.includes("20 new"))).toHaveLength(1);
  expect(await rows()).toHaveLength(20);
  expect(await json("branch repo list")).toHaveLength(1);
});

test("--dry-run shows what would come of it, and leaves nothing", async () => {
  const { path, quad, rows, json } = await branchInstall();
  branch(path, "JIRA-1", "main");
  const { code, stderr } = await quad(`branch scan --repo ${path} --domain life-insurance --dry-run`);
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^Nothing was changed: --dry-run\.\nBound app .*\nScanned app: 1 branch, 1 new\.\n/),
  ]);
  expect([await rows(), await json("branch repo list")]).toEqual([[], []]);
});

test("names are handed over of a repository that git cannot read here", async () => {
  const { quad, rows, json } = await branchInstall();
  const scan = (stdin: string, more = "--domain life-insurance") =>
    quad(`branch scan --stdin --repo hg-app ${more} --json`, { stdin });
  const { code, stdout } = await scan("* main\r\n  JIRA-1-x\r\n\r\n+ JIRA-2\n");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { repository: "hg-app", location: "stdin:hg-app", base: "main", new: 2, bound: true },
  ]);
  expect(JSON.parse((await scan("main\nJIRA-2\nJIRA-3", "")).stdout)).toMatchObject([
    { new: 1, gone: 1, unchanged: 1, renamed: 0 },
  ]);
  expect((await rows()).map(({ ticket, state }) => [ticket, state])).toEqual([
    ["JIRA-1", "gone"],
    ["JIRA-2", "active"],
    ["JIRA-3", "active"],
  ]);
  // git has nothing to read there
  expect(await json("branch scan --all")).toEqual([]);
  expect((await quad("branch scan --repo hg-app")).stderr).toBe(
    "git does not read hg-app here; its branches are handed over.\nAs in: git ls-remote --heads … | quad branch scan --stdin --repo hg-app\n",
  );
});

test.each([
  [
    "a control",
    "ok\nbell\u0007\n",
    'Line 2: "bell\\u0007" is not the name of a branch: it holds characters that cannot be seen.',
  ],
  [
    "too long",
    "x".repeat(1001),
    /^Line 1: "x{80}… \(1,001 characters\)" is not the name of a branch: it can have 1000 bytes\.$/,
  ],
  ["nothing", "\n\n", "There are no names on standard input."],
])("of names with %s in them none is taken", async (_, stdin, said) => {
  const { quad } = await testInstall();
  const { code, stderr } = await quad("branch scan --stdin --repo app --domain massmutual", { stdin });
  expect(code).toBe(2);
  expect(stderr.split("\n")[0]).toMatch(said);
});

test("a director scans in their own division, a developer nowhere", async () => {
  const { path, quad, json } = await branchInstall();
  branch(path, "JIRA-1", "main");
  const scan = (who: string, domain: string) =>
    quad(`branch scan --repo ${path} --domain ${domain} --as ${who}@massmutual.com`);
  expect(await scan("dev", "life-insurance")).toEqual({
    code: 3,
    stdout: "",
    stderr: `dev@massmutual.com may not configure agents in ${life}.
dev@massmutual.com is DEVELOPER in ${life}.
Ask teamlead@massmutual.com or director@massmutual.com or it-admin@massmutual.com.
See why: quad access can-i configure_agents --domain ${life.slice(1)}
`,
  });
  expect((await scan("director", "wealth-management")).code).toBe(3);
  const elsewhere = repository("--bare");
  await quad(`branch repo add ${elsewhere} --domain wealth-management --name elsewhere`);
  expect(
    await quad(`branch scan --repo ${elsewhere} --domain life-insurance --as director@massmutual.com`),
  ).toMatchObject({
    code: 5,
    stderr: `${elsewhere} is bound to a domain that you do not see.\n`,
  });
  await quad("branch repo remove elsewhere");
  expect(await scan("director", "life-insurance")).toMatchObject({ code: 0 });
  expect(await json("branch scan --all --as director@massmutual.com")).toMatchObject([{ unchanged: 1 }]);
  expect((await quad("branch scan --all --domain life-insurance --as dev@massmutual.com")).code).toBe(3);
  expect((await quad("branch repo remove app --as dev@massmutual.com")).code).toBe(4);
  expect((await json("branch list --as dev@massmutual.com")).length).toBe(0);
});

test("two companies scan one repository, each for itself", async () => {
  const install = await testInstall({ model: "cloud" });
  const path = repository();
  branch(path, "main");
  branch(path, "abc-1", "main");
  await install.quad("company create Beta --root beta --admin founder@beta.com");
  await project(install, "/beta", "ABC");
  const scan = async (domain: string) => (await install.json(`branch scan --repo ${path} --domain ${domain}`))[0];
  expect(await scan("massmutual")).toMatchObject({ bound: true, orphans: 1 });
  expect(await scan("beta")).toMatchObject({ bound: true, orphans: 0 });
  expect(await install.quad(`branch scan --repo ${path}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${path} is bound in several companies.\n  app /beta\n  app /massmutual\nSay in which: --domain DOMAIN\n`,
  });
  expect(await scan("beta")).toMatchObject({ bound: false, unchanged: 1 });
  expect(await install.json("branch repo list --as founder@beta.com")).toHaveLength(1);
});

test("Ctrl-C ends git at once, and nothing was left half done", async () => {
  const { quad, path } = await branchInstall();
  const slow = directory();
  writeFileSync(join(slow, "git"), `#!/bin/sh\ntouch ${slow}/began\nexec sleep 100\n`, { mode: 0o755 });
  const interrupt = new AbortController();
  const watched = watch(slow, (_, name) => name === "began" && interrupt.abort());
  const begin = performance.now();
  const env = { PATH: `${slow}:${process.env.PATH}` };
  const run = await quad(`branch scan --repo ${path} --domain life-insurance`, { env, signal: interrupt.signal });
  watched.close();
  expect(run).toEqual({ code: 130, stdout: "", stderr: "Interrupted; nothing was left half done.\n" });
  expect(performance.now() - begin).toBeLessThan(20_000);
  expect((await quad("branch repo list")).stdout).not.toContain(path);
});
