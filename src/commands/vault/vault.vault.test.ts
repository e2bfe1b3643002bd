import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runQuad } from "../../testing/install.ts";
import { scratchDirectory } from "../../testing/processes.ts";
import { testVault } from "../../testing/vault.ts";

const vault = testVault();

/** A program that stands where `bw` should. */
function stub(script: string): string {
  const file = join(scratchDirectory(), "bw");
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

test("status tells server, account, state and client; after a login the vault is locked", async () => {
  const env = vault.env();
  const { code, stdout } = await runQuad("vault status --json", { env });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    program: env.QUAD_BW,
    version: expect.stringMatching(/^\d{4}\.\d+\.\d+$/),
    directory: env.QUAD_VAULT_DIR,
    server: vault.server.url,
    email: "quad@massmutual.com",
    state: "locked",
    lastSync: expect.any(String),
  });
});

test("its directory is nobody else's, and what others could read is taken back", async () => {
  const env = vault.env();
  await runQuad("vault status", { env });
  expect(lstatSync(env.QUAD_VAULT_DIR ?? "").mode & 0o777).toBe(0o700);
  const elsewhere = join(scratchDirectory(), "link");
  symlinkSync(env.QUAD_VAULT_DIR ?? "", elsewhere);
  expect(await runQuad("vault status", { env: { ...env, QUAD_VAULT_DIR: elsewhere } })).toEqual({
    code: 6,
    stdout: "",
    stderr: `The vault's directory ${elsewhere} cannot be used: it is no directory.\nName another: vault_dir in quad.yaml, or QUAD_VAULT_DIR\n`,
  });
});

test("a directory in which nothing can be locked is said to be of no use", async () => {
  const env = vault.env();
  rmSync(join(env.QUAD_VAULT_DIR ?? "", "lock"), { force: true });
  mkdirSync(join(env.QUAD_VAULT_DIR ?? "", "lock"));
  expect(await runQuad("vault status", { env })).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/^The vault's directory \S+ cannot be used: EISDIR\.\n/),
  });
});

test("what is unlocked by something else is locked, and locking twice is no matter", async () => {
  const env = vault.env();
  for (const _ of [1, 2]) {
    const { code, stdout } = await runQuad("vault lock", { env });
    expect([code, stdout.split("\n")[0]]).toEqual([0, "vault      locked, as it should be"]);
  }
});

test("a login wants a server, an account and a password, and says which is missing", async () => {
  const env = { ...vault.env(), QUAD_VAULT_DIR: join(scratchDirectory(), "new") };
  const withoutPassword = { ...env, QUAD_VAULT_PASSWORD: "" };
  const to = `--server ${vault.server.url}`;
  expect((await runQuad("vault login", { env })).stderr).toMatch("Missing: --server URL.");
  expect((await runQuad(`vault login ${to}`, { env })).stderr).toMatch("Missing: --email EMAIL.");
  expect(await runQuad(`vault login ${to} --email a@b.de`, { env: withoutPassword })).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "The master password of the vault: Nobody can be asked without a terminal.\nSay it by QUAD_VAULT_PASSWORD, or by a file: vault_password_file in quad.yaml\n",
  });
  expect((await runQuad(`vault login ${to} --api-key`, { env })).stderr).toMatch("Missing: the API key.");
});

test("a wrong password, for a login and for unlocking, and a file that others can read", async () => {
  const env = vault.env();
  const wrong = { ...env, QUAD_VAULT_PASSWORD: "wrong" };
  const said =
    "The master password of the vault is wrong.\nIt is asked for, or taken from QUAD_VAULT_PASSWORD or vault_password_file.\n";
  expect(await runQuad("vault login", { env: wrong })).toEqual({ code: 6, stdout: "", stderr: said });
  const file = join(scratchDirectory(), "password");
  writeFileSync(file, `${vault.server.password}\n`, { mode: 0o644 });
  const rest = { ...env, QUAD_VAULT_PASSWORD: "", QUAD_VAULT_PASSWORD_FILE: file };
  const to = `--server ${vault.server.url} --email ${vault.server.email}`;
  expect(await runQuad(`vault login ${to}`, { env: rest })).toEqual({
    code: 2,
    stdout: "",
    stderr: `${file} holds the master password (QUAD_VAULT_PASSWORD_FILE), and others can read it.\nMake it yours alone: chmod 600 ${file}\n`,
  });
  chmodSync(file, 0o600);
  expect((await runQuad(`vault login ${to}`, { env: rest })).code).toBe(0);
  writeFileSync(file, "");
  expect((await runQuad(`vault login ${to}`, { env: rest })).stderr).toMatch(
    "is empty; its first line is the master password.",
  );
});

