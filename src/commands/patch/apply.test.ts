import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { everyKind, patchInstall, sha256, signWithNumber } from "../../patches/install.testing.ts";
import { runProcess, scratchDirectory } from "../../testing/processes.ts";

test("a patch is applied whole, is on record, and is taken back whole", async () => {
  const { quad, patch, tree, applied } = await patchInstall();
  const before = tree();
  const archive = await patch(everyKind);
  const plan = await quad(`patch apply ${archive} --dry-run`);
  expect(plan.code).toBe(0);
  expect(plan.stdout.split("\n").filter((line) => /^ {2}[+~-] /.test(line))).toEqual([
    "  + app/more.js",
    "  - app/old.js",
    "  ~ app/server.js",
    "  + integrations/new/index.js",
  ]);
  expect(tree()).toEqual(before);
  const run = await quad(`patch apply ${archive} --yes`);
  expect([run.code, run.stdout]).toEqual([
    0,
    expect.stringMatching(/^Applied every-kind-1\.0 1\.0 \(signed by [0-9A-F]+\): 4 files changed\.\n$/),
  ]);
  expect(tree()).toEqual({
    ".quad/": expect.any(String),
    ".quad/patches/": expect.any(String),
    ".quad/patches/every-kind-1.0/": expect.any(String),
    ".quad/patches/every-kind-1.0/patch.json": expect.stringMatching(/"name": "every-kind-1.0"/),
    "app/": "755",
    "app/more.js": "644 more",
    "app/server.js": "644 server 2",
    "config/": "755",
    "config/app.yaml": "644 level: info",
    "integrations/": "755",
    "integrations/new/": "755",
    "integrations/new/index.js": "644 new",
  });
  expect(await applied()).toEqual(["every-kind-1.0"]);
  expect((await quad(`patch apply ${archive} --yes`)).stderr).toBe(
    "every-kind-1.0 is applied already.\nSee it: quad patch history\n",
  );
  const applying = tree();
  const planned =
    "  - integrations/new/index.js\n  ~ app/server.js\n  + app/old.js\n  - app/more.js\n  no services are stopped\n";
  expect(await quad("patch rollback every-kind-1.0 --dry-run")).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: `every-kind-1.0 1.0\n${planned}`,
  });
  expect([tree(), await applied()]).toEqual([applying, ["every-kind-1.0"]]);
  const back = await quad("patch rollback every-kind-1.0 --yes");
  expect([back.code, back.stdout]).toEqual([0, "Rolled back every-kind-1.0 1.0: 4 files as before it.\n"]);
  expect(await applied()).toEqual([]);
  expect(tree()).toEqual(before);
  expect((await quad("patch history")).stdout).toMatch(/^every-kind-1\.0\t1\t[\d-]+\t[\d-]+\t[0-9A-F]+\n$/);
});

test("the install directory may be a link, also one on another file system, and what is new has the rights of what it leads to", async () => {
  const { quad, patch, home, tree } = await patchInstall();
  const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "quad-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const env = { QUAD_HOME: join(directory, "platform") };
  symlinkSync(home, env.QUAD_HOME);
  chmodSync(home, 0o750);
  const before = tree();
  expect((await quad(`patch apply ${await patch(everyKind)} --yes`, { env })).code).toBe(0);
  expect(tree()).toMatchObject({ "app/server.js": "644 server 2", "integrations/": "750", "integrations/new/": "750" });
  expect((await quad("patch rollback every-kind-1.0 --yes", { env })).code).toBe(0);
  expect(tree()).toEqual(before);
});

test("the log tells each step, how long it took, and why it was undone", async () => {
  const { quad, patch } = await patchInstall();
  expect(await quad("patch log")).toEqual({
    code: 4,
    stdout: "",
    stderr: "No patch was ever applied here.\nSee what was applied: quad patch history\n",
  });
  const archive = await patch(everyKind);
  await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "healthy.act:eio" } });
  const undone = await quad("patch log");
  expect(undone.stdout).toMatch(/^Applying every-kind-1\.0 1\.0, begun at [\dT:.Z-]+: everything was undone\.\n/);
  expect(undone.stdout).toMatch(/\n +\d\.\d s {2}exchanging files\n.*\n +\d\.\d s {2}undone: exchanging files\n/s);
  expect(undone.stdout).toMatch(/\nWhy: EIO: made to fail at healthy\.act\n$/);
  expect((await quad(`patch apply ${archive} --yes --allow-older`)).code).toBe(0);
  expect(JSON.parse((await quad("patch log every-kind-1.0 --json")).stdout)).toMatchObject({
    outcome: "committed",
    failure: null,
  });
  expect((await quad("patch log other-1.0")).code).toBe(4);
});

