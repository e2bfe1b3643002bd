import { expect, test } from "vitest";
import { approvalInstall, division } from "../../approvals/install.testing.ts";

test("a request is withdrawn by who asked, or by who may decide on it", async () => {
  const { as, ask, json } = await approvalInstall();
  const line = "domain create annuities --parent insurance-division";
  const first = await ask("dev", line);
  expect(await as("dev", `approval cancel ${first}`)).toEqual({
    code: 0,
    stdout: `Cancelled: the domain ${division}/annuities; dev@massmutual.com has asked for it.\n`,
    stderr: "",
  });
  const second = await ask("dev", line);
  expect(second).not.toBe(first);
  expect((await as("director", `approval withdraw ${second}`)).code).toBe(0);
  expect(await json("approval list --status cancelled")).toHaveLength(2);
});

test("a dry run leaves it pending; it is withdrawn once; others do not see it", async () => {
  const { as, owner, ask, json } = await approvalInstall();
  const id = await ask("dev", "domain create annuities --parent insurance-division");
  expect(await json(`approval cancel ${id} --dry-run`)).toMatchObject({ id, status: "cancelled", decidedBy: null });
  expect((await as("teamlead", `approval cancel ${id}`)).stderr).toBe(
    "There is no approval ID that you may see.\nSee them: quad approval list --status all\n",
  );
  await owner(`approval cancel ${id}`);
  expect(await as("dev", `approval cancel ${id}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: "SHORT was cancelled on TIME already.\nSee it: quad approval show SHORT\n",
  });
});
