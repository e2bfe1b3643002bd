import { expect, test } from "vitest";
import { keyInstall, root } from "../../keys/install.testing.ts";

test("cron hears nothing while all is well", async () => {
  const { quad } = await keyInstall();
  await quad("key set jira --path a/b --domain massmutual --expires 90d");
  expect(await quad("key expiring")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await quad("key expiring --json")).toEqual({ code: 0, stdout: "[]\n", stderr: "" });
});

test("what expires soon, has expired, or is kept from a rotation is a line each, with exit code 8", async () => {
  const { quad, json, withSql } = await keyInstall();
  await quad("key set jira --path a/b --domain massmutual --expires 20d");
  await withSql(
    (sql) => sql`
      update QUAD_user_integration_keys set expires_at = '2026-01-31T12:00Z'`,
  );
  await quad("key rotate github --domain wealth-management --path Keys/new --grace 10d");
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  expect(await quad("key expiring --within 30d")).toEqual({
    code: 8,
    stdout: `The github key of john@massmutual.com has expired on 2026-01-31: quad key rotate github --user john@massmutual.com --path PATH
The former path of the github key of ${root}/wealth-management is kept until ${day(10)}: revoke it by then, quad key rotate github --domain massmutual/wealth-management --finish
The jira key of ${root} expires on ${day(20)}: quad key rotate jira --domain massmutual --path PATH
`,
    stderr: "",
  });
  expect((await quad("key expiring --within 15d --json")).stdout).toMatch('"what": "former"');
  expect((await quad("key expiring --within soon")).code).toBe(2);
  expect(await json("key show jira --domain massmutual")).toMatchObject({ expiresAt: expect.any(String) });
});
