import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { branch, directory, failure, git, read, repository } from "./repository.testing.ts";

const lose = (path: string, id: string) => rmSync(join(path, ".git/objects", id.slice(0, 2), id.slice(2)));

const damages: Record<string, (path: string) => void> = {
  "a branch without its commit": (path) => lose(path, git(path, ["rev-parse", "feature"])),
  "a hole in the history of the base": (path) => lose(path, git(path, ["rev-parse", "main~1"])),
  "a branch to nowhere": (path) => writeFileSync(join(path, ".git/refs/heads/lost"), `${"12".repeat(20)}\n`),
  "a branch of garbage": (path) => writeFileSync(join(path, ".git/refs/heads/garbage"), "garbage\n"),
  "a branch that was cut off": (path) => writeFileSync(join(path, ".git/refs/heads/cut"), ""),
  "a branch with a name that none can have": (path) =>
    writeFileSync(join(path, ".git/refs/heads/a..b"), `${git(path, ["rev-parse", "main"])}\n`),
  "a branch that is a file": (path) =>
    writeFileSync(join(path, ".git/refs/heads/file"), `${git(path, ["hash-object", "-w", "--stdin"], "x")}\n`),
  "packed refs that are none": (path) => writeFileSync(join(path, ".git/packed-refs"), "garbage\n"),
  "packed refs that were cut off": (path) =>
    writeFileSync(join(path, ".git/packed-refs"), `${git(path, ["rev-parse", "main"])} refs/heads/cu`),
  "a config that is none": (path) => writeFileSync(join(path, ".git/config"), "[core\n"),
  "a format of the future": (path) => git(path, ["config", "core.repositoryFormatVersion", "99"]),
};

test.each(Object.keys(damages))("%s ends the reading", async (damage) => {
  const path = repository();
  for (let i = 0; i < 3; i += 1) branch(path, "main", i === 0 ? undefined : "main");
  branch(path, "feature", "main");
  git(path, ["branch", "old", "main~2"]);
  damages[damage]?.(path);
  const { code, message, detail, hint } = await failure(read(path));
  expect([code, message, hint]).toEqual([
    "usage",
    `The repository ${path} cannot be read whole.`,
    [`Look at it: git -C ${path} fsck`],
  ]);
  expect(detail.join("\n")).not.toBe("");
});

test("a history that breaks off below a branch that is not the base does no harm", async () => {
  const path = repository();
  branch(path, "main");
  branch(path, "side");
  branch(path, "side", "side");
  lose(path, git(path, ["rev-parse", "side~1"]));
  expect((await read(path)).branches.map(({ merged }) => merged)).toEqual([false, false]);
});

test("a partial clone without its .mailmap is refused rather than fetched", async () => {
  const origin = repository();
  writeFileSync(join(origin, ".mailmap"), "Jane <jane@example.com> <jd@example.com>");
  git(origin, ["add", "."]);
  git(origin, ["commit", "--quiet", "-m", "who is who"]);
  git(origin, ["config", "uploadpack.allowFilter", "true"]);
  const path = join(dirname(origin), "partial.git");
  git("/", ["clone", "--quiet", "--bare", "--filter=blob:none", `file://${origin}`, path]);
  const { message, hint } = await failure(read(path));
  expect(message).toBe(`${path} is a partial clone, and what is needed of it is not on this host.`);
  expect(hint).toEqual([`Fetch it: git -C ${path} show HEAD:.mailmap`]);
  git(path, ["show", "HEAD:.mailmap"]);
  expect((await read(path)).branches).toHaveLength(1);
});

test("a repository of somebody else is not read, and it is said how to trust it", async () => {
  const path = repository();
  branch(path, "main");
  // git's own variable, for its tests; quad does not pass it on, so it comes with the program.
  const program = directory();
  writeFileSync(
    join(program, "git"),
    `#!/bin/sh\nexport GIT_TEST_ASSUME_DIFFERENT_OWNER=1\nPATH=${process.env.PATH}\nexec git "$@"\n`,
    { mode: 0o755 },
  );
  const { code, message, hint } = await failure(read(path, { environment: { ...process.env, PATH: program } }));
  expect([code, message, hint]).toEqual([
    "notAllowed",
    `${path} belongs to somebody else, so git does not read it.`,
    [`Trust it: git config --global --add safe.directory ${path}`],
  ]);
});

test("a repository that does not let itself be read is left after the time limit", async () => {
  const path = repository();
  execFileSync("mkfifo", [join(path, ".git/packed-refs")]);
  expect(await failure(read(path, { timeout: 0.5 }))).toMatchObject({
    code: "unreachable",
    message: `The repository ${path} was not read within 0.5 s.`,
  });
});

test("a host without git is told to install it", async () => {
  expect(await failure(read("/", { environment: { PATH: "/nowhere" } }))).toMatchObject({
    code: "unreachable",
    message: "git was not found on PATH.",
  });
});
