import { spawn } from "node:child_process";
import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type EmbeddedInstall, embeddedInstalls } from "../testing/embedded.ts";
import { eventually, runProcess, startQuad } from "../testing/processes.ts";
import { withConnection } from "./connect.ts";
import { askToStop, postmaster } from "./postmaster.ts";
import { parseTarget } from "./target.ts";

const newInstall = embeddedInstalls();

/** Holds a connection while `work` goes on. */
const connected = <T>({ url }: EmbeddedInstall, work: () => Promise<T>): Promise<T> =>
  withConnection(parseTarget(url), work);

test("the server is there for a command, keeps what is written safe, and is gone afterwards", async () => {
  const { url, data } = newInstall();
  const seen = await withConnection(parseTarget(url), async (sql) => {
    const [settings] = await sql`
      select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('listen_addresses') as addresses`;
    return { ...settings, running: (await postmaster(data)) !== undefined };
  });
  expect(seen).toEqual({ fsync: "on", commit: "on", pages: "on", addresses: "", running: true });
  expect(await postmaster(data)).toBeUndefined();
});

test("two commands at once share one server, and the last one stops it", async () => {
  const install = newInstall();
  const pids = await connected(install, async () => {
    const before = await postmaster(install.data);
    expect((await install.quad("domain list")).code).toBe(0);
    return [before?.pid, (await postmaster(install.data))?.pid];
  });
  expect(pids[0]).toBeGreaterThan(0);
  expect(pids[1]).toBe(pids[0]);
  expect(await postmaster(install.data)).toBeUndefined();
});

test("ten processes at once all write, and leave no server", async () => {
  const { env, quad, data } = newInstall();
  const runs = await Promise.all(
    Array.from({ length: 10 }, (_, n) => runProcess(`domain create team-${n} --parent acme`, { env })),
  );
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
  expect(await postmaster(data)).toBeUndefined();
  expect((await quad("domain list")).stdout.match(/^\/acme\/team-\d/gm)?.length).toBe(10);
});

test("commands that come and go all the time leave no server either", async () => {
  const install = newInstall();
  const lanes = Array.from({ length: 4 }, async () => {
    for (let round = 0; round < 6; round += 1) await connected(install, async () => {});
  });
  await Promise.all(lanes);
  expect(await postmaster(install.data)).toBeUndefined();
});

test("a command that comes while the server is going down waits, and starts it again", async () => {
  const install = newInstall();
  const { first, command } = await connected(install, async () => {
    const server = await postmaster(install.data);
    if (server) askToStop(server);
    await eventually(async () => (await postmaster(install.data))?.ready === false);
    return { first: server?.pid, command: startQuad("domain create late --parent acme", { env: install.env }) };
  });
  expect(await command.ended).toMatchObject({ code: 0, stdout: "Created /acme/late.\n" });
  expect(first).toBeGreaterThan(0);
  expect(await postmaster(install.data)).toBeUndefined();
});

test("somebody else's session keeps the server, and the next command after it stops it", async () => {
  const install = newInstall();
  const { default: postgres } = await import("postgres");
  const other = postgres({ host: join(install.directory, "run"), user: "quad", database: "postgres", max: 1 });
  onTestFinished(() => other.end());
  await connected(install, async () => void (await other`select 1`));
  expect((await postmaster(install.data))?.ready).toBe(true);
  await other.end();
  expect((await install.quad("domain list")).code).toBe(0);
  expect(await postmaster(install.data)).toBeUndefined();
});

// "At once" is well before the 30 s that a server is waited for, on a machine that is busy with other tests.
test("a broken data directory fails at once, with what the server said", async () => {
  const { quad, data, directory } = newInstall();
  writeFileSync(join(data, "postgresql.conf"), "shared_buffers = enormous\n");
  const begun = performance.now();
  const { code, stderr } = await quad("domain list");
  expect(code).toBe(6);
  expect(stderr).toMatch(`The embedded Postgres in ${directory} does not come up.\n`);
  expect(stderr).toMatch('invalid value for parameter "shared_buffers": "enormous"');
  expect(stderr).toMatch(`Its log: ${directory}/server.log\n`);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("a cluster that has lost a file fails at once, too", async () => {
  const { quad, data } = newInstall();
  rmSync(join(data, "global", "pg_control"));
  const begun = performance.now();
  expect(await quad("domain list")).toMatchObject({ code: 6, stderr: expect.stringMatching("pg_control") });
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("a cluster of another major version is refused, and names both", async () => {
  const { quad, data, directory } = newInstall();
  writeFileSync(join(data, "PG_VERSION"), "15\n");
  expect(await quad("domain list")).toEqual({
    code: 5,
    stdout: "",
    stderr:
      `${directory} was made by Postgres 15; the one that comes with this quad is 18.\n` +
      "Move it over with pg_dump of the old version, or use the quad that made it.\n",
  });
});

test("where there is no embedded install, the message says how to make one", async () => {
  const { quad, directory } = newInstall();
  expect(await quad("domain list", { env: { QUAD_DATABASE_URL: `pg:${directory}/no` } })).toEqual({
    code: 4,
    stdout: "",
    stderr: `There is no embedded install in ${directory}/no.\nMake one: quad init --embedded ${directory}/no\n`,
  });
});

test("the pid file of a crash whose number is another process's now hurts neither", async () => {
  const install = newInstall();
  const innocent = spawn("sleep", ["60"], { stdio: "ignore" });
  onTestFinished(() => void innocent.kill("SIGKILL"));
  const stale = `${innocent.pid}\n${install.data}\n1\n5432\n${install.directory}/run\n\n1 1\nready\n`;
  writeFileSync(join(install.data, "postmaster.pid"), stale, { mode: 0o600 });
  const { uid, gid } = statSync(install.data);
  chownSync(join(install.data, "postmaster.pid"), uid, gid);
  const begun = performance.now();
  const { code, stderr } = await install.quad("domain list");
  if (code !== 0) {
    // Postgres itself refuses where the process is the same user's.
    expect(code).toBe(6);
    expect(stderr).toMatch(`Process ${innocent.pid} is not its server; if none runs anywhere else, remove `);
  }
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect((await install.quad(`demo ${install.directory} --reset`)).code).toBe(0);
  expect(innocent.exitCode ?? innocent.signalCode).toBeNull();
});

test("the server's log does not grow for ever", async () => {
  const { quad, directory } = newInstall();
  const log = join(directory, "server.log");
  writeFileSync(log, "old\n".repeat(300_000));
  await quad("domain list");
  expect(readFileSync(log, "utf8")).not.toMatch("old");
});
