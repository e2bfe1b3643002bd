import { expect, test } from "vitest";
import { keyInstall, root } from "../../keys/install.testing.ts";

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const week = 7 * 86_400_000;

test("a rotation writes the new path, keeps the old for a while, and records who", async () => {
  const { quad, json } = await keyInstall();
  const until = day(Date.now() + week);
  expect(await quad("key rotate github --domain massmutual --path Keys/new --as it-admin@massmutual.com")).toEqual({
    code: 0,
    stdout: `Rotated the github key of ${root}: Keys/new.
The former one, Keys/massmutual, is kept until ${until}: back to it with quad key rotate github --domain massmutual --back
`,
    stderr: "",
  });
  const key = await json("key show github --domain massmutual");
  expect(key).toMatchObject({
    path: "Keys/new",
    formerPath: "Keys/massmutual",
    rotatedBy: "it-admin@massmutual.com",
    uses: 0,
    lastUsedAt: null,
  });
  expect(Date.parse(key.formerUntil) - Date.parse(key.rotatedAt)).toBe(week);
  expect((await json("key resolve github")).applies.path).toBe("Keys/new");
});

test("it can be gone back on while the former path is kept, and finished before its time", async () => {
  const { quad, json } = await keyInstall();
  await quad("key rotate github --domain massmutual --path Keys/new");
  await quad("key rotate github --domain massmutual --back");
  expect(await json("key show github --domain massmutual")).toMatchObject({
    path: "Keys/massmutual",
    formerPath: null,
  });
  await quad("key rotate github --user john@massmutual.com --path Own/new --grace 1d");
  expect((await quad("key rotate github --user john@massmutual.com --finish")).stdout).toBe(
    "Done: the github key of john@massmutual.com is Own/new, and no other path of it is kept.\n",
  );
  expect(await quad("key rotate github --user john@massmutual.com --back")).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "No former path is kept of the github key of john@massmutual.com.\nSee it: quad key show github --user john@massmutual.com\n",
  });
});

test("going back brings the former expiry back, and a change of the expiry alone leaves the former path", async () => {
  const { quad, json } = await keyInstall();
  await quad("key set github --domain massmutual --path Keys/massmutual --expires 2099-01-31");
  await quad("key rotate github --domain massmutual --path Keys/new --expires 2098-01-31");
  await quad("key set github --domain massmutual --path Keys/new --expires 2097-01-31");
  expect(await json("key show github --domain massmutual")).toMatchObject({
    path: "Keys/new",
    formerPath: "Keys/massmutual",
  });
  await quad("key rotate github --domain massmutual --back");
  expect(await json("key show github --domain massmutual")).toMatchObject({
    path: "Keys/massmutual",
    expiresAt: new Date(2099, 0, 31).toISOString(),
  });
});

test("where keys are approved, going back is asked for, and forgetting the former path is not", async () => {
  const { quad, json } = await keyInstall();
  await quad("key rotate github --domain massmutual --path Keys/new");
  await quad("approval require key");
  const { approval } = await json("key rotate github --domain massmutual --back");
  expect(await json("key show github --domain massmutual")).toMatchObject({ path: "Keys/new" });
  await quad(`approval approve ${approval.id} --reason fine`);
  expect(await json("key show github --domain massmutual")).toMatchObject({ path: "Keys/massmutual" });
  await quad("approval require key --off");
  await quad("key rotate github --domain massmutual --path Keys/new");
  await quad("approval require key");
  expect((await quad("key rotate github --domain massmutual --finish --as it-admin@massmutual.com")).code).toBe(0);
});

test("asking twice on a day with so many days is asking once", async () => {
  const { json } = await keyInstall();
  const line = "key rotate github --domain massmutual --path Keys/new --expires 90d --ask";
  expect((await json(line)).approval.isNew).toBe(true);
  expect((await json(line)).approval.isNew).toBe(false);
});

test("without grace nothing is kept; when the grace is over it is as if nothing were", async () => {
  const { quad, json, withSql } = await keyInstall();
  expect((await quad("key rotate github --domain massmutual --path Keys/new --grace 0s")).stdout).toMatch(
    "\nThe former path is not kept.\n",
  );
  await quad("key rotate github --domain massmutual --path Keys/newer");
  await withSql(
    (sql) => sql`update QUAD_domain_integration_keys set former_until = now() where former_until is not null`,
  );
  expect(await json("key show github --domain massmutual")).toMatchObject({ path: "Keys/newer", formerPath: null });
});

test("the trail says that the path changed, who did it, and no path", async () => {
  const { quad } = await keyInstall();
  await quad("key rotate github --domain massmutual --path Keys/new");
  const { stdout } = await quad("audit list --limit 1 --json");
  expect(stdout).toMatch('"withheld"');
  expect(stdout).not.toMatch("Keys/");
  expect((await quad("audit list --limit 1")).stdout).toMatch(
    `\tquad key rotate\tupdate\tkey github in ${root}: former until nothing → `,
  );
});

test.each([
  ["key rotate github --domain massmutual", 2, "Missing: --path PATH."],
  [
    "key rotate github --domain massmutual --path Keys/massmutual",
    5,
    `The github key of ${root} is at that path already.`,
  ],
  ["key rotate jira --domain massmutual --path a/b", 4, `${root} has no jira key of its own.`],
  [
    "key rotate github --domain massmutual --path a/b --back",
    2,
    "Option '--back' cannot be used with option '-p, --path <path>'.",
  ],
  ["key rotate github --domain massmutual --path a/b --grace 400d", 2, "A former path is kept for a year at most."],
  ["key rotate github --domain massmutual --path a/b --grace soon", 2, '"soon" is no span of time.'],
])("quad %s is refused with %i", async (line, expected, said) => {
  const { quad } = await keyInstall();
  const { code, stderr } = await quad(line);
  expect([code, stderr.split("\n")[0]]).toEqual([expected, said]);
});

test("a block cannot be rotated", async () => {
  const { quad } = await keyInstall();
  await quad("key block jira --domain massmutual");
  expect(await quad("key rotate jira --domain massmutual --path a/b")).toEqual({
    code: 5,
    stdout: "",
    stderr: `${root} blocks jira, and has no key to rotate.\nSet one: quad key set jira --domain massmutual --path PATH\n`,
  });
});
