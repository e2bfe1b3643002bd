import { expect, test } from "vitest";
import { customerInstall } from "../../requests/install.testing.ts";

test("what is withdrawn stays so, with the reason that was given", async () => {
  const { quad, json, withSql } = await customerInstall();
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  expect(await quad(["request", "withdraw", slug, "--reason", "We use\tPostman now."])).toEqual({
    code: 0,
    stdout: `Withdrawn: ${slug}.\n`,
    stderr: "",
  });
  expect(await quad(`request withdraw ${slug}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `${slug} is withdrawn already.\nSee it: quad request show ${slug}\n`,
  });
  expect((await quad(`request show ${slug}`)).stdout).toContain("Status: Withdrawn (We use Postman now.)\n");
  const mails = await withSql((sql) => sql`select from QUAD_outbox where template = 'request-withdrawn'`);
  expect(mails).toHaveLength(1);
});
