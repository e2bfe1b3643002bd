import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("domains are listed by path, tab-separated, with people and allocation", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain list")).toEqual({
    code: 0,
    stdout: [
      "/massmutual\tMass Mutual\troot\t1\t0",
      "/massmutual/insurance-division\tInsurance Division\tdomain\t0\t0",
      "/massmutual/insurance-division/claims\tclaims\tsubdomain\t0\t0",
      "/massmutual/insurance-division/life-insurance\tlife-insurance\tsubdomain\t2\t60",
      "/massmutual/wealth-management\twealth-management\tdomain\t0\t0",
      "/massmutual/wealth-management/claims\tclaims\tsubdomain\t0\t0",
      "",
    ].join("\n"),
    stderr: "",
  });
});

test("--under takes a domain and what is below it, and no neighbour", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("domain create insurance-division-2 --parent massmutual");
  const [first, ...others] = await json("domain ls --under insurance-division");
  expect(first).toEqual({
    id: expect.any(String),
    path: "/massmutual/insurance-division",
    name: "insurance-division",
    displayName: "Insurance Division",
    type: "domain",
    depth: 1,
    people: 0,
    allocated: 0,
    archivedAt: null,
  });
  expect(others.map(({ path }: { path: string }) => path)).toEqual([
    "/massmutual/insurance-division/claims",
    "/massmutual/insurance-division/life-insurance",
  ]);
});

test("archived domains are listed only when asked for, with the day", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("domain archive wealth-management");
  expect(await json("domain list")).toHaveLength(4);
  const { stdout } = await quad("domain list --archived --under wealth-management");
  expect(stdout).toMatch(/^\/massmutual\/wealth-management\twealth-management\tdomain\t0\t0\t\d{4}-\d\d-\d\d\n/);
});
