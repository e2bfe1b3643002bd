import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

const life = "/massmutual/insurance-division/life-insurance";

test("all roles in a domain end, or one of them", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add dev@massmutual.com -d life-insurance -r database");
  await quad("member add dev@massmutual.com -d life-insurance -r qa");
  expect(await quad("member remove dev@massmutual.com -d life-insurance -r database")).toEqual({
    code: 0,
    stdout: `Removed dev@massmutual.com from ${life} (DATABASE).\n`,
    stderr: "",
  });
  const { stdout } = await quad("member rm dev@massmutual.com -d life-insurance");
  expect(stdout.split("\n").sort()).toEqual([
    "",
    `Removed dev@massmutual.com from ${life} (DEVELOPER).`,
    `Removed dev@massmutual.com from ${life} (QA).`,
    "They hold nothing else.",
  ]);
});

test("JSON gives what ended and how much remains; a dry run ends nothing", async () => {
  const { json } = await insuranceInstall();
  const removal = {
    removed: [
      { email: "dev@massmutual.com", domain: life, role: "DEVELOPER", status: "active", allocation: 60, primary: true },
    ],
    remaining: 0,
  };
  expect(await json("member remove dev@massmutual.com -d life-insurance --dry-run")).toEqual(removal);
  expect(await json("member remove dev@massmutual.com -d life-insurance")).toEqual(removal);
});

test("who is no member, and the last QUAD_ADMIN, are refused with what to run", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member remove dev@massmutual.com -d life-insurance -r qa")).toEqual({
    code: 4,
    stdout: "",
    stderr: `dev@massmutual.com is not QA in ${life}.\nSee who is: quad member list --domain ${life.slice(1)}\n`,
  });
  expect(await quad("member remove it-admin@massmutual.com -d massmutual")).toEqual({
    code: 5,
    stdout: "",
    stderr: `The last QUAD_ADMIN of /massmutual cannot be removed.
Name another first: quad member add EMAIL --domain massmutual --role QUAD_ADMIN
`,
  });
});
