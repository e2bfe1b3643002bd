import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { branch, git, repository } from "../../branches/git/repository.testing.ts";
import { branchInstall, life, merge, project } from "../../branches/install.testing.ts";

test("a branch is new, pushed to, merged, gone, renamed, and back", async () => {
  const { path, scan, rows, withSql } = await branchInstall();
  branch(path, "feature/JIRA-1-login", "main");
  branch(path, "hotfix", "main");
  expect(await scan()).toEqual({
    repository: "app",
    domain: life,
    location: path,
    base: "main",
    bound: true,
    branches: 2,
    active: 2,
    new: 2,
    renamed: 0,
    merged: 0,
    gone: 0,
    back: 0,
    changed: 0,
    unchanged: 0,
    orphans: 1,
    unknownAuthors: [{ author: "jane@example.com", branches: 2 }],
    shallow: false,
    tooLong: 0,
  });
  const jane = { developer: "jane@example.com", from: null };
  const jira = { branch: "feature/JIRA-1-login", ticket: "JIRA-1", provider: "jira", ...jane };
  const none = { ticket: null, provider: null };
  expect(await rows()).toEqual([
    { ...jira, state: "active" },
    { branch: "hotfix", ...none, ...jane, state: "active" },
  ]);

  const pushed = branch(path, "hotfix", "hotfix", "Jane Doe <dev@massmutual.com>");
  expect(await scan()).toMatchObject({ bound: false, changed: 1, unchanged: 1, new: 0 });
  merge(path, "feature/JIRA-1-login");
  git(path, ["branch", "-m", "hotfix", "fix/JIRA-2"]);
  expect(await scan()).toMatchObject({ merged: 1, renamed: 1, gone: 0, new: 0, active: 1 });
  expect(await rows()).toEqual([
    { ...jira, state: "merged" },
    {
      branch: "fix/JIRA-2",
      ticket: "JIRA-2",
      provider: "jira",
      developer: "dev@massmutual.com",
      from: "hotfix",
      state: "active",
    },
  ]);

  git(path, ["branch", "-D", "fix/JIRA-2", "feature/JIRA-1-login"]);
  expect(await scan()).toMatchObject({ branches: 0, gone: 1, merged: 0 });
  git(path, ["branch", "fix/JIRA-2", pushed]);
  branch(path, "feature/JIRA-1-login", "main");
  expect(await scan()).toMatchObject({ back: 2, new: 0, active: 2 });
  expect((await rows()).map(({ state }) => state)).toEqual(["active", "active"]);
  expect(
    await withSql(
      (sql) => sql`
        select branch_name, count(*) as versions from QUAD_branch_versions where deleted_at is not null or merged_at is not null
        group by 1 order by 1`,
    ),
  ).toMatchObject([{ branch_name: "feature/JIRA-1-login" }, { branch_name: "fix/JIRA-2", versions: 1 }]);
});

test("a branch that was merged between two scans, and has gone with that, is merged", async () => {
  const { path, scan, rows } = await branchInstall();
  branch(path, "JIRA-1", "main");
  branch(path, "JIRA-2", "main");
  await scan();
  merge(path, "JIRA-1");
  git(path, ["branch", "-D", "JIRA-1", "JIRA-2"]);
  expect(await scan()).toMatchObject({ merged: 1, gone: 1 });
  expect((await rows()).map(({ state }) => state)).toEqual(["merged", "gone"]);
});

test("a branch that is made where another has ended is no renamed one", async () => {
  const { path, scan, rows } = await branchInstall();
  branch(path, "JIRA-1", "main");
  await scan();
  git(path, ["checkout", "--quiet", "main"]);
  git(path, ["merge", "--quiet", "--ff-only", "JIRA-1"]);
  git(path, ["branch", "-m", "JIRA-1", "JIRA-2"]);
  expect(await scan()).toMatchObject({ merged: 1, new: 1, renamed: 0 });
  expect((await rows()).map(({ state }) => state)).toEqual(["merged", "active"]);
});

test("of several that have gone with one commit none is taken for renamed", async () => {
  const { path, scan } = await branchInstall();
  const commit = branch(path, "a", "main");
  git(path, ["branch", "b", commit]);
  await scan();
  git(path, ["branch", "-D", "a", "b"]);
  git(path, ["branch", "c", commit]);
  expect(await scan()).toMatchObject({ gone: 2, new: 1, renamed: 0 });
});

