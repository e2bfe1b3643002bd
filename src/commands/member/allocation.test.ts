import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("people are listed with where they are allocated and what is left", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add dev@massmutual.com -d wealth-management -r qa -a 15.5");
  expect(await quad("member allocation")).toEqual({
    code: 0,
    stdout: [
      "dev@massmutual.com\t/massmutual/insurance-division/life-insurance=60,/massmutual/wealth-management=15.5\t75.5\t24.5",
      "it-admin@massmutual.com\t\t0\t100",
      "teamlead@massmutual.com\t\t0\t100",
      "",
    ].join("\n"),
    stderr: "",
  });
});

test("a domain, what is allocated and what is free narrow the list", async () => {
  const { json } = await insuranceInstall();
  const emails = async (flags: string) =>
    (await json(`member alloc ${flags}`)).map(({ email }: { email: string }) => email);
  expect(await emails("--over 59.99")).toEqual(["dev@massmutual.com"]);
  expect(await emails("--over 60")).toEqual([]);
  expect(await emails("--free 40 -d insurance-division")).toEqual(["dev@massmutual.com", "teamlead@massmutual.com"]);
  expect(await emails("--free 41 -d insurance-division")).toEqual(["teamlead@massmutual.com"]);
  expect(await emails("-d wealth-management")).toEqual([]);
  expect(await json("member allocations --over 1 --company massmutual")).toEqual([
    {
      email: "dev@massmutual.com",
      company: "Massachusetts Mutual Life Insurance",
      domains: [{ domain: "/massmutual/insurance-division/life-insurance", allocation: 60 }],
      allocated: 60,
      left: 40,
    },
  ]);
});
