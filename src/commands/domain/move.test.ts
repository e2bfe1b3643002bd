import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a domain is put under another, with what is below it", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain move insurance-division --to wealth-management --dry-run")).toEqual({
    code: 0,
    stdout:
      "Moved /massmutual/insurance-division to /massmutual/wealth-management/insurance-division, with 2 domains below it.\n",
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(await quad("domain mv life-insurance --to wealth-management")).toEqual({
    code: 0,
    stdout: "Moved /massmutual/insurance-division/life-insurance to /massmutual/wealth-management/life-insurance.\n",
    stderr: "",
  });
});

test("JSON gives where it was and where it is", async () => {
  const { json } = await insuranceInstall();
  expect(await json("domain move life-insurance --to massmutual")).toEqual({
    from: "/massmutual/insurance-division/life-insurance",
    path: "/massmutual/life-insurance",
    displayName: "life-insurance",
    descendants: 0,
  });
});

test("under itself, onto a sibling of the same name, and for a root it is refused", async () => {
  const { quad } = await insuranceInstall();
  const refused = async (line: string) => {
    const { code, stderr } = await quad(line);
    return [code, stderr.split("\n")[0]];
  };
  expect(await refused("domain move insurance-division --to life-insurance")).toEqual([
    5,
    "/massmutual/insurance-division cannot be moved under itself (/massmutual/insurance-division/life-insurance).",
  ]);
  expect(await refused("domain move massmutual/wealth-management/claims --to insurance-division")).toEqual([
    5,
    "/massmutual/insurance-division/claims exists already.",
  ]);
  expect(await refused("domain move massmutual --to life-insurance")).toEqual([
    5,
    "/massmutual cannot be moved: a root stays a root, and no other domain becomes one.",
  ]);
  expect(await refused("domain move life-insurance")).toEqual([2, "Missing: --to DOMAIN."]);
  expect(await refused("domain move life-insurance --to wealth-managment")).toEqual([
    4,
    "There is no domain wealth-managment.",
  ]);
});