test("a second scan of what has not changed writes nothing but when it was", async () => {
  const { path, scan, withSql } = await branchInstall();
  branch(path, "JIRA-1", "main");
  branch(path, "x", "main");
  merge(path, "x");
  const written = () =>
    withSql(
      (sql) => sql`
      select xmin::text, valid_from::text, (select count(*) from QUAD_branch_versions) as versions,
        (select count(*) from QUAD_audit where table_name = 'quad_repositories') as trail
      from QUAD_branch_ticket_mapping order by branch_name`,
    );
  await scan();
  const before = await written();
  const scanned = () => withSql((sql) => sql`select scanned_at::text, branches from QUAD_repository_scans`);
  const first = await scanned();
  expect(await scan("")).toMatchObject({ unchanged: 2, new: 0, changed: 0 });
  expect(await written()).toEqual(before);
  expect(await scanned()).not.toEqual(first);
});

test("what was linked by hand stays, whatever the name says, until it is left to its name", async () => {
  const { path, scan, rows, quad } = await branchInstall();
  branch(path, "JIRA-1", "main");
  branch(path, "UTC-8", "main");
  await scan();
  await quad("branch link JIRA-1 LIN-9");
  await quad("branch unlink UTC-8");
  expect(await scan()).toMatchObject({ unchanged: 2, orphans: 1 });
  git(path, ["branch", "-m", "JIRA-1", "JIRA-1-again"]);
  expect(await scan()).toMatchObject({ renamed: 1 });
  expect(await rows()).toMatchObject([
    { branch: "JIRA-1-again", ticket: "LIN-9", provider: "linear" },
    { branch: "UTC-8", ticket: null },
  ]);
  await quad("branch link JIRA-1-again --by-name");
  expect(await rows()).toMatchObject([{ ticket: "JIRA-1" }, { ticket: null }]);
});

test("projects that are configured later are found by the next scan", async () => {
  const install = await branchInstall();
  const { path, scan, rows } = install;
  branch(path, "life_12-premium", "main");
  expect(await scan()).toMatchObject({ orphans: 1 });
  await project(install, "/massmutual", "LIFE", "linear");
  expect(await scan()).toMatchObject({ changed: 1, orphans: 0 });
  expect(await rows()).toMatchObject([{ ticket: "LIFE-12", provider: "linear" }]);
});

test("authors are who .mailmap says, then who an alias says", async () => {
  const { path, scan, rows, quad } = await branchInstall();
  writeFileSync(join(path, ".mailmap"), "<dev@massmutual.com> <jane@example.com>\n");
  branch(path, "a", "main");
  branch(path, "b", "main", "Ghost <ghost@laptop.(none)>");
  branch(path, "c", "main", "Nobody <>");
  expect(await scan()).toMatchObject({
    unknownAuthors: [
      { author: "Nobody", branches: 1 },
      { author: "ghost@laptop.(none)", branches: 1 },
    ],
  });
  expect((await rows()).map(({ developer }) => developer)).toEqual(["dev@massmutual.com", null, null]);
  expect(await quad("member alias add Ghost@laptop.(none) teamlead@massmutual.com")).toMatchObject({
    code: 0,
    stdout: "Known: ghost@laptop.(none) is teamlead@massmutual.com. 1 branch is theirs now.\n",
  });
  expect((await rows()).map(({ developer }) => developer)).toEqual([
    "dev@massmutual.com",
    "teamlead@massmutual.com",
    null,
  ]);
  await quad("member alias add nobody dev@massmutual.com");
  expect(await scan()).toMatchObject({ unchanged: 3, unknownAuthors: [] });
  await quad("member alias remove nobody");
  expect((await rows()).map(({ developer }) => developer)).toEqual([
    "dev@massmutual.com",
    "teamlead@massmutual.com",
    null,
  ]);
});

