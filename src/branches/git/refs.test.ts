import { renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  branch,
  byName,
  directory,
  emptyTree,
  git,
  namesOf,
  rawCommit,
  read,
  repository,
} from "./repository.testing.ts";

test("a bare repository gives its branches, and what is merged into the one that HEAD points to", async () => {
  const path = repository("--bare");
  const first = branch(path, "main");
  branch(path, "feature/JIRA-123-add-login", "main");
  const merged = branch(path, "bugfix/SNW-456", "main");
  const tip = branch(path, "main", "bugfix/SNW-456");
  git(path, ["branch", "fresh", "main"]);
  git(path, ["branch", "old", first]);
  const state = await read(path);
  expect(state).toMatchObject({ base: "main", shallow: false, empty: false });
  const branches = byName(state);
  expect(Object.entries(branches).map(([name, one]) => [name, one.merged])).toEqual([
    ["bugfix/SNW-456", true],
    ["feature/JIRA-123-add-login", false],
    ["fresh", false],
    ["main", false],
    ["old", true],
  ]);
  expect(branches["bugfix/SNW-456"]).toEqual({
    name: "bugfix/SNW-456",
    commit: merged,
    committedAt: new Date("2025-06-15T15:06:40Z"),
    author: "jane@example.com",
    authorName: "Jane Doe",
    merged: true,
  });
  expect(branches.fresh?.commit).toBe(tip);
});

test("a mirror gives the branches of what it mirrors, packed or not", async () => {
  const path = repository();
  branch(path, "main");
  branch(path, "feature/A-1", "main");
  const mirror = join(dirname(path), "mirror.git");
  git("/", ["clone", "--quiet", "--mirror", path, mirror]);
  const before = await read(mirror);
  expect(namesOf(before)).toEqual(["feature/A-1", "main"]);
  git(mirror, ["pack-refs", "--all"]);
  expect(await read(mirror)).toEqual(before);
});

test("a work tree gives the branches of its remotes too, whose state is the one that counts", async () => {
  const origin = repository("--bare");
  branch(origin, "main");
  branch(origin, "shared", "main");
  const path = join(directory(), "clone");
  git("/", ["clone", "--quiet", origin, path]);
  const theirs = git(path, ["rev-parse", "origin/shared"]);
  branch(path, "shared", "main");
  branch(path, "mine", "main");
  git(path, ["remote", "add", "team/fork", origin]);
  git(path, ["remote", "add", "team", origin]);
  git(path, ["update-ref", "refs/remotes/team/fork/shared", branch(path, "mine", "main")]);
  git(path, ["update-ref", "refs/remotes/team/fork/theirs", "mine"]);
  git(path, ["update-ref", "refs/remotes/unknown/stale", "mine"]);
  const state = await read(path);
  expect(namesOf(state)).toEqual(["main", "mine", "shared", "theirs"]);
  expect(byName(state).shared?.commit).toBe(theirs);
  expect(state.base).toBe("main");
});

test("a repository without a commit is empty, whatever its base is to be", async () => {
  const nothing = { base: null, shallow: false, empty: true, branches: [] };
  expect(await read(repository())).toEqual(nothing);
  expect(await read(repository("--bare"), { base: "main" })).toEqual(nothing);
});

test("a HEAD that is detached or unborn hides no branch", async () => {
  const path = repository();
  const commit = branch(path, "main");
  git(path, ["update-ref", "--no-deref", "HEAD", commit]);
  expect(await read(path)).toMatchObject({ base: "main", branches: [{ name: "main" }] });
  git(path, ["update-ref", "-d", "refs/heads/main"]);
  expect(await read(path)).toEqual({ base: null, shallow: false, empty: false, branches: [] });
  git(path, ["update-ref", "refs/heads/other", commit]);
  git(path, ["symbolic-ref", "HEAD", "refs/heads/unborn"]);
  expect(await read(path)).toMatchObject({ base: null, branches: [{ name: "other" }] });
});

test("a branch that stands for another is a branch, and one that stands for nothing is none", async () => {
  const path = repository();
  const commit = branch(path, "main");
  git(path, ["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
  git(path, ["symbolic-ref", "refs/heads/dangling", "refs/heads/nothing"]);
  const state = await read(path);
  expect(namesOf(state)).toEqual(["alias", "main"]);
  expect(byName(state).alias?.commit).toBe(commit);
});

test("a shallow clone says that it is", async () => {
  const origin = repository("--bare");
  branch(origin, "main");
  branch(origin, "main", "main");
  const path = join(directory(), "shallow.git");
  git("/", ["clone", "--quiet", "--bare", "--depth=1", `file://${origin}`, path]);
  expect(await read(path)).toMatchObject({ base: "main", shallow: true, branches: [{ name: "main" }] });
});

test("SHA-256 is read like SHA-1", async () => {
  const path = repository("--object-format=sha256");
  git(path, ["commit", "--quiet", "--allow-empty", "-m", "one"]);
  git(path, ["checkout", "--quiet", "-b", "feature"]);
  git(path, ["commit", "--quiet", "--allow-empty", "-m", "two"]);
  const state = await read(path, { base: "feature" });
  expect(byName(state).main).toMatchObject({ merged: true, commit: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test.each(["ünïcode-\u{1f600}", "a\u00a0b", "quote'\"$(id)`;&|<>", "-dash", "@", "HEAD", "x%00y", "refs/heads/x"])(
  "a branch may be called %s",
  async (name) => {
    const path = repository();
    const commit = branch(path, "main");
    git(path, ["update-ref", `refs/heads/${name}`, commit]);
    const state = await read(path, { base: name });
    expect(namesOf(state)).toEqual([name, "main"].sort());
    expect(state.base).toBe(name);
  },
);

test("a name in Latin-1 is read, byte by byte", async () => {
  const path = repository("--bare");
  const commit = branch(path, "main");
  writeFileSync(join(path, "packed-refs"), Buffer.from(`${commit} refs/heads/feature/\xfcber-\xe9\n`, "latin1"));
  expect(namesOf(await read(path))).toEqual(["feature/\\xfcber-\\xe9", "main"]);
});

test.each([
  ["0 +0000", "1970-01-01T00:00:00.000Z"],
  ["4102444800 -9999", "2100-01-01T00:00:00.000Z"],
  ["99999999999999999999999 +0000", undefined],
  ["253402300800 +0000", undefined],
  ["-5 +0000", undefined],
])("a commit of %s is read", async (stamp, expected) => {
  const path = repository();
  const who = `Jane <jane@example.com> ${stamp}`;
  const commit = rawCommit(path, Buffer.from(`tree ${emptyTree}\nauthor ${who}\ncommitter ${who}\n\nx\n`));
  git(path, ["update-ref", "refs/heads/main", commit]);
  const [main] = (await read(path)).branches;
  expect(main?.committedAt?.toISOString()).toBe(expected);
  expect(main?.author).toBe("jane@example.com");
});

test("a repository may be moved", async () => {
  const path = repository();
  branch(path, "main");
  renameSync(path, `${path}-2`);
  expect(namesOf(await read(`${path}-2`))).toEqual(["main"]);
});
