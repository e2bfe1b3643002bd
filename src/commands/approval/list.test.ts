import { expect, test } from "vitest";
import { approvalInstall, division, life } from "../../approvals/install.testing.ts";

test("one sees one's own requests and those one may decide on, the newest first", async () => {
  const { as, owner, ask } = await approvalInstall();
  await ask("teamlead", "domain create annuities --parent insurance-division --admin lead@massmutual.com");
  await ask("dev", "member add qa@massmutual.com -d life-insurance -r qa -a 40");
  await ask("dev", "member add qa@massmutual.com -d wealth-management -r qa");
  const inDivision = [
    `ID\tpending\tqa@massmutual.com in ${life} as QA, 40 %\tdev@massmutual.com\tTIME`,
    `ID\tpending\tthe domain ${division}/annuities, administered by lead@massmutual.com\tteamlead@massmutual.com\tTIME`,
  ];
  const inWealth = "ID\tpending\tqa@massmutual.com in /massmutual/wealth-management as QA\tdev@massmutual.com\tTIME";
  const lines = async (person: string, line = "approval list") =>
    (await as(person, line)).stdout.split("\n").filter((one) => one !== "");
  expect(await lines("director")).toEqual(inDivision);
  expect(await lines("it-admin")).toEqual([inWealth, ...inDivision]);
  expect(await lines("dev")).toEqual([inWealth, inDivision[0]]);
  expect(await lines("teamlead")).toEqual([inDivision[1]]);
  expect(await lines("director", "approval list --mine")).toEqual([]);
  expect(await lines("dev", "approval list --mine -d life-insurance")).toEqual([inDivision[0]]);
  expect(await lines("it-admin", "approval list -d insurance-division")).toEqual([inDivision[1]]);
  expect(await lines("it-admin", "approval ls -d insurance-division --recursive")).toEqual(inDivision);
  expect((await owner("approval list --mine")).stdout).toBe("");
});

test("an approval is listed by how it stands, and one that nobody decided on in time is expired", async () => {
  const { owner, ask, json, withSql } = await approvalInstall();
  const add = (who: string) => ask("teamlead", `member add ${who}@massmutual.com -d life-insurance -r qa`);
  const [pending, approved, rejected, cancelled, expired] = [
    await add("a"),
    await add("b"),
    await add("c"),
    await add("d"),
    await add("e"),
  ];
  await owner(`approval approve ${approved}`);
  await owner(`approval reject ${rejected} --reason No`);
  await owner(`approval cancel ${cancelled}`);
  await withSql((sql) => sql`update QUAD_approval_workflows set expires_at = current_timestamp where id = ${expired}`);
  const listed = async (status: string) => (await json(`approval list ${status}`)).map(({ id }: { id: string }) => id);
  expect(await listed("")).toEqual([pending]);
  expect(await listed("--status approved")).toEqual([approved]);
  expect(await listed("--status rejected")).toEqual([rejected]);
  expect(await listed("--status cancelled")).toEqual([cancelled]);
  expect(await listed("--status expired")).toEqual([expired]);
  expect(await listed("--status all")).toEqual([expired, cancelled, rejected, approved, pending]);
});

test("a status or a domain that there is not is refused", async () => {
  const { owner } = await approvalInstall();
  expect(await owner("approval list --status open")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Option '-s, --status <status>' argument 'open' is invalid. Allowed choices are pending, approved, rejected, cancelled, expired, all.\n",
  });
  expect((await owner("approvals list --domain nowhere")).code).toBe(4);
});
