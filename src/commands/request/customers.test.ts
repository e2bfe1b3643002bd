import { expect, test } from "vitest";
import { teamInstall } from "../../requests/install.testing.ts";

test("companies whose requests came by mail are not in the way of the team's own", async () => {
  const { quad, json, receive } = await teamInstall();
  await receive();
  await receive({ company: "Beta Ltd" });
  expect(await json("calendar show")).toMatchObject({ company: "Massachusetts Mutual Life Insurance" });
  expect(await json("whoami")).toMatchObject({ email: "it-admin@massmutual.com" });
  const { stdout } = await quad(["request", "list", "--company", "Beta Ltd", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([{ company: "Beta Ltd" }]);
});

test("the trail names the team for what it does, and not the customer's administrator", async () => {
  const { quad, json, receive } = await teamInstall();
  const slug = await receive();
  await quad(`request start ${slug}`);
  const entries: readonly { command: string; actor: string }[] = await json("audit list");
  const ofTeam = entries.filter(({ command }) => /^quad request (receive|start)$/.test(command ?? ""));
  expect(ofTeam.length).toBeGreaterThan(2);
  expect(new Set(ofTeam.map(({ actor }) => actor))).toEqual(new Set(["integrations@quadframe.work"]));
});
