import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { branch, byName, directory, failure, git, read, repository } from "./repository.testing.ts";

test("a server gives names and commits, and its HEAD is the base", async () => {
  const path = repository("--bare");
  git(path, ["symbolic-ref", "HEAD", "refs/heads/production"]);
  branch(path, "production");
  const commit = branch(path, "ü/\u{1f600}", "production");
  git(path, ["update-ref", "refs/pull/1/head", commit]);
  git(path, ["tag", "-a", "-m", "one", "v1", commit]);
  const state = await read(`file://${path}`);
  expect(state).toMatchObject({ base: "production", shallow: false, empty: false });
  expect(Object.keys(byName(state))).toEqual(["production", "ü/\u{1f600}"]);
  expect(state.branches[1]).toEqual({
    name: "ü/\u{1f600}",
    commit,
    committedAt: null,
    author: null,
    authorName: null,
    merged: false,
  });
});

test("a server's repository without a commit is empty", async () => {
  expect(await read(`file://${repository("--bare")}`)).toEqual({
    base: null,
    shallow: false,
    empty: true,
    branches: [],
  });
});

test("a server's branch may be named as the base, and has to be one", async () => {
  const path = repository("--bare");
  branch(path, "main");
  branch(path, "next");
  expect((await read(`file://${path}`, { base: "next" })).base).toBe("next");
  expect((await failure(read(`file://${path}`, { base: "mian" }))).message).toBe(`file://${path} has no branch mian.`);
});

test("a server that cannot be reached is told with git's words and what to try", async () => {
  const { code, message, detail, hint } = await failure(read("https://127.0.0.1:1/app.git"));
  expect([code, message, hint]).toEqual([
    "unreachable",
    "https://127.0.0.1:1/app.git cannot be read.",
    [
      "Try it: git ls-remote https://127.0.0.1:1/app.git",
      "Where it is private, give git a credential helper: git config --global credential.helper",
    ],
  ]);
  expect(detail.join()).toMatch(/unable to access|Failed to connect/);
  expect((await failure(read("file:///not/there"))).code).toBe("unreachable");
});

test("credentials that git's config puts into an address are not shown", async () => {
  const config = join(directory(), "config");
  writeFileSync(config, '[url "https://jane:s3cret@127.0.0.1:1/"]\n  insteadOf = https://internal.example/\n');
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: config };
  const error = await failure(read("https://internal.example/app", { environment }));
  expect(error.detail.join()).toContain("127.0.0.1");
  expect(JSON.stringify([error.message, error.detail, error.hint])).not.toContain("s3cret");
});

const schemes = ["git", "http", ...(spawnSync("ssh", ["-V"]).error ? [] : ["ssh"])];

test.each(schemes)("a server that says nothing to %s is left after the time limit", async (scheme) => {
  const { port, sockets } = await silent();
  const environment = { ...process.env, GIT_SSH_COMMAND: "ssh -o StrictHostKeyChecking=no" };
  const url = `${scheme}://127.0.0.1:${port}/app`;
  const begun = Date.now();
  const { code, message } = await failure(read(url, { timeout: 0.7, environment }));
  expect([code, message]).toEqual(["unreachable", `${url} did not answer within 0.7 s.`]);
  expect(Date.now() - begun).toBeLessThan(20_000);
  // Nothing that was started still holds a connection.
  await expect.poll(() => sockets.every((socket) => socket.destroyed)).toBe(true);
  expect(sockets.length).toBeGreaterThan(0);
});

test("Ctrl-C ends the waiting", async () => {
  const { port } = await silent();
  const interrupt = new AbortController();
  setTimeout(() => interrupt.abort(), 300);
  const error = await failure(read(`git://127.0.0.1:${port}/app`, { signal: interrupt.signal }));
  expect(error.code).toBe("cancelled");
  expect((await failure(read(repository(), { signal: interrupt.signal }))).code).toBe("cancelled");
});

test("ssh asks nothing, and is the one that the admin has set up", async () => {
  const path = directory();
  const ssh = join(path, "ssh");
  writeFileSync(ssh, `#!/bin/sh\necho "$@" >> ${path}/asked\nexit 1\n`, { mode: 0o755 });
  await failure(read("git@host:app", { environment: { ...process.env, GIT_SSH_COMMAND: `${ssh} -i key` } }));
  const config = join(path, "config");
  writeFileSync(config, `[core]\n  sshCommand = ${ssh} -i other\n`);
  await failure(read("git@host:app", { environment: { ...process.env, GIT_CONFIG_GLOBAL: config } }));
  const asked = readFileSync(join(path, "asked"), "utf8");
  expect(asked).toMatch(/^-i key -o BatchMode=yes .*git@host git-upload-pack 'app'\n-i other -o BatchMode=yes /);
});

/** A server that takes connections and stays silent. */
async function silent(): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}).resume());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}
