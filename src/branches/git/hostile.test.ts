import { appendFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  branch,
  byName,
  containedInBase,
  directory,
  failure,
  git,
  parseLocation,
  read,
  repository,
} from "./repository.testing.ts";

/** A program that leaves a file behind, and how that file is called. */
function trap(): { program: string; sprung: () => boolean } {
  const path = directory();
  const program = join(path, "trap");
  writeFileSync(program, `#!/bin/sh\ntouch ${path}/sprung\n`, { mode: 0o755 });
  return { program, sprung: () => existsSync(join(path, "sprung")) };
}

const configOf = (program: string): string => `
[core]
  fsmonitor = ${program}
  sshCommand = ${program}
  gitProxy = ${program}
  pager = ${program}
  editor = ${program}
  hooksPath = ${dirname(program)}
  askPass = ${program}
  alternateRefsCommand = ${program}
[pager]
  for-each-ref = ${program}
  rev-list = ${program}
[alias]
  for-each-ref = !${program}
[credential]
  helper = !${program}
[uploadpack]
  packObjectsHook = ${program}
[url "ext::${program} "]
  insteadOf = https://
`;

test("nothing that a repository's config names is run", async () => {
  const path = repository();
  branch(path, "main");
  branch(path, "feature", "main");
  const { program, sprung } = trap();
  appendFileSync(join(path, ".git/config"), configOf(program));
  const state = await read(path);
  expect(Object.keys(byName(state))).toEqual(["feature", "main"]);
  await containedInBase(await parseLocation(path), "main", [byName(state).feature?.commit ?? ""]);
  await read(`file://${path}`);
  expect(sprung()).toBe(false);
});

test.each(["ssh://127.0.0.1:1/x", "ext::PROGRAM", "file:///"])(
  "a partial clone from %s fetches nothing",
  async (url) => {
    const path = repository("--bare");
    branch(path, "main");
    const commit = branch(path, "feature", "main");
    const { program, sprung } = trap();
    appendFileSync(
      join(path, "config"),
      `${configOf(program)}
[extensions]
  partialClone = origin
[protocol]
  allow = always
[remote "origin"]
  promisor = true
  url = ${url.replace("PROGRAM", program)}
  uploadpack = ${program}
`,
    );
    git(path, ["config", "core.repositoryFormatVersion", "1"]);
    rmSync(join(path, "objects", commit.slice(0, 2), commit.slice(2)));
    await failure(read(path));
    expect(sprung()).toBe(false);
  },
);

test("a server is asked outside the repository in which quad is run", async () => {
  const path = repository();
  const { program, sprung } = trap();
  appendFileSync(join(path, ".git/config"), configOf(program));
  const environment = { ...process.env, GIT_DIR: join(path, ".git"), GIT_WORK_TREE: path };
  await failure(read("ssh://127.0.0.1:1/app", { environment }));
  await failure(read("git://127.0.0.1:1/app", { environment }));
  await failure(read("https://127.0.0.1:1/app", { environment }));
  expect(sprung()).toBe(false);
});

test("an inherited GIT_DIR names no other repository", async () => {
  const path = repository();
  branch(path, "main");
  const other = repository();
  const environment = {
    ...process.env,
    GIT_DIR: join(other, ".git"),
    GIT_WORK_TREE: other,
    GIT_CEILING_DIRECTORIES: path,
  };
  expect((await read(path, { environment })).branches).toHaveLength(1);
});

test.each([
  "ext::sh -c touch% TRAP",
  "-uupload-pack=touch TRAP",
  "--upload-pack=touch TRAP",
  "ssh://-oProxyCommand=touch TRAP/x",
])("%s is refused and not run", async (text) => {
  const file = join(directory(), "trap");
  expect((await failure(read(text.replace("TRAP", file)))).code).toBe("usage");
  expect(existsSync(file)).toBe(false);
});
