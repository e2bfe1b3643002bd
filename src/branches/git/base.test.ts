import { join } from "node:path";
import { expect, test } from "vitest";
import { branch, byName, directory, failure, git, read, repository } from "./repository.testing.ts";

test("a default branch that is called otherwise is the base, and a renamed one too", async () => {
  const origin = repository("--bare");
  branch(origin, "main");
  branch(origin, "feature", "main");
  git(origin, ["branch", "-m", "main", "production"]);
  expect((await read(origin)).base).toBe("production");
  const path = join(directory(), "clone");
  git("/", ["clone", "--quiet", origin, path]);
  git(path, ["checkout", "--quiet", "-b", "mine"]);
  expect((await read(path)).base).toBe("production");

  git(origin, ["branch", "-m", "production", "trunk"]);
  git(path, ["fetch", "--quiet", "--prune"]);
  const state = await read(path);
  expect(state.base).toBe("trunk");
});

test("what is checked out in a work tree is no base where there is a better one", async () => {
  const path = repository();
  branch(path, "master");
  branch(path, "feature/A-1", "master");
  git(path, ["symbolic-ref", "HEAD", "refs/heads/feature/A-1"]);
  const state = await read(path);
  expect(state.base).toBe("master");
  expect(byName(state)["feature/A-1"]?.merged).toBe(false);
  git(path, ["branch", "-m", "master", "line"]);
  expect((await read(path)).base).toBe("feature/A-1");
});

test("without any likely base nothing is merged", async () => {
  const path = repository("--bare");
  branch(path, "one");
  branch(path, "two", "one");
  const state = await read(path);
  expect(state.base).toBeNull();
  expect(state.branches.map(({ merged }) => merged)).toEqual([false, false]);
});

test("the base may be named", async () => {
  const path = repository();
  branch(path, "main");
  branch(path, "develop", "main");
  const state = await read(path, { base: "develop" });
  expect(state.base).toBe("develop");
  expect(byName(state)).toMatchObject({ main: { merged: true }, develop: { merged: false } });
});

test("a base that is no branch is refused, with those that are near, or all", async () => {
  const path = repository();
  branch(path, "develop");
  branch(path, "main");
  const { code, message, hint } = await failure(read(path, { base: "devlop" }));
  expect([code, message, ...hint]).toEqual(["usage", `${path} has no branch devlop.`, "Did you mean develop?"]);
  expect((await failure(read(path, { base: "origin/main" }))).hint).toEqual(["Did you mean main?"]);
  expect((await failure(read(path, { base: "nothing" }))).hint).toEqual(["It has develop, main."]);
  for (let i = 0; i < 10; i += 1) git(path, ["branch", `b${i}`, "main"]);
  expect((await failure(read(path, { base: "nothing" }))).hint).toEqual([
    "It has b0, b1, b2, b3, b4, b5, b6 and 5 more.",
  ]);
});
