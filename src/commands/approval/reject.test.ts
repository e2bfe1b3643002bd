import { expect, test } from "vitest";
import { approvalInstall, division } from "../../approvals/install.testing.ts";

test("a request is rejected with a reason, and nothing is changed", async () => {
  const { as, ask, json } = await approvalInstall();
  const id = await ask("teamlead", "domain create annuities --parent insurance-division");
  expect(await as("director", `approval reject ${id}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: "Missing: --reason TEXT.\nThere is no terminal to ask at; give them as flags.\n",
  });
  expect((await as("director", `approval reject ${id} --reason ' '`)).stderr).toBe(
    "A request is rejected with a reason.\nquad approval reject SHORT --reason TEXT\n",
  );
  expect(await as("director", `approval reject ${id} --reason 'Not this year.'`)).toEqual({
    code: 0,
    stdout: `Rejected: the domain ${division}/annuities; teamlead@massmutual.com has asked for it.\n`,
    stderr: "",
  });
  expect(await json(`approval show ${id} --as teamlead@massmutual.com`)).toMatchObject({
    status: "rejected",
    decidedBy: "director@massmutual.com",
    reason: "Not this year.",
    executedAt: null,
    approvers: [],
  });
  expect(await json("domain list --under insurance-division")).toHaveLength(3);
});

test("it can be asked for again", async () => {
  const { owner, ask } = await approvalInstall();
  const line = "domain create annuities --parent insurance-division";
  const first = await ask("teamlead", line);
  await owner(`approval reject ${first} --reason No`);
  expect(await ask("teamlead", line)).not.toBe(first);
});

test("a dry run leaves it pending, and who may not approve may not reject", async () => {
  const { json, as, ask } = await approvalInstall();
  const id = await ask("dev", "domain create annuities --parent insurance-division");
  expect(await json(`approval reject ${id} --reason No --dry-run`)).toMatchObject({ status: "rejected" });
  expect(await json(`approval show ${id}`)).toMatchObject({ status: "pending" });
  expect(await as("dev", `approval reject ${id} --reason No`)).toEqual({
    code: 3,
    stdout: "",
    stderr: `dev@massmutual.com may not approve requests in ${division}.
dev@massmutual.com is DEVELOPER in ${division}/life-insurance.
Ask director@massmutual.com or it-admin@massmutual.com.
See why: quad access can-i approve_request --domain massmutual/insurance-division
`,
  });
});

test("a reason has at most 1,000 characters", async () => {
  const { owner, ask } = await approvalInstall();
  const id = await ask("dev", "domain create annuities --parent insurance-division");
  expect(await owner(`approval reject ${id} --reason ${"x".repeat(1001)}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: "A reason can have 1,000 characters, and this one has 1001.\n",
  });
});