test("a file that was changed here is for somebody to decide", async () => {
  const { quad, patch, put, tree, home } = await patchInstall();
  put("app/server.js", "server 1, mended here");
  const archive = await patch(everyKind);
  expect(await quad(`patch apply ${archive} --yes`)).toEqual({
    code: 5,
    stdout: "",
    stderr: [
      "A file of every-kind-1.0 cannot be decided by rule.",
      "  app/server.js: it was changed here",
      "Of each say --keep PATH (yours stays), --replace PATH, or --backup-mine PATH (yours is kept beside it).",
      "",
    ].join("\n"),
  });
  expect(existsSync(join(home, ".quad/run"))).toBe(false);
  expect((await quad(`patch apply ${archive} --yes --keep app/server.js --backup-mine app/server.js`)).stderr).toBe(
    "app/server.js is decided twice.\n",
  );
  expect((await quad(`patch apply ${archive} --yes --keep app/nothing.js`)).code).toBe(2);
  expect((await quad(`patch apply ${archive} --yes --backup-mine app/server.js`)).code).toBe(0);
  expect(tree()).toMatchObject({
    "app/server.js": "644 server 2",
    "app/server.js.before-patch": "644 server 1, mended here",
  });
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  expect(tree()["app/server.js"]).toBe("644 server 1, mended here");
  // What was kept before is not written over.
  put("app/server.js.before-patch", "kept long ago");
  expect((await quad(`patch apply ${archive} --yes --backup-mine app/server.js --allow-older`)).code).toBe(0);
  expect(tree()).toMatchObject({
    "app/server.js.before-patch": "644 kept long ago",
    "app/server.js.before-patch-2": "644 server 1, mended here",
  });
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  expect((await quad(`patch apply ${archive} --yes --keep app/server.js --allow-older`)).code).toBe(0);
  expect(tree()).toMatchObject({ "app/server.js": "644 server 1, mended here", "app/more.js": "644 more" });
});

test("a configuration stays as it was made here, as long as the vendor has nothing new for it", async () => {
  const { quad, patch, put, tree } = await patchInstall();
  const config = (text: string, sequence: number) => ({
    name: `config-${sequence}.0`,
    sequence,
    files: { "config/app.yaml": text },
    yaml: { files: { "config/app.yaml": { action: "replace", policy: "config", replaces: [sha256("level: info")] } } },
  });
  expect((await quad(`patch apply ${await patch(config("level: warn", 1))} --yes`)).code).toBe(0);
  put("config/app.yaml", "level: debug");
  expect((await quad(`patch apply ${await patch(config("level: warn", 2))} --yes`)).code).toBe(0);
  expect(tree()["config/app.yaml"]).toBe("644 level: debug");
  expect((await quad(`patch apply ${await patch(config("level: error", 3))} --yes`)).code).toBe(5);
});

test("what somebody says of a file is done, also where a rule would decide otherwise", async () => {
  const { quad, patch, put, tree } = await patchInstall();
  const archive = await patch(everyKind);
  expect((await quad(`patch apply ${archive} --yes --keep app/server.js --backup-mine app/old.js`)).code).toBe(0);
  expect(tree()).toMatchObject({ "app/server.js": "644 server 1", "app/old.js.before-patch": "644 old" });
  expect(tree()["app/old.js"]).toBeUndefined();
  const config = (sequence: number) => ({
    name: `config-${sequence}.0`,
    sequence,
    files: { "config/app.yaml": "level: warn" },
    yaml: { files: { "config/app.yaml": { policy: "config", replaces: [sha256("level: info")] } } },
  });
  expect((await quad(`patch apply ${await patch(config(2))} --yes`)).code).toBe(0);
  put("config/app.yaml", "level: debug");
  expect((await quad(`patch apply ${await patch(config(3))} --yes --replace config/app.yaml`)).code).toBe(0);
  expect(tree()["config/app.yaml"]).toBe("644 level: warn");
});

test("what is kept beside a file takes no name that the patch has a file for", async () => {
  const { quad, patch, put, tree, home } = await patchInstall();
  put("app/server.js", "mine");
  chmodSync(join(home, "app/server.js"), 0o600);
  const archive = await patch({
    name: "beside-1.0",
    files: { "app/server.js": "server 2", "app/server.js.before-patch": "theirs" },
    yaml: { files: { "app/server.js": { action: "replace", replaces: [sha256("server 1")] } } },
  });
  expect((await quad(`patch apply ${archive} --yes --backup-mine app/server.js`)).code).toBe(0);
  expect(tree()).toMatchObject({
    "app/server.js": "644 server 2",
    "app/server.js.before-patch": "644 theirs",
    "app/server.js.before-patch-2": "600 mine",
  });
});

