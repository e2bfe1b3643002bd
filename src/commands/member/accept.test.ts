import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("an invitation becomes a membership, also on a full plan with everything allocated", async () => {
  const { quad, json } = await insuranceInstall({ plan: "free" });
  await quad("member invite new@massmutual.com -d life-insurance -r developer -a 100");
  await quad("member add fifth@massmutual.com -d life-insurance -r developer");
  expect(await quad("member accept New@massmutual.com -d life-insurance")).toEqual({
    code: 0,
    stdout: "Accepted: new@massmutual.com is an active DEVELOPER in /massmutual/insurance-division/life-insurance.\n",
    stderr: "",
  });
  expect(await json("member list --pending")).toEqual([]);
});

test("who is active already, no member, or named without a domain is refused; a dry run changes nothing", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("member invite new@massmutual.com -d life-insurance -r qa");
  expect((await quad("member accept new@massmutual.com -d life-insurance --dry-run")).code).toBe(0);
  expect(await json("member list --pending")).toHaveLength(1);
  expect(await quad("member accept dev@massmutual.com -d life-insurance")).toEqual({
    code: 5,
    stdout: "",
    stderr: "dev@massmutual.com is an active member of /massmutual/insurance-division/life-insurance already.\n",
  });
  expect(await quad("member accept no@massmutual.com -d life-insurance")).toEqual({
    code: 4,
    stdout: "",
    stderr: `no@massmutual.com is not a member of /massmutual/insurance-division/life-insurance.
See who is: quad member list --domain massmutual/insurance-division/life-insurance
`,
  });
  expect((await quad("member accept new@massmutual.com")).code).toBe(2);
});
