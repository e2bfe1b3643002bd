import { expect, test } from "vitest";
import { drift } from "../testing/company.ts";
import { type TestInstall, testInstall } from "../testing/install.ts";
import { cutAfter } from "../testing/tcp.ts";

/** Runs a command that waits for a row we hold, ends its session from another, and gives back how it ended. */
async function killedWhileWaiting({ quad, withSql }: TestInstall, lock: string, line: string) {
  return withSql(async (holder) => {
    const run = await holder.begin(async (tx) => {
      await tx.unsafe(lock);
      const running = quad(line);
      await withSql(async (sql) => {
        for (let killed = 0; killed === 0; ) {
          const rows = await sql`
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`;
          killed = rows.length;
        }
      });
      return running;
    });
    return run;
  });
}

test("a session that is ended in mid-command gives exit 6, and leaves nothing half done", async () => {
  const install = await testInstall();
  const run = await killedWhileWaiting(
    install,
    "select from QUAD_seats for update",
    "domain create team --parent massmutual --admin lead@massmutual.com",
  );
  expect(run.code).toBe(6);
  expect(run.stdout).toBe("");
  expect(run.stderr).toMatch(
    /^Postgres at \S+ (refuses: terminating connection due to administrator command|does not answer \(CONNECTION_CLOSED\))\.\n/,
  );
  expect((await install.quad("domain show team")).code).toBe(4);
  expect((await install.quad("member show lead@massmutual.com")).code).toBe(4);
  expect(await install.withSql(drift)).toEqual([]);
});

test("so it does for who acts as somebody, whose transaction is open throughout", async () => {
  const install = await testInstall();
  const run = await killedWhileWaiting(
    install,
    "lock table QUAD_domain_integration_keys in exclusive mode",
    "key set github --path a/b --domain massmutual --as it-admin@massmutual.com",
  );
  expect([run.code, run.stdout]).toEqual([6, ""]);
  expect(run.stderr).toMatch(/^Postgres at \S+ (refuses|does not answer)/);
});

test("a connection that is cut anywhere in a command gives exit 6, and leaves all or nothing", async () => {
  const install = await testInstall();
  const database = install.url.slice(install.url.lastIndexOf("/"));
  const ends: number[] = [];
  for (const [n, bytes] of [0, 90, 150, 400, 800, 1200, 1800, 2400, 3200, 4200, 100_000].entries()) {
    const port = await cutAfter(bytes);
    const { code, stderr } = await install.quad(
      `domain create team-${n} --parent massmutual --admin lead-${n}@massmutual.com`,
      {
        env: { QUAD_DATABASE_URL: `postgresql://quad@127.0.0.1:${port}${database}?sslmode=disable` },
      },
    );
    ends.push(code);
    if (code !== 0)
      expect(stderr).toMatch(/^Postgres at postgresql:\/\/quad@127\.0\.0\.1:\d+\/\S+ does not answer \([A-Z_]+\)\.\n/);
    const [made, led] = [
      (await install.quad(`domain show team-${n}`)).code,
      (await install.quad(`member show lead-${n}@massmutual.com`)).code,
    ];
    expect(made).toBe(led);
    if (code === 0) expect(made).toBe(0);
  }
  expect(ends.slice(0, 4)).toEqual([6, 6, 6, 6]);
  expect(new Set(ends)).toEqual(new Set([0, 6]));
  expect(await install.withSql(drift)).toEqual([]);
});

test("so it does with --as, wherever the connection is cut", async () => {
  const install = await testInstall();
  const database = install.url.slice(install.url.lastIndexOf("/"));
  for (const bytes of [400, 900, 1400, 2000, 2600, 3200]) {
    const port = await cutAfter(bytes);
    const env = { QUAD_DATABASE_URL: `postgresql://quad@127.0.0.1:${port}${database}?sslmode=disable` };
    const { code } = await install.quad(
      "domain create team --parent massmutual --dry-run --as it-admin@massmutual.com",
      { env },
    );
    expect([0, 6]).toContain(code);
  }
});

test("a server that is not there gives exit 6 at once, for every noun", async () => {
  const { quad } = await testInstall();
  const begun = performance.now();
  for (const line of ["domain tree", "member list", "company show", "user list", "role list", "migrate status"]) {
    const run = await quad(line, { env: { QUAD_DATABASE_URL: "postgresql://quad@127.0.0.1:1/quad" } });
    expect(run).toEqual({
      code: 6,
      stdout: "",
      stderr:
        "Postgres at postgresql://quad@127.0.0.1:1/quad does not answer (ECONNREFUSED).\nSee what was tried: quad doctor\n",
    });
  }
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("a database that is not there, a user who is not known and a socket that is none give exit 6", async () => {
  const { quad, url } = await testInstall();
  const at = async (changed: string) => {
    const { code, stderr } = await quad("domain tree", { env: { QUAD_DATABASE_URL: changed } });
    return [code, stderr.split("\n")[0]?.replace(/ at \S+ /, " at … ")];
  };
  expect(await at(url.replace(/[^/]*$/, "nowhere"))).toEqual([
    6,
    'Postgres at … refuses: database "nowhere" does not exist.',
  ]);
  expect(await at(url.replace("quad@", "nobody:secret@"))).toEqual([
    6,
    'Postgres at … refuses: role "nobody" does not exist.',
  ]);
  expect(await at("postgresql://quad@%2Fno%2Fsuch%2Fdirectory/quad")).toEqual([
    6,
    "Postgres at … does not answer (there is no such socket).",
  ]);
});
