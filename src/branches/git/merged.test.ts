import { expect, test } from "vitest";
import { branch, containedInBase, failure, git, parseLocation, repository } from "./repository.testing.ts";

test("of branches that have gone it is told which the base contains", async () => {
  const path = repository("--bare");
  const first = branch(path, "main");
  const merged = branch(path, "merged", "main");
  const tip = branch(path, "main", "merged");
  const left = branch(path, "left", "main");
  for (const name of ["merged", "left"]) git(path, ["branch", "-D", name]);
  const tree = git(path, ["rev-parse", "main^{tree}"]);
  const asked = [first, merged, tip, left, tree, "12".repeat(20), "--all", "HEAD", ""];
  expect(await containedInBase(await parseLocation(path), "main", asked)).toEqual(new Set([first, merged, tip]));
});

test("of a server it is not known", async () => {
  const path = repository("--bare");
  const commit = branch(path, "main");
  expect(await containedInBase(await parseLocation(`file://${path}`), "main", [commit])).toEqual(new Set());
});

test("a base that has gone is a usage error", async () => {
  const path = repository("--bare");
  const commit = branch(path, "main");
  const location = await parseLocation(path);
  expect(await failure(containedInBase(location, "master", [commit]))).toMatchObject({
    code: "usage",
    message: `${path} has no branch master.`,
  });
});

test("commits that have gone are not looked for", async () => {
  const path = repository("--bare");
  expect(await containedInBase(await parseLocation(path), "main", ["12".repeat(20)])).toEqual(new Set());
});
