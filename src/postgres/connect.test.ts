import { expect, inject, test } from "vitest";
import { emptyInstall, type TestInstall, testInstall } from "../testing/install.ts";
import { listening, postgresPort, refusingPort } from "../testing/tcp.ts";

const at = (install: TestInstall, url: string, line = "domain list") =>
  install.quad(line, { env: { QUAD_DATABASE_URL: url } });

const databaseOf = ({ url }: TestInstall) => url.slice(url.lastIndexOf("/") + 1);
const sockets = () => encodeURIComponent(inject("sockets"));

test("of several hosts the first that answers is taken", async () => {
  const install = await testInstall();
  const url = `postgresql://quad@127.0.0.1:1,%2Fno%2Fsuch,${sockets()}/${databaseOf(install)}`;
  expect(await at(install, url)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\/massmutual\t/) });
});

test("of several hosts one that takes writes is taken where that is asked for", async () => {
  const install = await testInstall();
  const name = databaseOf(install);
  const readOnly = await postgresPort();
  // Read-only for whoever comes by the port, as a standby is, and not for whoever comes by the socket.
  await install.withSql((sql) => sql.unsafe(`create role standby_${name} superuser login`));
  await install.withSql((sql) => sql.unsafe(`alter role standby_${name} set default_transaction_read_only = on`));
  const url = (user: string, hosts: string) => `postgresql://${user}@${hosts}/${name}?target_session_attrs=read-write`;
  expect(await at(install, url(`standby_${name}`, `127.0.0.1:${readOnly},127.0.0.1:1`), "domain create x")).toEqual({
    code: 6,
    stdout: "",
    stderr: [
      `No host of postgresql://standby_${name}@127.0.0.1:${readOnly},127.0.0.1:1/${name} is read-write.`,
      `127.0.0.1:${readOnly} is read-only.`,
      "Postgres at 127.0.0.1:1 does not answer (ECONNREFUSED).",
      "See what was tried: quad doctor",
      "",
    ].join("\n"),
  });
  expect(
    await at(install, url("quad", `127.0.0.1:1,${sockets()}`), "domain create x --parent massmutual"),
  ).toMatchObject({
    code: 0,
  });
  await install.withSql((sql) => sql.unsafe(`drop role standby_${name}`));
});

test("where no host answers, each is named with its reason", async () => {
  const install = await testInstall();
  const starting = await refusingPort("57P03", "the database system is starting up");
  const url = `postgresql://quad@127.0.0.1:1,%2Fno%2Fsuch,127.0.0.1:${starting}/quad?sslmode=disable`;
  const { code, stderr } = await at(install, url);
  expect(code).toBe(6);
  expect(stderr.split("\n").slice(1)).toEqual([
    "Postgres at 127.0.0.1:1 does not answer (ECONNREFUSED).",
    "Postgres at /no/such:5432 does not answer (there is no such socket).",
    `Postgres at 127.0.0.1:${starting} refuses: the database system is starting up.`,
    "See what was tried: quad doctor",
    "",
  ]);
});

test.each([
  ["57P03", "the database system is starting up"],
  ["53300", "sorry, too many clients already"],
  ["08P01", "no more connections allowed (max_client_conn)"],
  ["28P01", 'password authentication failed for user "quad"'],
])("a server that refuses with %s is exit 6, with its words", async (state, words) => {
  const install = await emptyInstall();
  const port = await refusingPort(state, words);
  const where = `postgresql://quad@127.0.0.1:${port}/quad`;
  expect(await at(install, `${where}?sslmode=disable`)).toEqual({
    code: 6,
    stdout: "",
    stderr: `Postgres at ${where} refuses: ${words}.\nSee what was tried: quad doctor\n`,
  });
});

test("a server that never answers is given up after connect_timeout, whatever it was asked", async () => {
  const install = await emptyInstall();
  const silent = await listening(() => {});
  const where = `postgresql://quad@127.0.0.1:${silent}/quad`;
  const begun = performance.now();
  const runs = ["disable", "prefer", "require"].map((mode) =>
    at(install, `${where}?connect_timeout=1&sslmode=${mode}`),
  );
  const gaveUp = {
    code: 6,
    stdout: "",
    stderr: `Postgres at ${where} does not answer (CONNECT_TIMEOUT).\nSee what was tried: quad doctor\n`,
  };
  expect(await Promise.all(runs)).toEqual([gaveUp, gaveUp, gaveUp]);
  expect(performance.now() - begun).toBeLessThan(20_000);
});

