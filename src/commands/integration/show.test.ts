import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("one integration is shown with its keys, and never with where they lead", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("integration enable github --quiet");
  await quad("key set github --domain insurance-division --path Engineering/GitHub");
  await quad("key block github --domain claims --yes");
  await quad("key block github --domain wealth-management --yes");
  await quad("key set github --user dev@massmutual.com --path Mine/GitHub");
  expect((await quad("integration show GitHub")).stdout).toBe(`GitHub  ✅ Active
  name    github
  role    backend
  since   the platform itself
  switch  on
  keys    /massmutual/insurance-division, /massmutual/wealth-management (blocked), 1 person of their own
  apply   in 2 of 3 memberships
See whose key applies: quad key matrix --provider github
`);
  const shown = await json("integration show github");
  expect(shown).toMatchObject({
    name: "github",
    enabled: true,
    keys: { people: 1, memberships: { with: 2, without: 1 } },
  });
  expect(JSON.stringify(shown)).not.toMatch(/Engineering|Mine/);
  expect((await quad("integration show github --as dev@massmutual.com")).stdout).toMatch(
    "  keys    1 person of their own\n  apply   in 1 of 1 membership\n",
  );
});

test("what is coming says so, and what there is not suggests what comes near", async () => {
  const { quad } = await insuranceInstall();
  expect((await quad("integration show postman")).stdout).toBe(`Postman  🔜 Coming Soon
  name    postman
  role    backend
  since   the platform itself
  switch  off
  keys    none
  apply   in 0 of 3 memberships
Say that you want it: quad request submit --tool postman
`);
  expect(await quad("integration show postmn")).toEqual({
    code: 4,
    stdout: "",
    stderr: 'There is no integration "postmn".\nDid you mean postman?\n',
  });
  expect((await quad("integration show zoom-meetings")).stderr).toBe(
    'There is no integration "zoom-meetings".\nSee them: quad integration list\n',
  );
});
