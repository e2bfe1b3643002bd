import { expect, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import type { Sql } from "../../postgres/sql.ts";
import { parseTarget } from "../../postgres/target.ts";
import { embeddedInstalls } from "../../testing/embedded.ts";

// Roles are the server's: each of these has a server of its own.
const embedded = embeddedInstalls();

const logins = (stdout: string) => /^(. logins .*\n(?: +→ .*\n)?)/m.exec(stdout)?.[1];

test("a database restored on a server without the roles is mended by a migration", async () => {
  const { quad, url } = embedded();
  const withSql = <T>(work: (sql: Sql) => Promise<T>) => withConnection(parseTarget(url), work);
  expect(logins((await quad("doctor")).stdout)).toBe("✓ logins           none but the owner's\n");
  await withSql((sql) =>
    sql.unsafe("drop owned by quad_person, quad_platform; drop role quad_person, quad_platform").simple(),
  );
  expect(logins((await quad("doctor")).stdout)).toBe("- logins           skipped: the schema is not up to date.\n");
  expect((await quad("doctor")).stdout).toMatch(/✗ schema +the rules are outdated\.\n +→ quad migrate\n/);
  expect((await quad("migrate")).stdout).toContain("applied  rules");
  expect((await quad("--as admin@acme.com domain list")).code).toBe(0);
  expect((await quad("doctor")).code).toBe(0);
});

test("a granted login that the server has lost is named", async () => {
  const { quad, url } = embedded();
  const withSql = <T>(work: (sql: Sql) => Promise<T>) => withConnection(parseTarget(url), work);
  await withSql(async (sql) => {
    await sql`select quad_grant_login(id, 'admin@acme.com', 'admin@acme.com', null) from QUAD_companies`;
    await sql.unsafe(`drop role "admin@acme.com"`);
  });
  const { code, stdout } = await quad("doctor");
  expect(code).toBe(8);
  expect(logins(stdout)).toBe(
    "✗ logins           Postgres has no login for admin@acme.com, and it was granted here.\n" +
      "                   → quad access revoke admin@acme.com, and grant it again\n",
  );
});

test("a schema where everybody may create things is warned of", async () => {
  const { quad, url } = embedded();
  await withConnection(parseTarget(url), (sql) => sql`grant create on schema public to public`);
  const { code, stdout } = await quad("doctor");
  expect(code).toBe(0);
  expect(logins(stdout)).toContain("Whoever can log in may create things in schema public");
});
