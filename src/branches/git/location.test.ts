import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  branch,
  directory,
  failure,
  git,
  namesOf,
  parseLocation,
  read,
  readRepository,
  repository,
} from "./repository.testing.ts";

test("a URL is a remote, with its last part as its name", async () => {
  expect(await parseLocation("git@github.com:acme/app.git")).toEqual({
    kind: "remote",
    text: "git@github.com:acme/app.git",
    name: "app",
  });
});

test("any path into a repository is the repository", async () => {
  const path = repository();
  mkdirSync(join(path, "src/deep"), { recursive: true });
  symlinkSync(join(path, "src"), join(dirname(path), "link"));
  for (const text of [
    path,
    `${path}/`,
    join(path, "src/deep"),
    join(dirname(path), "link/deep"),
    join(path, ".git/refs"),
  ]) {
    expect(await parseLocation(text)).toEqual({ kind: "local", text: path, name: "app" });
  }
});

test("any path into a bare repository is the repository", async () => {
  const path = repository("--bare");
  renameSync(path, `${path}.git`);
  for (const text of [`${path}.git`, `${path}.git/refs/heads`]) {
    expect(await parseLocation(text)).toEqual({ kind: "local", text: `${path}.git`, name: "app" });
  }
});

test("a relative path is made absolute", async () => {
  expect((await parseLocation("src")).text).toBe(process.cwd());
});

test("a directory's name may be as odd as it likes", async () => {
  const path = join(directory(), "odd: 'name'\n\u{1f600} -x");
  git("/", ["init", "--quiet", "--initial-branch=main", path]);
  mkdirSync(join(path, "sub"));
  branch(path, "main");
  const location = await parseLocation(join(path, "sub"));
  expect(location.text).toBe(path);
  expect(namesOf(await readRepository(location))).toEqual(["main"]);
});

test("a worktree and a submodule, whose .git are files, are repositories", async () => {
  const path = repository();
  branch(path, "main");
  git(path, ["reset", "--hard", "--quiet"]);
  const worktree = join(dirname(path), "worktree");
  git(path, ["worktree", "add", "--quiet", worktree, "-b", "feature/A-1"]);
  expect(await parseLocation(worktree)).toMatchObject({ text: worktree, name: "worktree" });
  expect(namesOf(await read(worktree))).toEqual(["feature/A-1", "main"]);

  const outer = join(dirname(path), "outer");
  git("/", ["init", "--quiet", outer]);
  git(outer, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", path, "part"]);
  expect(await parseLocation(join(outer, "part"))).toMatchObject({ text: join(outer, "part") });
  expect(namesOf(await read(join(outer, "part")))).toContain("main");
});

test("what does not exist is not found", async () => {
  expect(await failure(parseLocation("/not/there"))).toMatchObject({
    code: "notFound",
    message: "There is no /not/there.",
  });
  expect((await failure(parseLocation("github.com/acme/app"))).hint).toEqual([
    "Of a server write its URL: https://github.com/acme/app",
  ]);
});

test("what is no repository is a usage error", async () => {
  const path = directory();
  writeFileSync(join(path, "file"), "");
  for (const text of [path, join(path, "file"), join(path, "file/below")]) {
    expect(await failure(parseLocation(text))).toMatchObject({
      code: "usage",
      message: `${text} is not a git repository.`,
    });
  }
});

test.each([
  ["", "No repository is named."],
  [" ", "No repository is named."],
  ["-uupload-pack=touch /tmp/pwned", '"-uupload-pack=touch /tmp/pwned" is no repository: it begins with a dash.'],
  ["--upload-pack=touch", '"--upload-pack=touch" is no repository: it begins with a dash.'],
  ["a\0b", '"a\\u0000b" is no path.'],
])("%j is refused", async (text, message) => {
  expect(await failure(parseLocation(text))).toMatchObject({ code: "usage", message });
});

test("a repository that has gone is not mistaken for one that its directory lies in", async () => {
  const outer = repository();
  branch(outer, "main");
  const inner = join(outer, "inner");
  git("/", ["init", "--quiet", inner]);
  const location = await parseLocation(inner);
  rmSync(join(inner, ".git"), { recursive: true });
  expect(await failure(readRepository(location))).toMatchObject({
    code: "usage",
    message: `${inner} is not a git repository.`,
  });
  rmSync(inner, { recursive: true });
  expect(await failure(readRepository(location))).toMatchObject({ code: "notFound", message: `There is no ${inner}.` });
});
