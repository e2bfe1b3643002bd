import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  everyKind,
  type PatchInstall,
  patchInstall,
  sha256,
  signWithNumber,
  type TestPatch,
} from "../../patches/install.testing.ts";

const beta: TestPatch = {
  name: "postman-beta-1.0",
  files: { "integrations/postman/index.js": "1.0", "integrations/postman/api.js": "api" },
  yaml: { integration: { name: "postman", display_name: "Postman", role: "backend" } },
};

const next: TestPatch = {
  name: "postman-beta-1.1",
  sequence: 2,
  files: { "integrations/postman/index.js": "1.1" },
  yaml: {
    ...beta.yaml,
    requires: [beta.name],
    supersedes: [beta.name],
    files: { "integrations/postman/index.js": { action: "replace" } },
  },
};

/** What the vendor's mails say to do by hand. */
const extract = ({ home }: PatchInstall, archive: string) => execFileSync("tar", ["-xzf", archive], { cwd: home });

test("a patch that was extracted by hand is noticed, and taken on record with its integration", async () => {
  const install = await patchInstall();
  const { quad, patch, tree, applied } = install;
  const archive = await patch(beta);
  expect(await quad("patch status")).toEqual({ code: 0, stdout: "Nothing was broken off.\n", stderr: "" });
  expect(await install.json(`patch verify ${archive}`)).toMatchObject({ byHand: true });
  extract(install, archive);
  const lying = tree();
  expect(await quad("patch status")).toEqual({
    code: 8,
    stdout: [
      "Nothing was broken off.",
      "Extracted by hand, and not on record: postman-beta-1.0. Its 2 files are as it says.",
      "Finish it: quad patch adopt ./postman-beta-1.0.tar.gz",
      "",
    ].join("\n"),
    stderr: "",
  });
  expect(JSON.parse((await quad("patch status --json")).stdout)).toEqual({
    run: null,
    byHand: [{ name: "postman-beta-1.0", version: "1.0", files: 2, differing: [], finish: "adopt" }],
    problem: null,
  });
  const rehearsed = await quad(`patch adopt ${archive} --dry-run`);
  expect([rehearsed.code, rehearsed.stdout]).toEqual([
    0,
    [
      "postman-beta-1.0 1.0 (beta, number 1) lies here as its archive says: 2 files",
      "  no services are restarted",
      "  the integration postman comes into the catalogue",
      "",
    ].join("\n"),
  ]);
  expect(await applied()).toEqual([]);
  expect((await quad(`patch adopt ${archive}`)).code).toBe(2);
  const adopted = await quad(`patch adopt ${archive} --yes --quiet`);
  expect(adopted).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Adopted postman-beta-1\.0 1\.0 \(signed by [0-9A-F]+\): 2 files as it says\.\n$/),
    stderr: "",
  });
  expect([await applied(), tree()]).toEqual([["postman-beta-1.0"], lying]);
  expect((await quad("integration list --role backend")).stdout).toMatch(
    "postman\tPostman\tbackend\tbeta\toff\tpostman-beta-1.0\n",
  );
  expect((await quad("patch status")).code).toBe(0);
  expect((await quad(`patch adopt ${archive} --yes`)).stderr).toBe(
    "postman-beta-1.0 is applied already.\nSee it: quad patch history\n",
  );
  expect((await quad("audit list --limit 2")).stdout).toMatch(/patch postman-beta-1\.0/);
});

test("what an adopted patch replaced was not kept, and rolling it back says so", async () => {
  const install = await patchInstall();
  const archive = await install.patch(beta);
  extract(install, archive);
  await install.quad(`patch adopt ${archive} --yes`);
  const run = await install.quad("patch rollback postman-beta-1.0 --yes");
  expect([run.code, run.stderr]).toEqual([
    5,
    expect.stringMatching(
      /^postman-beta-1\.0 cannot be rolled back: it was adopted, or what it replaced is not kept any more\.\nRestore a backup/,
    ),
  ]);
  expect(await install.applied()).toEqual(["postman-beta-1.0"]);
});

