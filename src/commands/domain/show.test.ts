import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a domain is shown with its place, what is below it and who works in it", async () => {
  const { quad } = await insuranceInstall();
  await quad("domain set insurance-division --estimation flexible");
  await quad("domain set life-insurance --full-load 40");
  const { code, stdout } = await quad("domain show life-insurance");
  expect(code).toBe(0);
  expect(
    stdout.replace(/[0-9a-f-]{36}/, "ID").replace(/\d{4}-\S+Z/, "TIME"),
  ).toBe(`/massmutual/insurance-division/life-insurance
  display name  life-insurance
  type          subdomain, depth 2
  company       Massachusetts Mutual Life Insurance
  id            ID
  created       TIME
  below         nothing

  estimation multiplier  1.5  from /massmutual/insurance-division
  a full allocation      40 points  its own
  a branch is active     30 days  nobody set it

teamlead@massmutual.com\tSUBDOMAIN_ADMIN\tactive\t0\t
dev@massmutual.com\tDEVELOPER\tactive\t60\tprimary
`);
});

test("JSON has its children by path and its members by role", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("domain set massmutual --estimation rigid");
  await quad("domain set insurance-division --branch-active-days 7");
  expect(await json("domain get massmutual/insurance-division")).toEqual({
    id: expect.any(String),
    path: "/massmutual/insurance-division",
    name: "insurance-division",
    displayName: "Insurance Division",
    type: "domain",
    depth: 1,
    company: "Massachusetts Mutual Life Insurance",
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    archivedAt: null,
    children: ["/massmutual/insurance-division/claims", "/massmutual/insurance-division/life-insurance"],
    descendants: 2,
    members: [],
    estimationMultiplier: { value: 0.5, from: "/massmutual" },
    fullLoad: { value: 100, from: null },
    branchActiveDays: { value: 7, from: "/massmutual/insurance-division" },
  });
});

test("a domain is found by path with or without its slash, by unique name in any case, and by id", async () => {
  const { quad, json } = await insuranceInstall();
  const { id } = await json("domain show life-insurance");
  for (const name of [
    "/massmutual/insurance-division/life-insurance",
    "massmutual/insurance-division/life-insurance/",
    "Life-Insurance",
    id,
  ]) {
    expect((await quad(`domain view ${name}`)).code).toBe(0);
  }
});

test("a name of several domains lists them, and a near miss suggests", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain show claims")).toEqual({
    code: 2,
    stdout: "",
    stderr: `claims could be any of several domains.
  /massmutual/insurance-division/claims
  /massmutual/wealth-management/claims
Name it by its path.
`,
  });
  expect(await quad("domain show life-insurence")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no domain life-insurence.\nDid you mean massmutual/insurance-division/life-insurance?\n",
  });
  expect(await quad("domain show elsewhere --json")).toEqual({
    code: 4,
    stdout: "",
    stderr:
      '{"error":{"code":"notFound","message":"There is no domain elsewhere.","hint":"See the tree: quad domain tree"}}\n',
  });
});