test("what is not signed by a trusted key, or is not what was signed, changes nothing", async () => {
  const { quad, patch, tree, withSql, home, key } = await patchInstall();
  const before = tree();
  const archive = await patch(everyKind);
  await signWithNumber(archive, everyKind.name, 2, key);
  const renumbered = await quad(`patch apply ${archive} --yes`);
  expect([renumbered.code, renumbered.stderr.split("\n")[0]]).toEqual([
    5,
    "every-kind-1.0 says that it has the number 1; signed was 2.",
  ]);
  appendFileSync(archive, "x");
  expect((await quad(`patch apply ${archive} --yes`)).code).toBe(5);
  const again = await patch(everyKind);
  await withSql((sql) => sql`update QUAD_patch_keys set revoked_at = now(), revoked_because = 'lost'`);
  const refused = await quad(`patch apply ${again} --yes`);
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/is not trusted here\./)]);
  expect((await quad(`patch apply ${again} --yes --unsigned --sha256 ${"0".repeat(64)}`)).code).toBe(5);
  expect((await quad(`patch apply ${again} --yes --unsigned`)).code).toBe(2);
  expect((await quad("patch apply ./nothing.tar.gz --yes")).code).toBe(4);
  expect(tree()).toEqual(before);
  expect(existsSync(join(home, ".quad/run"))).toBe(false);
  const hash = sha256File(again);
  const taken = await quad(`patch apply ${again} --yes --unsigned --sha256 ${hash.toUpperCase()}`);
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringMatching("by its hash")]);
  expect((await quad("patch history")).stdout).toMatch(/\tnobody\n$/);
});

test("a patch that does not belong here says why", async () => {
  const { quad, patch } = await patchInstall();
  const refused = async (name: string, sequence: number, yaml: object, env = {}) =>
    (
      await quad(`patch apply ${await patch({ name, sequence, files: { [name]: name }, yaml: { ...yaml } })} --yes`, {
        env,
      })
    ).stderr.split("\n")[0];
  expect(
    (await quad(`patch apply ${await patch({ name: "first-1.0", sequence: 5, files: { first: "1" } })} --yes`)).code,
  ).toBe(0);
  expect(await refused("old-1.0", 5, {})).toBe("old-1.0 has the number 5; a patch with 5 was applied here already.");
  expect(await refused("later-1.0", 6, { requires: ["middle-1.0"] })).toBe(
    "later-1.0 requires middle-1.0, which is not applied.",
  );
  expect(await refused("other-1.0", 6, { conflicts: ["first-1.0"] })).toBe(
    "other-1.0 does not go with first-1.0, which is applied.",
  );
  expect(await refused("expired-1.0", 6, { expires: "2026-02-01T00:00:00Z" })).toBe(
    "expired-1.0 has expired on 2026-02-01.",
  );
  expect(await refused("platform-1.0", 6, { platform: ">=2.0.0" })).toBe(
    "platform-1.0 is for the platform >=2.0.0, and this install does not say which version it is.",
  );
  expect(await refused("platform-1.0", 6, { platform: ">=2.0.0" }, { QUAD_PLATFORM_VERSION: "1.2.3" })).toBe(
    "platform-1.0 is for the platform >=2.0.0; this is 1.2.3.",
  );
});

test("what is kept of a file, and was changed by another name of it, is not taken for what was before the patch", async () => {
  const { quad, patch, home, tree } = await patchInstall();
  linkSync(join(home, "app/server.js"), join(home, "app/snapshot.js"));
  expect((await quad(`patch apply ${await patch(everyKind)} --yes`)).code).toBe(0);
  appendFileSync(join(home, "app/snapshot.js"), ", edited");
  const before = tree();
  expect(await quad("patch rollback every-kind-1.0 --yes")).toMatchObject({
    code: 7,
    stderr: expect.stringContaining(
      "What is kept of app/server.js was changed since it was replaced.\nEverything is as",
    ),
  });
  expect(tree()).toEqual(before);
});

