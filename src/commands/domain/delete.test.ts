import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

const goes = "/massmutual/insurance-division goes, with 2 domains below it, 2 memberships (2 people with no other).\n";

test("an empty domain goes at once", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain rm massmutual/wealth-management/claims")).toEqual({
    code: 0,
    stdout: "Deleted /massmutual/wealth-management/claims.\n",
    stderr: "",
  });
});

test("one that is not empty wants --recursive, and its name typed", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain delete insurance-division")).toEqual({
    code: 5,
    stdout: "",
    stderr: `/massmutual/insurance-division is not empty.
${goes}With all of it: quad domain delete massmutual/insurance-division --recursive
`,
  });
  expect(await quad("domain delete insurance-division --recursive")).toEqual({
    code: 2,
    stdout: "",
    stderr: `${goes}To go on: --confirm insurance-division\n`,
  });
  expect(await quad("domain delete insurance-division --recursive --confirm insurance --yes")).toEqual({
    code: 2,
    stdout: "",
    stderr: "--confirm says insurance, not insurance-division.\nTo go on: --confirm insurance-division\n",
  });
  expect((await quad("domain tree insurance-division")).code).toBe(0);
});

test("a dry run counts what would go, and with the name typed it goes", async () => {
  const { quad, json } = await insuranceInstall();
  expect(await json("domain delete insurance-division --recursive --dry-run")).toEqual({
    path: "/massmutual/insurance-division",
    name: "insurance-division",
    descendants: 2,
    memberships: 2,
    peopleLeaving: 2,
    keys: 0,
    tickets: 0,
    branches: 0,
    workloadRows: 0,
  });
  expect((await quad("domain delete insurance-division -r --confirm insurance-division")).stdout).toBe(
    goes.replace("/massmutual", "Deleted /massmutual").replace(" goes", ""),
  );
  expect((await quad("domain show life-insurance")).code).toBe(4);
  expect((await quad("member show dev@massmutual.com")).code).toBe(4);
});
