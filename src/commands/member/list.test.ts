import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("memberships are listed in the order of the tree, by role, tab-separated", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member ls")).toEqual({
    code: 0,
    stdout: [
      "it-admin@massmutual.com\t/massmutual\tQUAD_ADMIN\tactive\t0\t",
      "teamlead@massmutual.com\t/massmutual/insurance-division/life-insurance\tSUBDOMAIN_ADMIN\tactive\t0\t",
      "dev@massmutual.com\t/massmutual/insurance-division/life-insurance\tDEVELOPER\tactive\t60\tprimary",
      "",
    ].join("\n"),
    stderr: "",
  });
});

test("a domain alone, with what is below it, a role and a company narrow the list", async () => {
  const { json, quad } = await insuranceInstall();
  const emails = async (flags: string) =>
    (await json(`member list ${flags}`)).map(({ email }: { email: string }) => email);
  expect(await emails("-d insurance-division")).toEqual([]);
  expect(await emails("-d insurance-division --recursive")).toEqual(["teamlead@massmutual.com", "dev@massmutual.com"]);
  expect(await emails("-d massmutual --recursive -r developer")).toEqual(["dev@massmutual.com"]);
  expect(await emails("--company massmutual")).toHaveLength(3);
  expect(await quad("member list --company nobody")).toEqual({
    code: 4,
    stdout: "",
    stderr: 'There is no company "nobody".\nSee them: quad company list\n',
  });
  expect((await quad("member list -d wealth-management")).stdout).toBe("");
});