test("a server that takes connections and closes them, and one that is no Postgres, are exit 6", async () => {
  const install = await emptyInstall();
  const closing = await listening((client) => void client.end());
  const web = await listening((client) => client.once("data", () => client.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
  for (const port of [closing, web]) {
    for (const sslmode of ["disable", "prefer", "require"]) {
      const run = await at(install, `postgresql://quad@127.0.0.1:${port}/quad?sslmode=${sslmode}`);
      expect([run.code, run.stdout]).toEqual([6, ""]);
      expect(run.stderr).toMatch(
        /^Postgres at \S+ (does not answer \([A-Z_]+\)|offers no TLS, and sslmode asks for it)\.\n/,
      );
    }
  }
});

test("sslmode=require against a server without TLS is refused with a sentence; prefer goes on without", async () => {
  const install = await testInstall();
  const where = `postgresql://quad@127.0.0.1:${await postgresPort()}/${databaseOf(install)}`;
  expect(await at(install, where)).toMatchObject({ code: 0 });
  for (const sslmode of ["require", "verify-ca", "verify-full"]) {
    expect(await at(install, `${where}?sslmode=${sslmode}`)).toEqual({
      code: 6,
      stdout: "",
      stderr:
        `Postgres at ${where} offers no TLS, and sslmode asks for it.\n` +
        "Turn it on there; or, on a network that you trust, say ?sslmode=disable.\n",
    });
  }
});

test("a root certificate that is not there is named", async () => {
  const install = await emptyInstall();
  const port = await listening((client) => client.once("data", () => client.write("S")));
  expect(
    await at(install, `postgresql://quad@127.0.0.1:${port}/quad?sslmode=verify-full&sslrootcert=/no/ca.pem`),
  ).toEqual({
    code: 2,
    stdout: "",
    stderr: "sslrootcert names /no/ca.pem, which cannot be read.\n",
  });
});

test("a read-only server lets read, and refuses a write with what to do", async () => {
  const install = await testInstall();
  await install.withSql((sql) =>
    sql.unsafe(`alter database ${databaseOf(install)} set default_transaction_read_only = on`),
  );
  expect((await install.quad("domain list")).code).toBe(0);
  expect(await install.quad("domain create x --parent massmutual")).toEqual({
    code: 6,
    stdout: "",
    stderr: `Postgres at ${install.url.replace(sockets(), `${inject("sockets")}:5432`)} is read-only.\nOf a cluster, name every host and add ?target_session_attrs=read-write.\n`,
  });
});

test("a statement that takes longer than the server allows is exit 6", async () => {
  const install = await testInstall();
  await install.withSql((sql) => sql.unsafe(`alter database ${databaseOf(install)} set statement_timeout = '200ms'`));
  const run = await install.withSql(async (sql) => {
    await sql`begin`;
    await sql`lock table QUAD_domains in access exclusive mode`;
    const waited = await install.quad("domain create x --parent massmutual");
    await sql`rollback`;
    return waited;
  });
  expect(run).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/gave up: canceling statement due to statement timeout\.\nSee how long/),
  });
});

test("a session of a command says whose it is", async () => {
  const { withSql } = await emptyInstall();
  expect(
    await withSql((sql) => sql`select application_name from pg_stat_activity where pid = pg_backend_pid()`),
  ).toEqual([{ application_name: "quad" }]);
});

test("an interrupted command leaves no session that waits", async () => {
  const install = await testInstall();
  const interrupt = new AbortController();
  await install.withSql(async (sql) => {
    await sql`begin`;
    await sql`lock table QUAD_domains in access exclusive mode`;
    const running = install.quad("domain create x --parent massmutual", { signal: interrupt.signal });
    const waiting = async () =>
      (
        await sql`select from pg_locks l join pg_database d on d.oid = l.database
                 where d.datname = current_database() and not l.granted`
      ).length;
    while ((await waiting()) === 0) await new Promise(setImmediate);
    interrupt.abort();
    expect(await running).toEqual({ code: 130, stdout: "", stderr: "Interrupted; nothing was left half done.\n" });
    while ((await waiting()) > 0) await new Promise(setImmediate);
    await sql`rollback`;
  });
  expect((await install.quad("domain show x")).code).toBe(4);
});