test("patches that were extracted one over the other are adopted in their order", async () => {
  const install = await patchInstall();
  const { quad, patch, applied } = install;
  const [first, second] = [await patch(beta), await patch(next)];
  extract(install, first);
  extract(install, second);
  const status = await quad("patch status");
  expect(status.stdout.match(/quad patch adopt .*/g)).toEqual([
    "quad patch adopt ./postman-beta-1.0.tar.gz",
    "quad patch adopt ./postman-beta-1.1.tar.gz",
  ]);
  expect((await quad(`patch adopt ${second} --yes`)).stderr).toMatch(
    "postman-beta-1.1 requires postman-beta-1.0, which is not applied.\n",
  );
  expect((await quad(`patch adopt ${first} --yes`)).code).toBe(0);
  expect((await quad(`patch adopt ${second} --yes`)).code).toBe(0);
  expect(await applied()).toEqual(["postman-beta-1.0", "postman-beta-1.1"]);
});

test("one that an applied patch has superseded is no news", async () => {
  const install = await patchInstall();
  const { quad, patch } = install;
  extract(install, await patch(beta));
  const yaml = { ...next.yaml, requires: [] };
  expect((await quad(`patch apply ${await patch({ ...next, yaml })} --yes`)).code).toBe(0);
  expect(await quad("patch status")).toMatchObject({ code: 0, stdout: "Nothing was broken off.\n" });
});

test("a file that is not as the patch says is named, and nothing is taken on record", async () => {
  const install = await patchInstall();
  const { quad, patch, put, home, applied } = install;
  const archive = await patch(beta);
  extract(install, archive);
  put("integrations/postman/index.js", "mended here");
  rmSync(join(home, "integrations/postman/api.js"));
  symlinkSync("/etc/passwd", join(home, "integrations/postman/api.js"));
  const both = "  integrations/postman/api.js\n  integrations/postman/index.js\n";
  expect(await quad("patch status")).toMatchObject({
    code: 8,
    stdout: `Nothing was broken off.
Extracted by hand, and not on record: postman-beta-1.0. Of its 2 files 2 are not as it says:
${both}Have it applied, whole: quad patch apply ./postman-beta-1.0.tar.gz
`,
  });
  expect(await quad(`patch adopt ${archive} --yes`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `2 files of postman-beta-1.0 are not as it says.
${both}Extract it anew: cd ${home} && tar -xzf postman-beta-1.0.tar.gz
Or have it applied: quad patch apply ./postman-beta-1.0.tar.gz
`,
  });
  expect(await applied()).toEqual([]);
  expect(existsSync(join(home, ".quad/run"))).toBe(false);
});

test("another manifest than the archive's, or none, is refused", async () => {
  const install = await patchInstall();
  const { quad, patch, home } = install;
  const archive = await patch(beta);
  expect((await quad(`patch adopt ${archive} --yes`)).stderr).toMatch(
    "postman-beta-1.0 was not extracted here: .quad/patches/postman-beta-1.0/patch.json is not there.\n",
  );
  extract(install, archive);
  const manifest = join(home, ".quad/patches/postman-beta-1.0/patch.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"1.0"', '"1.1"'));
  expect(await quad(`patch adopt ${archive} --yes`)).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/^\.quad\/patches\/postman-beta-1\.0\/patch\.json is not the one of the archive\.\n/),
  });
});

test.each([
  ["deletes files", everyKind],
  [
    "touches configuration",
    {
      name: "config-1.0",
      files: { "config/app.yaml": "level: warn" },
      yaml: {
        files: { "config/app.yaml": { action: "replace", policy: "config", replaces: [sha256("level: info")] } },
      },
    },
  ],
] satisfies [string, TestPatch][])("one that %s is applied instead", async (what, of) => {
  const install = await patchInstall();
  const archive = await install.patch(of);
  expect((await install.quad(`patch verify ${archive}`)).stdout).toMatch(
    "  by hand    not with tar alone: quad patch apply\n",
  );
  expect(await install.json(`patch verify ${archive}`)).toMatchObject({ byHand: false });
  extract(install, archive);
  expect((await install.quad("patch status")).stdout).toMatch(`whole: quad patch apply ./${of.name}.tar.gz\n`);
  expect(await install.quad(`patch adopt ${archive} --yes`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `${of.name} ${what}: extracting it is not all that it takes.\nApply it: quad patch apply ./${of.name}.tar.gz\n`,
  });
});

