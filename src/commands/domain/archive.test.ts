import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("a domain is archived with what is below it, and says who still holds allocation there", async () => {
  const { quad, json } = await insuranceInstall();
  expect(await quad("domain archive insurance-division")).toEqual({
    code: 0,
    stdout: `Archived /massmutual/insurance-division, with 2 domains below it.
1 person still holds allocation there: quad member allocation --domain massmutual/insurance-division
`,
    stderr: "",
  });
  expect(await quad("member add new@massmutual.com --domain life-insurance --role qa")).toEqual({
    code: 5,
    stdout: "",
    stderr: `/massmutual/insurance-division/life-insurance is archived; nobody can be added to it.
Bring it back first: quad domain restore massmutual/insurance-division/life-insurance
`,
  });
  expect(await json("domain restore insurance-division")).toEqual({
    path: "/massmutual/insurance-division",
    descendants: 2,
    allocatedPeople: 1,
  });
  expect((await quad("member add new@massmutual.com --domain life-insurance --role qa")).code).toBe(0);
});

test("restoring brings back what was archived along with it, and not what was archived before", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("domain archive life-insurance");
  await quad("domain archive insurance-division");
  expect((await quad("domain restore life-insurance")).stderr).toBe(
    "/massmutual/insurance-division, above it, is archived too.\nBring that back first: quad domain restore massmutual/insurance-division\n",
  );
  expect((await quad("domain restore insurance-division")).stdout).toBe(
    "Restored /massmutual/insurance-division, with 1 domain below it.\n",
  );
  expect((await json("domain show life-insurance")).archivedAt).not.toBeNull();
});

test("twice, for a root, and without a need it is refused; a dry run changes nothing", async () => {
  const { quad, json } = await insuranceInstall();
  const refused = async (line: string) => {
    const { code, stderr } = await quad(line);
    return [code, stderr.replace(/\d{4}-\d\d-\d\d/, "DAY")];
  };
  expect((await quad("domain archive wealth-management --dry-run")).stderr).toBe("Nothing was changed: --dry-run.\n");
  expect((await json("domain show wealth-management")).archivedAt).toBeNull();
  expect(await refused("domain restore wealth-management")).toEqual([
    5,
    "/massmutual/wealth-management is not archived.\n",
  ]);
  await quad("domain archive wealth-management");
  expect(await refused("domain archive wealth-management")).toEqual([
    5,
    "/massmutual/wealth-management is archived already, since DAY.\n",
  ]);
  expect(await refused("domain archive massmutual")).toEqual([
    5,
    "/massmutual is a root, and a root is not archived.\n",
  ]);
  expect((await refused("domain archive nope"))[0]).toBe(4);
});