test("by an API key the login needs no second factor", async () => {
  const { id, secret } = vault.server.apiKey;
  const env = {
    ...vault.env(),
    QUAD_VAULT_DIR: join(scratchDirectory(), "new"),
    BW_CLIENTID: id,
    BW_CLIENTSECRET: secret,
  };
  const login = `vault login --api-key --server ${vault.server.url}`;
  expect(await runQuad(login, { env: { ...env, BW_CLIENTSECRET: "another" } })).toMatchObject({
    code: 6,
    stderr: "The API key of the vault is wrong.\nIt is taken from BW_CLIENTID and BW_CLIENTSECRET.\n",
  });
  const { code, stdout, stderr } = await runQuad(login, { env });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(`Logged in to ${vault.server.url} as quad@massmutual.com, and locked.`);
});

test("a client that is missing, too old, something else, broken, or hanging has its own sentence", async () => {
  const env = { ...vault.env(), QUAD_VAULT_DIR: join(scratchDirectory(), "new"), QUAD_VAULT_TIMEOUT: "5" };
  const first = async (more: Readonly<Record<string, string>>) => {
    const { code, stderr } = await runQuad("vault status", { env: { ...env, ...more } });
    return [code, stderr.split("\n")[0]];
  };
  const none = scratchDirectory();
  expect(await first({ QUAD_BW: "", PATH: none })).toEqual([6, "The Bitwarden CLI (bw) was not found on PATH."]);
  expect(await first({ QUAD_BW: `${none}/bw` })).toEqual([6, `The Bitwarden CLI is not at ${none}/bw (QUAD_BW).`]);
  const old = stub("echo 2023.9.1");
  expect(await first({ QUAD_BW: old })).toEqual([
    6,
    `The Bitwarden CLI at ${old} is 2023.9.1, which is too old; it has to be 2025.1.0 or newer.`,
  ]);
  const other = stub("echo bubblewrap 0.8");
  expect(await first({ QUAD_BW: other })).toEqual([
    6,
    `${other} is not the Bitwarden CLI: asked for its version, it says "bubblewrap 0.8".`,
  ]);
  const broken = stub("exec /nonexistent/node");
  expect(await first({ QUAD_BW: broken })).toEqual([6, `The Bitwarden CLI at ${broken} does not run (exit code 127).`]);
  const hangs = stub('test "$1" = --version && { echo 2026.6.0; exit; }; exec sleep 60');
  expect(await first({ QUAD_BW: hangs })).toEqual([6, "The Bitwarden CLI (status) did not answer within 5 s."]);
  const mute = stub('test "$1" = --version && echo 2026.6.0');
  expect(await first({ QUAD_BW: mute })).toEqual([6, "The Bitwarden CLI (status) ended without an answer."]);
});

test("settings come from the config file as well, and a time limit that is none is refused", async () => {
  const env = vault.env();
  const home = scratchDirectory();
  const { QUAD_BW: bw, QUAD_VAULT_DIR: directory, QUAD_VAULT_PASSWORD: _, ...rest } = env as Record<string, string>;
  mkdirSync(join(home, "secrets"));
  writeFileSync(join(home, "secrets", "vault"), `${vault.server.password}\n`, { mode: 0o600 });
  const yaml = `bw: ${bw}\nvault_dir: ${directory}\nvault_password_file: secrets/vault\nvault_timeout: 20\n`;
  writeFileSync(join(home, "quad.yaml"), yaml);
  const login = await runQuad("vault login", { env: { ...rest, QUAD_HOME: home } });
  expect([login.code, login.stderr]).toEqual([0, ""]);
  writeFileSync(join(home, "quad.yaml"), "vault_timeout: soon\n");
  expect((await runQuad("vault status", { env: { ...rest, QUAD_HOME: home } })).stderr).toMatch(
    "quad.yaml:1: vault_timeout has to be a number of seconds, 1 to 3600.",
  );
  expect((await runQuad("vault status", { env: { ...env, QUAD_VAULT_TIMEOUT: "0" } })).code).toBe(2);
});

test("no password is in what the client keeps", async () => {
  const env = vault.env();
  await runQuad("vault login", { env });
  expect(readFileSync(join(env.QUAD_VAULT_DIR ?? "", "data.json"), "utf8")).not.toMatch(vault.server.password);
});