test("a patch that others build on goes after them", async () => {
  const { quad, patch } = await patchInstall();
  await quad(`patch apply ${await patch(everyKind)} --yes`);
  const next = await patch({
    name: "next-1.1",
    sequence: 2,
    files: { "app/more.js": "more 2" },
    yaml: { files: { "app/more.js": { action: "replace" } } },
  });
  expect((await quad(`patch apply ${next} --yes`)).code).toBe(0);
  expect((await quad("patch rollback every-kind-1.0 --dry-run")).code).toBe(5);
  expect((await quad("patch rollback --dry-run")).code).toBe(2);
  expect(await quad("patch rollback every-kind-1.0 --yes")).toMatchObject({
    code: 5,
    stderr: "next-1.1 builds on every-kind-1.0.\nRoll that back first: quad patch rollback next-1.1\n",
  });
  expect((await quad("patch rollback next-1.1 --yes")).code).toBe(0);
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
});

test("where there is no install directory, none is made", async () => {
  const { quad, patch, directory } = await patchInstall();
  const archive = await patch(everyKind);
  const home = join(directory, "nowhere");
  for (const line of [
    `patch apply ${archive} --yes`,
    `patch plan ${archive}`,
    "patch resume",
    "patch rollback x --yes",
  ])
    expect(await quad(line, { env: { QUAD_HOME: home } })).toEqual({
      code: 4,
      stdout: "",
      stderr: `There is no install directory ${home}.\nName it: --home DIR, or QUAD_HOME\n`,
    });
  expect(existsSync(home)).toBe(false);
});

test("without a terminal it wants a yes; twice at once one of them is told", async () => {
  const { quad, patch, applied } = await patchInstall();
  const archive = await patch(everyKind);
  expect((await quad(`patch apply ${archive}`)).code).toBe(2);
  const runs = await Promise.all([1, 2, 3].map(() => quad(`patch apply ${archive} --yes`)));
  expect(runs.filter(({ code }) => code === 0).length).toBe(1);
  expect(runs.every(({ code }) => code === 0 || code === 9 || code === 5)).toBe(true);
  expect(await applied()).toEqual(["every-kind-1.0"]);
});

test("new files have the modes of the patch and the owners of what they replace", async () => {
  const { quad, patch, home } = await patchInstall();
  await quad(
    `patch apply ${await patch({ ...everyKind, yaml: { ...everyKind.yaml, files: { ...(everyKind.yaml?.files as object), "app/more.js": { mode: "0750" } } } })} --yes`,
  );
  expect(statSync(join(home, "app/more.js")).mode & 0o777).toBe(0o750);
  expect(statSync(join(home, "app/server.js")).uid).toBe(statSync(home).uid);
});

test("what is started by the way sees nothing of the vault's master password", async () => {
  const { patch, home, url } = await patchInstall();
  const bin = scratchDirectory();
  const seen = join(bin, "seen");
  writeFileSync(join(bin, "sync"), `#!/bin/sh\n/usr/bin/env > '${seen}'\n`, { mode: 0o755 });
  const env = { QUAD_HOME: home, QUAD_DATABASE_URL: url, QUAD_VAULT_PASSWORD: "correct-horse", SEEN: "yes", PATH: bin };
  const run = await runProcess(`patch apply ${await patch(everyKind)} --yes --no-backup`, { env });
  expect(run).toMatchObject({ code: 0 });
  expect(readFileSync(seen, "utf8")).toContain("SEEN=yes");
  expect(readFileSync(seen, "utf8")).not.toContain("correct-horse");
});

test("a file of which the vendor has changed the mode alone gets it, and gives it back", async () => {
  const { quad, patch, tree, put } = await patchInstall();
  const script = (sequence: number, mode: string) =>
    patch({
      name: `mode-${sequence}.0`,
      sequence,
      files: { "app/run.sh": "run" },
      yaml: { files: { "app/run.sh": { mode } } },
    });
  put("app/run.sh", "run");
  const first = await script(1, "0755");
  expect((await quad(`patch plan ${first}`)).stdout).toMatch("\n  ~ app/run.sh  becomes 0755\n");
  expect((await quad(`patch apply ${first} --yes --keep app/run.sh`)).code).toBe(0);
  expect(tree()["app/run.sh"]).toBe("644 run");
  expect((await quad(`patch apply ${await script(2, "0700")} --yes`)).code).toBe(0);
  expect(tree()["app/run.sh"]).toBe("700 run");
  // What was made of it here stays, as long as the vendor says nothing new.
  expect((await quad("patch rollback mode-2.0 --yes")).code).toBe(0);
  expect((await quad(`patch apply ${await script(3, "0755")} --yes`)).stdout).toMatch(": 0 files changed.");
  expect(tree()["app/run.sh"]).toBe("644 run");
});

const sha256File = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
