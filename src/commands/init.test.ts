import { expect, test } from "vitest";
import { emptyInstall } from "../testing/install.ts";

const line =
  "init --company 'Massachusetts Mutual Life Insurance' --root massmutual --admin IT-Admin@massmutual.com --size enterprise";

test("an install is made ready: company, root, administrator and account", async () => {
  const { quad, json } = await emptyInstall();
  expect(await quad(line)).toEqual({
    code: 0,
    stdout:
      "Ready: Massachusetts Mutual Life Insurance, root /massmutual, administered by it-admin@massmutual.com (self-hosted, free plan).\n",
    stderr: "",
  });
  expect(await json("company show")).toMatchObject({ plan: "free", size: "enterprise", people: 1, seatLimit: 5 });
  expect(await json("member show it-admin@massmutual.com")).toMatchObject([
    { user: { fullName: null }, memberships: [{ domain: "/massmutual", role: "QUAD_ADMIN", status: "active" }] },
  ]);
});

test("a second run with the same words finds it done; with others it is refused", async () => {
  const { quad } = await emptyInstall();
  await quad(line);
  expect(await quad(line)).toEqual({
    code: 0,
    stdout:
      "Nothing to do: Massachusetts Mutual Life Insurance, root /massmutual, is initialised already (self-hosted, free plan).\n",
    stderr: "",
  });
  expect(await quad("init --company Other --root other --admin x@other.com")).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "This install is initialised already: Massachusetts Mutual Life Insurance, root /massmutual, self-hosted.\nSee it: quad company show, quad domain tree\n",
  });
});

test("in the cloud the founder is a DOMAIN_ADMIN, and another company is added by its own command", async () => {
  const { quad, json } = await emptyInstall();
  const { code } = await quad(
    "init --model cloud --company 'Startup Alpha' --root startup-alpha --admin founder@startupalpha.com --display-name Alpha",
  );
  expect(code).toBe(0);
  expect(await json("member list")).toMatchObject([{ email: "founder@startupalpha.com", role: "DOMAIN_ADMIN" }]);
  expect((await json("domain show startup-alpha")).displayName).toBe("Alpha");
  expect((await quad("init --model cloud --company Beta --root beta --admin b@beta.com")).stderr).toBe(
    "This install is initialised already: Startup Alpha, root /startup-alpha, cloud.\nAdd another company: quad company create\n",
  );
});

test("without a terminal every missing flag is named at once", async () => {
  const { quad } = await emptyInstall();
  expect(await quad("init")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Missing: --company NAME, --admin EMAIL, --root SLUG.\nThere is no terminal to ask at; give them as flags.\n",
  });
});