test("what is not signed is adopted by its hash alone, and what was changed by nobody's word", async () => {
  const install = await patchInstall();
  const { quad, patch, withSql, applied } = install;
  const archive = await patch(beta);
  extract(install, archive);
  await signWithNumber(archive, beta.name, 2, install.key);
  expect((await quad(`patch adopt ${archive} --yes`)).stderr).toMatch(
    "postman-beta-1.0 says that it has the number 1; signed was 2.\n",
  );
  await withSql((sql) => sql`update QUAD_patch_keys set revoked_at = now(), revoked_because = 'lost'`);
  expect((await quad(`patch adopt ${archive} --yes`)).code).toBe(3);
  expect((await quad(`patch adopt ${archive} --yes --unsigned --sha256 ${"0".repeat(64)}`)).code).toBe(5);
  const hash = createHash("sha256").update(readFileSync(archive)).digest("hex");
  expect((await quad(`patch adopt ${archive} --yes --unsigned --sha256 ${hash}`)).stdout).toMatch("by its hash");
  expect(await applied()).toEqual(["postman-beta-1.0"]);
});

test("while a run is broken off nothing is adopted, and status speaks of that alone", async () => {
  const install = await patchInstall();
  const { quad, patch } = install;
  const archive = await patch(beta);
  extract(install, archive);
  const other = await patch({ name: "other-1.0", sequence: 2, files: { "app/other.js": "other" } });
  await quad(`patch apply ${other} --yes`, { env: { QUAD_FAULT: "cleaned.act:eio" } });
  const checks = JSON.parse((await quad("doctor --json")).stdout) as readonly { name: string }[];
  expect(checks.find(({ name }) => name === "patch run")).toEqual({
    name: "patch run",
    state: "failed",
    found: "Applying other-1.0 was broken off.",
    fix: "Go on with it: quad patch resume\nOr undo it: quad patch rollback\nSee where it stands: quad patch status",
  });
  expect((await quad(`patch adopt ${archive} --yes`)).code).toBe(8);
  const { run, byHand } = JSON.parse((await quad("patch status --json")).stdout);
  expect([run.name, byHand]).toEqual(["other-1.0", []]);
  expect((await quad("patch resume")).code).toBe(0);
  expect((await quad(`patch adopt ${archive} --yes --allow-older`)).code).toBe(0);
});

test("without the database status says what the journal says, and what it does not know", async () => {
  const install = await patchInstall();
  const { quad, patch } = install;
  const env = { QUAD_DATABASE_URL: "postgresql://quad@127.0.0.1:1/quad" };
  expect(await quad("patch status", { env })).toEqual({ code: 0, stdout: "Nothing was broken off.\n", stderr: "" });
  extract(install, await patch(beta));
  expect(await quad("patch status", { env })).toEqual({
    code: 0,
    stdout: "Nothing was broken off.\n",
    stderr:
      "Whether a patch was extracted by hand is not known: Postgres at postgresql://quad@127.0.0.1:1/quad does not answer (ECONNREFUSED).\n",
  });
  await quad(`patch apply ${await patch({ name: "other-1.0", sequence: 2, files: { "app/other.js": "x" } })} --yes`, {
    env: { QUAD_FAULT: "cleaned.act:eio" },
  });
  expect(await quad("patch status", { env })).toMatchObject({
    code: 8,
    stdout: expect.stringMatching(/^Applying other-1\.0 was broken off/),
    stderr: "",
  });
});

test("a manifest that is none keeps status from nothing but what was extracted by hand", async () => {
  const { quad, put } = await patchInstall();
  put(".quad/patches/broken-1.0/patch.json", "{");
  expect(await quad("patch status")).toEqual({
    code: 0,
    stdout: "Nothing was broken off.\n",
    stderr: "Whether a patch was extracted by hand is not known: .quad/patches/broken-1.0/patch.json is not JSON.\n",
  });
});

test("two at once take it on record once", async () => {
  const install = await patchInstall();
  const archive = await install.patch(beta);
  extract(install, archive);
  const runs = await Promise.all([1, 2, 3].map(() => install.quad(`patch adopt ${archive} --yes`)));
  expect(runs.filter(({ code }) => code === 0)).toHaveLength(1);
  expect(runs.every(({ code }) => [0, 5, 9].includes(code))).toBe(true);
  expect(await install.applied()).toEqual(["postman-beta-1.0"]);
});
