import { expect, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import { parseTarget, type ServerTarget } from "../../postgres/target.ts";
import { embeddedInstalls } from "../../testing/embedded.ts";
import { testInstall } from "../../testing/install.ts";
import { libpqEnvironment, withServer } from "./server.ts";

const embedded = embeddedInstalls();

test("an embedded server is reached by other programs as long as the connection lasts", async () => {
  const { url, quad } = embedded();
  const found = await withServer(parseTarget(url), async (sql, server) => {
    const [{ name }] = await sql<[{ name: string }]>`select current_database() as name`;
    const [one] = await withConnection(server, (other) => other`select current_database() as name, 1 as one`);
    return { one, expected: { name, one: 1 } };
  });
  expect(found.one).toEqual(found.expected);
  // No package has a pg_dump of its version for every Debian.
  const { code, stderr } = await quad("patch backup");
  if (code !== 0) expect([code, stderr]).toEqual([6, expect.stringContaining("There is no pg_dump of Postgres ")]);
});

test("of several hosts it is the one that answers", async () => {
  const { url } = await testInstall();
  const target = parseTarget(url) as ServerTarget;
  const [host] = target.hosts;
  const two = { ...target, hosts: [{ host: "/nowhere", port: 5432 }, ...target.hosts] };
  expect(await withServer(two, async (_, server) => server.hosts)).toEqual([host]);
  const none = { ...target, hosts: ["/nowhere", "/neither"].map((path) => ({ host: path, port: 5432 })) };
  await expect(withServer(none, async () => 0)).rejects.toMatchObject({ code: "unreachable" });
});

test("programs are told everything by the environment, TLS included, and nothing that is not about the server", () => {
  const url =
    "postgresql://me:pass%20word@db.internal:6543/quad?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/me.pem&sslkey=/me.key";
  const target = parseTarget(url) as ServerTarget;
  const given = libpqEnvironment(
    target,
    { PATH: "/bin", HOME: "/root", PGSERVICE: "other", SECRET: "x" },
    "quad-backup-1",
  );
  expect(given).toMatchObject({
    ...{ PATH: "/bin", HOME: "/root", PGHOST: "db.internal", PGPORT: "6543", PGUSER: "me", PGPASSWORD: "pass word" },
    ...{ PGDATABASE: "quad", PGSSLMODE: "verify-full", PGSSLROOTCERT: "/ca.pem", PGSSLCERT: "/me.pem" },
    ...{ PGSSLKEY: "/me.key", PGAPPNAME: "quad-backup-1", PGCONNECT_TIMEOUT: "10" },
  });
  expect(given).not.toHaveProperty("PGSERVICE");
  expect(given).not.toHaveProperty("SECRET");
});
