import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { type Manifest, writeManifest } from "../../../backups/manifest.ts";
import { findBackup } from "../../../backups/place.ts";
import type { Check } from "../../../install/doctor/check.ts";
import { testInstall } from "../../../testing/install.ts";

/** An install with backups of which only the manifests matter; gives their directory. */
async function installWith(...names: readonly string[]) {
  const install = await testInstall();
  const backups = join(install.directory, ".quad/backups");
  for (const name of names) {
    mkdirSync(join(backups, name), { recursive: true });
    await writeManifest(join(backups, name), { ...empty, name, files: { ...empty.files, home: install.directory } });
  }
  return { ...install, backups, there: () => readdirSync(backups).filter((name) => name !== ".lock") };
}

const empty: Manifest = {
  ...{ format: 1, name: "", madeAt: "2026-02-01T02:30:00.000Z", quad: "0.1.0", server: "15.0" },
  database: {
    ...{ name: "quad", bytes: 0, digestOf: "values", tables: [], sequences: [] },
    ...{ largeObjects: { rows: 0, digest: "0" }, objects: {}, roles: [] },
  },
  files: { home: "/opt/quad-platform", entries: 0, bytes: 0, leftOut: [] },
  ...{ members: [], encryptedTo: [], warnings: [] },
};

/** Makes a manifest one of a newer quad. */
function renew(path: string): void {
  const file = join(path, "manifest.json");
  const { sha256: _, ...said } = JSON.parse(readFileSync(file, "utf8"));
  const newer = { ...said, format: 2, more: true };
  const sha256 = createHash("sha256").update(JSON.stringify(newer)).digest("hex");
  writeFileSync(file, `${JSON.stringify({ ...newer, sha256 }, null, 2)}\n`);
}

test("what a newer quad has made is not taken for damaged, and stays", async () => {
  const [newer, older, oldest] = [
    "2026-02-01T023000Z-0f3e5a",
    "2026-02-02T023000Z-0f3e5a",
    "2026-01-01T023000Z-0f3e5a",
  ];
  const { quad, backups, there } = await installWith(newer, older, oldest);
  renew(join(backups, newer));
  const said = "The manifest of .* cannot be read by this quad\\.\nformat: .*\nIt may be of a newer version";
  expect(await quad(["patch", "backup", "verify", newer])).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(said),
  });
  expect(readdirSync(join(backups, newer))).toEqual(["manifest.json"]);
  expect((await quad("patch backup --list")).stdout.split("\n")[1]).toMatch(/0f3e5a\t\t.*\tunreadable: format: /);
  expect((await quad("patch backup --prune --keep-last 1 --yes")).stdout).toMatch(`Removed 1 older backup: ${oldest}.`);
  expect(there()).toEqual([newer, older]);
});

test("nothing is removed from the directory of backups that is no backup", async () => {
  const [one, two] = ["2026-02-01T023000Z-0f3e5a", "2026-02-02T023000Z-0f3e5a"];
  const { quad, backups, there } = await installWith(one, two);
  for (const name of [".partial-download", ".partial-2026-02-03T023000Z-0f3e5a"]) mkdirSync(join(backups, name));
  expect((await quad("patch backup --prune --keep-last 1 --yes")).code).toBe(0);
  expect(there()).toEqual([".partial-download", two]);
});

test("a backup of which a member is missing, or has another size, is damaged, and takes the place of none that is whole", async () => {
  const [whole, less, cut] = ["2026-02-01T023000Z-0f3e5a", "2026-02-02T023000Z-0f3e5a", "2026-02-03T023000Z-0f3e5a"];
  const { quad, backups, there } = await installWith(whole, less, cut);
  for (const name of [less, cut]) {
    const member = { name: "roles.sql.zst", sha256: "0".repeat(64), size: 2 };
    await writeManifest(join(backups, name), { ...empty, name, members: [member] });
  }
  writeFileSync(join(backups, cut, "roles.sql.zst"), "1");
  expect(JSON.parse((await quad("patch backup --list --json")).stdout)).toMatchObject([
    { name: cut, whole: false, problems: ["roles.sql.zst has 1 bytes, not 2."] },
    { name: less, whole: false, problems: ["roles.sql.zst is missing."] },
    { name: whole, whole: true, problems: [] },
  ]);
  expect((await quad("patch backup --prune --keep-last 1 --yes")).code).toBe(0);
  expect(there()).toEqual([whole, less, cut]);
});

test("latest passes over what is damaged, and where all are says what is wrong with the newest", async () => {
  const [older, newer] = ["2026-02-01T023000Z-0f3e5a", "2026-02-02T023000Z-0f3e5a"];
  const { quad, backups } = await installWith(older, newer);
  const damage = (name: string) => writeFileSync(join(backups, name, "manifest.json"), "{}");
  damage(newer);
  expect((await quad("patch backup verify latest")).stderr).not.toContain(newer);
  damage(older);
  const { code, stderr } = await quad("patch backup verify latest");
  expect([code, stderr.split("\n")[0]]).toEqual([8, `The backup ${join(backups, newer)} is damaged.`]);
});

test("of installs that share a directory each has its own latest, and lets go of none of another's", async () => {
  const [one, two, three, others] = [
    "2026-02-01T023000Z-0f3e5a",
    "2026-02-02T023000Z-0f3e5a",
    "2026-02-03T023000Z-0f3e5a",
    "2026-02-04T023000Z-0f3e5a",
  ];
  const { quad, backups, directory, there } = await installWith(one, two, three, others);
  for (const name of [one, others]) await writeManifest(join(backups, name), { ...empty, name });
  const latest = (home: string) => findBackup("latest", backups, home).then((path) => basename(path));
  expect(await latest(directory)).toBe(three);
  expect(await latest(empty.files.home)).toBe(others);
  // A host that is set up anew may have another.
  expect(await latest("/opt/moved")).toBe(others);
  const checks: readonly Check[] = JSON.parse((await quad("doctor --json")).stdout);
  expect(checks.find(({ name }) => name === "backups")).toMatchObject({
    found: `2 in ${backups}, the newest of 2026-02-03T02:30Z`,
  });
  expect(await quad("patch backup --prune --keep-last 1 --yes")).toMatchObject({
    code: 0,
    stdout: `Removed 1 older backup: ${two}.\n1 backup is kept.\n`,
  });
  expect(there()).toEqual([one, three, others]);
  expect((await quad("patch backup --list --json")).stdout).toContain(`"home": "${empty.files.home}"`);
});
