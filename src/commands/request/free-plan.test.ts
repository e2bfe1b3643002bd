import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";
import { testInstall } from "../../testing/install.ts";

test("on the free plan it takes as long as it takes, and is told so", async () => {
  const { quad } = await testInstall({ plan: "free" });
  const { stdout } = await quad("request submit --tool Bruno --category Cloud --team-size 2");
  expect(stdout).toMatch(/^Submitted: req-bruno-\d{4}, best effort\.\n/);
});

test("the acknowledgement of a free request promises nothing", async () => {
  const { receive, mails } = await teamInstall();
  await receive({ plan: "free" });
  expect((await mails())[0]?.data).toMatchObject({ timeline: "best effort" });
});

test("what was best effort has its days from the day of asking on once the plan has some", async () => {
  const { quad, json } = await testInstall({ plan: "free" });
  await quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await json("request list");
  await quad(`request ack ${slug}`);
  expect(await json("request sla")).toMatchObject([{ slug, stage: "start", due: null, days: null, breached: false }]);
  await quad("company set --plan pro");
  expect(await json("request sla")).toMatchObject([{ slug, stage: "start", days: 10, breached: false }]);
});
