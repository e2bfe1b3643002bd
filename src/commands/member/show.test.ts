import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a person is shown with what they hold and what is left of them", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add dev@massmutual.com -d wealth-management -r qa -a 12.5");
  expect(await quad("member show dev@massmutual.com")).toEqual({
    code: 0,
    stdout: `dev@massmutual.com, Massachusetts Mutual Life Insurance: not a user yet
/massmutual/insurance-division/life-insurance\tDEVELOPER\tactive\t60\tprimary
/massmutual/wealth-management\tQA\tactive\t12.5\t
Allocated 72.5 %, 27.5 % left.
`,
    stderr: "",
  });
});

test("JSON has the account where there is one", async () => {
  const { json, quad } = await insuranceInstall();
  await quad("user add u@massmutual.com --name 'U Ser' --sso okta");
  expect(await json("member get u@massmutual.com")).toEqual([
    {
      email: "u@massmutual.com",
      company: "Massachusetts Mutual Life Insurance",
      user: { id: expect.any(String), fullName: "U Ser", ssoProvider: "okta" },
      memberships: [],
      allocated: 0,
      left: 100,
    },
  ]);
  expect((await quad("member view u@massmutual.com")).stdout).toBe(
    "u@massmutual.com, Massachusetts Mutual Life Insurance: a user, U Ser, by okta\nNo memberships.\n",
  );
});

test("a near miss is suggested", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("member show devv@massmutual.com")).toEqual({
    code: 4,
    stdout: "",
    stderr: "devv@massmutual.com is neither a member nor a user.\nDid you mean dev@massmutual.com?\n",
  });
  expect((await quad("member show somebody@else.com")).stderr).toBe(
    "somebody@else.com is neither a member nor a user.\nSee who is: quad member list\n",
  );
});
