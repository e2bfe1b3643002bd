import { expect, test } from "vitest";
import { keyInstall } from "../../keys/install.testing.ts";
import type { Run } from "../../testing/install.ts";

const codes = (runs: readonly Run[]) => runs.map(({ code }) => code).sort();
const github = "github --domain massmutual";

test("of two that go back at once one does, and the key stays a key", async () => {
  const { quad, json } = await keyInstall();
  for (let i = 0; i < 5; i += 1) {
    await quad(`key rotate ${github} --path Keys/new`);
    expect(codes(await Promise.all([1, 2].map(() => quad(`key rotate ${github} --back`))))).toEqual([0, 5]);
    expect(await json(`key show ${github}`)).toMatchObject({ state: "key", path: "Keys/massmutual", formerPath: null });
    await quad(`key rotate ${github} --path Keys/new`);
    expect(codes(await Promise.all(["back", "finish"].map((how) => quad(`key rotate ${github} --${how}`))))).toEqual([
      0, 5,
    ]);
    await quad(`key set ${github} --path Keys/massmutual`);
  }
});

test("of two rotations to one path at once one does, and what it follows is kept", async () => {
  const { quad, json } = await keyInstall();
  for (const flag of ["--domain massmutual", "--user john@massmutual.com"]) {
    const { path } = await json(`key show github ${flag}`);
    const runs = await Promise.all([1, 2, 3].map(() => quad(`key rotate github ${flag} --path Keys/b`)));
    expect(codes(runs)).toEqual([0, 5, 5]);
    expect(await json(`key show github ${flag}`)).toMatchObject({ path: "Keys/b", formerPath: path });
  }
});

test("what is unset while it is rotated does not come back", async () => {
  const { quad } = await keyInstall();
  for (let i = 0; i < 5; i += 1) {
    await quad(`key set ${github} --path Keys/a`);
    const [rotated, unset] = await Promise.all([
      quad(`key rotate ${github} --path Keys/b`),
      quad(`key unset ${github} --yes`),
    ]);
    expect([0, 4]).toContain(rotated?.code);
    expect(unset?.code).toBe(0);
    expect((await quad(`key show ${github}`)).code).toBe(4);
  }
});

test("of many who set one at once the last is there, and none fails", async () => {
  const { quad, json } = await keyInstall();
  const runs = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => quad(`key set slack --path Keys/${n} --domain massmutual`)),
  );
  expect(new Set(codes(runs))).toEqual(new Set([0]));
  expect((await json("key show slack --domain massmutual")).path).toMatch(/^Keys\/[1-6]$/);
});
