import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a setting is the domain's own, or that of the nearest one above which has it", async () => {
  const { quad, json } = await insuranceInstall();
  expect(await quad("domain set insurance-division --estimation flexible --full-load 40.5")).toEqual({
    code: 0,
    stdout: `/massmutual/insurance-division
  estimation multiplier  1.5  its own
  a full allocation      40.5 points  its own
  a branch is active     30 days  nobody set it
`,
    stderr: "",
  });
  expect(await json("domain set life-insurance --branch-active-days 7")).toEqual({
    path: "/massmutual/insurance-division/life-insurance",
    estimationMultiplier: { value: 1.5, from: "/massmutual/insurance-division" },
    fullLoad: { value: 40.5, from: "/massmutual/insurance-division" },
    branchActiveDays: { value: 7, from: "/massmutual/insurance-division/life-insurance" },
  });
  expect(await json("domain set insurance-division --estimation inherit --full-load inherit")).toMatchObject({
    estimationMultiplier: { value: 1, from: null },
    fullLoad: { value: 100, from: null },
  });
});

test("what is no setting is refused, and what one may not change", async () => {
  const { quad } = await insuranceInstall();
  const codes = [];
  for (const flags of [
    "",
    "--estimation 2",
    "--full-load 0",
    "--full-load many",
    "--branch-active-days 0",
    "--branch-active-days 3651",
  ]) {
    codes.push((await quad(`domain set life-insurance ${flags}`)).code);
  }
  expect(codes).toEqual([2, 2, 2, 2, 2, 2]);
  expect((await quad("domain set life-insurance --full-load 5 --as dev@massmutual.com")).code).toBe(3);
  expect((await quad("domain set nowhere --full-load 5")).code).toBe(4);
});
