import { expect, test } from "vitest";
import { type EmbeddedInstall, embeddedInstalls } from "../testing/embedded.ts";
import { eventually, runProcess, startQuad } from "../testing/processes.ts";
import { withConnection } from "./connect.ts";
import { postmaster } from "./postmaster.ts";
import type { Sql } from "./sql.ts";
import { parseTarget } from "./target.ts";

const newInstall = embeddedInstalls();

const serverPid = async ({ data }: EmbeddedInstall) => (await postmaster(data))?.pid;

/** The server and all it has started, killed at once as by a power cut. */
async function killServer(install: EmbeddedInstall, sql: Sql): Promise<void> {
  const children = await sql<{ pid: number }[]>`select pid from pg_stat_activity`;
  for (const pid of [await serverPid(install), ...children.map((child) => child.pid)]) {
    if (pid) process.kill(pid, "SIGKILL");
  }
  await eventually(async () => (await serverPid(install)) === undefined);
}

test("a row is there after kill -9 of the command that reported it", async () => {
  const install = newInstall();
  const run = startQuad("domain create kept --parent acme", { env: install.env });
  await eventually(() => run.printed().startsWith("Created"));
  run.child.kill("SIGKILL");
  await run.ended;
  expect((await install.quad("domain show kept")).code).toBe(0);
});

test("a row is there after kill -9 of the server and all its children right after the commit", async () => {
  const install = newInstall();
  await withConnection(parseTarget(install.url), async (sql) => {
    expect((await runProcess("domain create kept --parent acme", { env: install.env })).code).toBe(0);
    await killServer(install, sql);
  });
  expect((await install.quad("domain show kept")).code).toBe(0);
});

test("after kill -9 of a command its server serves the next one, which stops it", async () => {
  const install = newInstall();
  const { child, ended } = await waitingForLock(install, async (run) => {
    run.child.kill("SIGKILL");
    await run.ended;
    return run;
  });
  expect(child.signalCode).toBe("SIGKILL");
  await ended;
  expect((await install.quad("domain list")).code).toBe(0);
  await eventually(async () => (await serverPid(install)) === undefined);
});

/** Runs a command that waits for a row that we hold, and does something to it meanwhile. */
function waitingForLock<T>(
  install: EmbeddedInstall,
  during: (run: ReturnType<typeof startQuad>, sql: Sql) => Promise<T>,
): Promise<T> {
  return withConnection(parseTarget(install.url), async (sql) => {
    await sql`begin`;
    await sql`lock table QUAD_domains in access exclusive mode`;
    const run = startQuad("domain create stopped --parent acme --admin a@acme.com", { env: install.env });
    await eventually(async () => {
      const rows = await sql`select from pg_locks where not granted`;
      return rows.length > 0;
    });
    const result = await during(run, sql);
    await sql`rollback`;
    return result;
  });
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`${signal} ends a command that waits for a lock at once, undone, with ${code} and without a server`, async () => {
    const install = newInstall();
    const begun = performance.now();
    const run = await waitingForLock(install, async ({ child, ended }, sql) => {
      child.kill(signal);
      const end = await ended;
      // Its session is gone as well, and not only its process.
      expect(await sql`select from pg_locks where not granted`).toEqual([]);
      return end;
    });
    expect(run).toEqual({ code, stdout: "", stderr: "Interrupted; nothing was left half done.\n" });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(await serverPid(install)).toBeUndefined();
    expect((await install.quad("domain show stopped")).code).toBe(4);
  });
}
