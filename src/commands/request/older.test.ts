import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

/** A request as it was before there were stages with times, and mail: the triggers of today have not seen it. */
async function olderRequest(status: string) {
  const install = await teamInstall();
  const slug = await install.receive();
  await install.withSql(async (sql) => {
    await sql`alter table QUAD_integration_requests disable trigger user`;
    await sql`
      update QUAD_integration_requests
      set status = ${status}, mail_thread = null, acknowledged_at = null, started_at = null, received_at = null`;
    await sql`alter table QUAD_integration_requests enable trigger user`;
  });
  return { ...install, slug };
}

test("what was asked for before mail was sent is commented on and withdrawn like others", async () => {
  const { quad, mails, slug } = await olderRequest("submitted");
  expect((await quad(["request", "comment", slug, "We need it in May."])).code).toBe(0);
  expect((await quad(`request withdraw ${slug}`)).code).toBe(0);
  expect((await mails()).slice(-2)).toMatchObject([
    { template: "request-comment", inReplyTo: null },
    { template: "request-withdrawn", inReplyTo: null },
  ]);
});

test("what was begun before beginnings had a time is begun once more at most; what is over is over", async () => {
  const { quad, slug, withSql } = await olderRequest("in_progress");
  expect((await quad(`request start ${slug}`)).code).toBe(0);
  expect((await quad(`request start ${slug}`)).code).toBe(5);
  await withSql(async (sql) => {
    await sql`alter table QUAD_integration_requests disable trigger user`;
    await sql`update QUAD_integration_requests set status = 'released'`;
    await sql`alter table QUAD_integration_requests enable trigger user`;
  });
  expect(await quad(`request assign ${slug} --to Ada`)).toMatchObject({
    code: 5,
    stderr: `${slug} is released already.\nSee it: quad request show ${slug}\n`,
  });
});
