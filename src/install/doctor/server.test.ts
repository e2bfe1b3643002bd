import { connect, createServer } from "node:net";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import { parseTarget } from "../../postgres/target.ts";
import { emptyInstall } from "../../testing/install.ts";
import { checkRoom } from "./embedded.ts";
import { checkNode } from "./host.ts";
import { checkClock, checkPooler, checkPrivileges, checkTimeZone, checkVersion, checkWritable } from "./server.ts";

test.each([
  [120_022, "12.22", "failed"],
  [130_000, "13.0", "ok"],
  [180_004, "18.4", "ok"],
  [190_000, "19beta1", "warning"],
])("server %d is %s: %s", (number, version, state) => expect(checkVersion(number, version).state).toBe(state));

test.each([
  ["18.20.0", "failed"],
  ["20.18.3", "failed"],
  ["20.19.0", "ok"],
  ["24.0.0", "ok"],
])("node %s: %s", (version, state) => expect(checkNode(version).state).toBe(state));

test.each([
  [50, "failed"],
  [500, "warning"],
  [5000, "ok"],
])("%d MiB of room: %s", (room, state) => expect(checkRoom(room * 1024 * 1024, "/x").state).toBe(state));

test.each([
  [1, "ok"],
  [30, "warning"],
  [-300, "failed"],
])("a clock that is %d s ahead: %s", async (ahead, state) => {
  const { withSql } = await emptyInstall();
  expect((await withSql((sql) => checkClock(sql, () => Date.now() - ahead * 1000))).state).toBe(state);
});

test("a slow answer is no difference between the clocks", async () => {
  const { withSql } = await emptyInstall();
  const times = [Date.now() - 20_000, Date.now()];
  expect((await withSql((sql) => checkClock(sql, () => times.shift() ?? 0))).state).toBe("ok");
});

test("a session that cannot write is told how to", async () => {
  const { withSql } = await emptyInstall();
  const check = await withSql(async (sql) => {
    await sql`set default_transaction_read_only = on`;
    return checkWritable(sql);
  });
  expect(check).toMatchObject({ state: "failed", found: "It is read-only." });
});

test("who may not change the schema is told what to grant; it matters where the schema is not up to date", async () => {
  const { withSql } = await emptyInstall();
  const role = `quad_reader_${process.pid}`;
  const seen = await withSql((sql) =>
    sql
      .begin(async (tx) => {
        await tx.unsafe(`create role ${role}; set local role ${role}`).simple();
        const checks = [await checkPrivileges(tx as never, true), await checkPrivileges(tx as never, false)];
        throw Object.assign(new Error("rolled back"), { checks });
      })
      .catch((error: { checks: unknown }) => error.checks),
  );
  const said = { fix: `grant create on schema public to ${role};` };
  expect(seen).toMatchObject([
    { state: "warning", ...said },
    { state: "failed", ...said },
  ]);
});

test("the server's time zone is shown beside the host's where they differ", async () => {
  const { withSql } = await emptyInstall();
  const [same, other] = await withSql(async (sql) => {
    await sql`set time zone 'America/New_York'`;
    return [await checkTimeZone(sql, "America/New_York"), await checkTimeZone(sql, "Europe/Berlin")];
  });
  expect(same?.found).toBe("America/New_York");
  expect(other?.found).toBe("America/New_York; this host's is Europe/Berlin");
});

// Node has none for TZ=:/etc/localtime, as some hosts have it.
test("a host whose time zone is not known gets a warning", async () => {
  const { withSql } = await emptyInstall();
  expect(await withSql((sql) => checkTimeZone(sql, undefined))).toMatchObject({
    state: "warning",
    found: expect.stringMatching("; this host's is UTC to quad, which does not know its TZ$"),
    fix: "Set TZ to a name such as Europe/Berlin, or leave it out.",
  });
});

test("a pooler is noticed by the process id that it makes up", async () => {
  const { withSql, url, directory } = await emptyInstall();
  expect((await withSql(checkPooler)).found).toBe("none");

  const pooler = createServer((client) => {
    const server = connect(join(inject("sockets"), ".s.PGSQL.5432"));
    client.pipe(server).on("error", () => client.destroy());
    server.on("close", () => client.destroy());
    server.on("data", (data) => {
      // BackendKeyData: K, its length of 12, process id, secret.
      const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
      if (at >= 0) data.writeInt32BE(1, at + 5);
      client.write(data);
    });
  });
  await new Promise<void>((resolve) => pooler.listen(join(directory, ".s.PGSQL.5432"), resolve));
  onTestFinished(() => void pooler.close());
  const through = parseTarget(url.replace(encodeURIComponent(inject("sockets")), encodeURIComponent(directory)));
  expect((await withConnection(through, checkPooler)).found).toBe("the connection goes through one");
});