test("of a server dates and authors are not known; a moved branch was committed to now, and a person stays", async () => {
  const { path, json, rows, withSql } = await branchInstall();
  branch(path, "JIRA-1", "main");
  const scan = async (more = "") => (await json(`branch scan --repo file://${path} ${more}`))[0];
  expect(await scan("--domain life-insurance")).toMatchObject({
    repository: "app",
    new: 1,
    unknownAuthors: [],
    base: "main",
  });
  const commit = () =>
    withSql(async (sql) => (await sql`select last_commit_at as at from QUAD_branch_ticket_mapping`)[0]?.at);
  expect(await commit()).toBeNull();
  await withSql((sql) => sql`update QUAD_branch_ticket_mapping set developer_email = 'dev@massmutual.com'`);
  branch(path, "JIRA-1", "JIRA-1");
  expect(await scan()).toMatchObject({ changed: 1 });
  expect(Date.now() - (await commit()).getTime()).toBeLessThan(10_000);
  expect(await rows()).toMatchObject([{ developer: "dev@massmutual.com", state: "active" }]);
  expect(await scan()).toMatchObject({ unchanged: 1, changed: 0 });
  git(path, ["branch", "-m", "JIRA-1", "JIRA-3"]);
  expect(await scan()).toMatchObject({ renamed: 1 });
  git(path, ["branch", "-D", "JIRA-3"]);
  expect(await scan()).toMatchObject({ gone: 1 });
});

test("the base is nobody's work; where it becomes another, that one has gone", async () => {
  const { path, scan, rows, json } = await branchInstall();
  branch(path, "develop", "main");
  await scan();
  expect(await scan("--base develop")).toMatchObject({ base: "develop", gone: 1, new: 1 });
  expect(await rows()).toMatchObject([
    { branch: "develop", state: "gone" },
    { branch: "main", state: "merged" },
  ]);
  expect(await json("branch repo list")).toMatchObject([{ base: "develop" }]);
  expect(await scan("")).toMatchObject({ base: "develop", unchanged: 1 });
});

test("in a repository that is empty all have gone", async () => {
  const { path, scan } = await branchInstall();
  branch(path, "JIRA-1", "main");
  await scan();
  git(path, ["update-ref", "--no-deref", "-d", "refs/heads/main"]);
  git(path, ["update-ref", "-d", "refs/heads/JIRA-1"]);
  expect(await scan()).toMatchObject({ branches: 0, gone: 1, base: null });
});

test("names in whatever bytes are kept, and shown without harm", async () => {
  const { path, scan, json, quad } = await branchInstall();
  const names = [
    Buffer.from("JIRA-1-gr\xfcn", "latin1"),
    Buffer.from("JIRA-2-🚀"),
    Buffer.from("JIRA-3-\u202egnp"),
    Buffer.from('it\'s-"quoted"-$x'),
  ];
  const id = git(path, ["rev-parse", "main"]);
  git(
    path,
    ["update-ref", "--stdin"],
    Buffer.concat(
      names.map((name) => Buffer.concat([Buffer.from("create refs/heads/"), name, Buffer.from(` ${id}\n`)])),
    ),
  );
  expect(await scan()).toMatchObject({ new: 4, orphans: 1 });
  expect(await scan()).toMatchObject({ unchanged: 4 });
  const listed = (await json("branch list")).map((one: { branch: string }) => one.branch);
  expect(listed.sort()).toEqual(["JIRA-1-gr\\xfcn", "JIRA-2-🚀", "JIRA-3-\u202egnp", 'it\'s-"quoted"-$x'].sort());
  expect((await quad("branch list")).stdout).toMatch("JIRA-3-\\u{202e}gnp\t");
});

test("20,000 branches are scanned in seconds, and again in less", async () => {
  const { quad, json } = await branchInstall();
  const path = repository("--bare");
  const tip = branch(path, "main");
  const ids = [tip, ...Array.from({ length: 9 }, (_, i) => branch(path, `x${i}`, "main", `P${i} <p${i}@example.com>`))];
  const refs = Array.from(
    { length: 20_000 },
    (_, i) => `${ids[i % 10]} refs/heads/y/JIRA-${String(i + 1).padStart(5, "0")}-what\n`,
  );
  writeFileSync(join(path, "packed-refs"), `# pack-refs with: peeled fully-peeled sorted \n${refs.join("")}`);
  const begun = Date.now();
  await quad(`branch repo add ${path} --domain life-insurance`);
  expect(await json("branch scan --all")).toMatchObject([{ new: 20_009, orphans: 9 }]);
  expect(Date.now() - begun).toBeLessThan(10_000);
  expect(await json("branch scan --all")).toMatchObject([{ unchanged: 20_009, new: 0 }]);
});
