import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a renamed domain takes the paths below it along", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain rename insurance-division insurance --display-name Insurance")).toEqual({
    code: 0,
    stdout: "Moved /massmutual/insurance-division to /massmutual/insurance, with 2 domains below it.\n",
    stderr: "",
  });
  expect((await quad("domain show massmutual/insurance/life-insurance")).code).toBe(0);
});

test("the display name alone keeps the path", async () => {
  const { quad, json } = await insuranceInstall();
  expect((await quad("domain rename insurance-division --display-name Insurances")).stdout).toBe(
    "Kept /massmutual/insurance-division, shown as Insurances.\n",
  );
  expect(await json("domain rename life-insurance life --dry-run")).toEqual({
    from: "/massmutual/insurance-division/life-insurance",
    path: "/massmutual/insurance-division/life",
    displayName: "life-insurance",
    descendants: 0,
  });
  expect((await quad("domain show life-insurance")).code).toBe(0);
});

test("a sibling's name, no name at all and a domain that is not there are refused", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain rename insurance-division wealth-management")).toEqual({
    code: 5,
    stdout: "",
    stderr: "/massmutual/wealth-management exists already.\nSee it: quad domain show massmutual/wealth-management\n",
  });
  expect(await quad("domain rename insurance-division")).toEqual({
    code: 2,
    stdout: "",
    stderr: "Missing: the new name, or --display-name TEXT.\n",
  });
  expect((await quad("domain rename nope x")).code).toBe(4);
});
