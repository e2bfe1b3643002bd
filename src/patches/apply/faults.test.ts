import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { everyKind, everyKindMigrating, patchInstall } from "../install.testing.ts";
import { expectedDowntime } from "../plan/downtime.ts";
import {
  placesBack,
  placesBackMigrating,
  placesBehind,
  placesForward,
  placesForwardMigrating,
} from "./faults.testing.ts";

test.each(["enospc", "eio"])(
  "%s at any place before the commit: exit 7, and everything is as it was",
  async (what) => {
    const { quad, patch, tree, applied } = await patchInstall();
    const archive = await patch(everyKind);
    const before = tree();
    for (const place of placesForward) {
      const run = await quad(`patch apply ${archive} --yes --allow-older`, { env: { QUAD_FAULT: fault(place, what) } });
      // What fails before the first step has begun nothing.
      if (place !== "begin")
        expect([place, run.code, run.stderr]).toEqual([
          place,
          7,
          expect.stringMatching(`made to fail at ${place.split("@")[0]}\nEverything is as it was before\\.\n$`),
        ]);
      expect([place, tree()]).toEqual([place, before]);
      expect([place, await applied(), (await quad("patch status")).code]).toEqual([place, [], 0]);
    }
    expect((await quad(`patch apply ${archive} --yes --allow-older`)).code).toBe(0);
  },
  120_000,
);

test("what fails behind the commit takes nothing back, and is brought to its end", async () => {
  for (const place of placesBehind) {
    const { quad, patch, applied, tree } = await patchInstall();
    const archive = await patch(everyKind);
    const run = await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: fault(place, "eio") } });
    expect([place, run.code, run.stderr]).toEqual([
      place,
      8,
      expect.stringMatching(/Mend the cause, then run: quad patch resume/),
    ]);
    const refused = await quad(`patch apply ${archive} --yes`);
    expect([refused.code, refused.stderr]).toEqual([
      8,
      expect.stringMatching(/^Applying every-kind-1.0 was broken off\./),
    ]);
    expect((await quad("patch status")).code).toBe(8);
    expect((await quad("patch rollback")).code).toBe(5);
    expect(await quad("patch resume --quiet")).toEqual({
      code: 0,
      stdout: "Brought to its end: every-kind-1.0.\n",
      stderr: "",
    });
    expect(tree()).toMatchObject({ "app/server.js": "644 server 2", "app/more.js": "644 more" });
    expect(await applied()).toEqual(["every-kind-1.0"]);
  }
});

test("a patch whose services do not start once it is committed can be taken back by its name", async () => {
  const { quad, patch, applied, tree } = await patchInstall();
  const archive = await patch(everyKind);
  const before = tree();
  expect((await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "opened.act:eio" } })).code).toBe(8);
  expect((await quad("patch rollback")).code).toBe(5);
  // Until somebody says yes it stands where it stood.
  expect((await quad("patch rollback every-kind-1.0")).code).toBe(2);
  expect((await quad("patch status")).code).toBe(8);
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  expect([tree(), await applied(), (await quad("patch status")).code]).toEqual([before, [], 0]);
});

test("what came to nothing can be tried again, and does not use up its number", async () => {
  const { quad, patch } = await patchInstall();
  const archive = await patch(everyKind);
  expect((await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "healthy.act:eio" } })).code).toBe(7);
  expect((await quad(`patch apply ${archive} --yes`)).code).toBe(0);
  expect((await quad("patch history")).stdout).toMatch(/\tcame to nothing\t/);
});

test("how a run went is said, whatever keeps what it has left from being put away", async () => {
  const { quad, patch, home, applied } = await patchInstall();
  const archive = await patch(everyKind);
  const failing = { env: { QUAD_FAULT: "healthy.act:eio" } };
  const old = join(home, ".quad/history/old");
  mkdirSync(old, { recursive: true });
  writeFileSync(join(old, "journal"), "damaged\nand not at its end\n");
  const undone = await quad(`patch apply ${archive} --yes`, failing);
  expect([undone.code, undone.stderr]).toEqual([7, expect.stringMatching(/Everything is as it was before\.\n$/)]);
  expect((await quad(`patch apply ${archive} --yes --quiet`)).stderr).toBe("");
  expect(await applied()).toEqual(["every-kind-1.0"]);
  expect((await quad("patch log every-kind-1.0")).code).toBe(0);
  expect(expectedDowntime(home, { services: 1, database: undefined }).measured).toBe(true);
  expect(await quad("patch log another-1.0")).toMatchObject({
    code: 8,
    stderr: expect.stringMatching(/history\/old\/journal is damaged at line 1\./),
  });
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);

  rmSync(join(home, ".quad/history"), { recursive: true });
  writeFileSync(join(home, ".quad/history"), "");
  const again = await quad(`patch apply ${archive} --yes --allow-older`);
  expect([again.code, again.stderr]).toEqual([
    0,
    expect.stringMatching(/What the run has left in \S+\/\.quad\/run could not be put away \(.*EEXIST/),
  ]);
  rmSync(join(home, ".quad/history"));
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
});

test("a run that was broken off behind a compose file that cannot be used says where the one of before is", async () => {
  const { quad, patch, home, tree, applied, put } = await patchInstall();
  const bin = scratchDirectory();
  for (const [name, script] of Object.entries({ docker: "exit 0", "docker-compose": "echo 1.29.2" }))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const PATH = `${bin}:${process.env.PATH}`;
  put("docker-compose.yml", "services: { db: { image: postgres:15 } }\n");
  const before = tree();
  const archive = await patch({
    name: "compose-1.0",
    files: { "docker-compose.yml": "services: [ {\n" },
    yaml: { restart: { mode: "down-up" } },
  });
  const broken = { PATH, QUAD_FAULT: "swapped.done:eio,swapped.undo:eio" };
  expect((await quad(`patch apply ${archive} --yes --replace docker-compose.yml`, { env: broken })).code).toBe(8);
  const { code, stderr } = await quad("patch rollback", { env: { PATH } });
  const [, from = "", to = ""] =
    /The one of before: cp (\S+) (\S+)\nThen undo the rest: quad patch rollback\n$/.exec(stderr) ?? [];
  expect([code, from, to]).toEqual([6, expect.any(String), join(home, "docker-compose.yml")]);
  copyFileSync(from, to);
  expect((await quad("patch rollback", { env: { PATH } })).code).toBe(0);
  expect([tree(), await applied()]).toEqual([before, []]);
});

test("what a patch has brought into the catalogue goes with it, whether it came to nothing or is rolled back", async () => {
  const { quad, patch, withSql } = await patchInstall();
  const integration = { name: "hoppscotch", display_name: "Hoppscotch", role: "backend" };
  const archive = await patch({ ...everyKind, yaml: { ...everyKind.yaml, integration } });
  const known = () => withSql((sql) => sql`select name from QUAD_integrations where name = 'hoppscotch'`);
  expect((await quad(`patch apply ${archive} --yes`, { env: { QUAD_FAULT: "healthy.act:eio" } })).code).toBe(7);
  expect(await known()).toEqual([]);
  expect((await quad(`patch apply ${archive} --yes`)).code).toBe(0);
  expect(await known()).toHaveLength(1);
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  expect(await known()).toEqual([]);
});

test("an undo that fails anywhere says what to run, and is done again until it is whole", async () => {
  const { quad, patch, tree, applied } = await patchInstall();
  const archive = await patch(everyKind);
  const before = tree();
  for (const place of placesBack) {
    const env = { QUAD_FAULT: `healthy.result:eio,${fault(place, "eio")}` };
    const run = await quad(`patch apply ${archive} --yes --allow-older`, { env });
    expect([place, run.code, run.stderr]).toEqual([
      place,
      place === "undone.end" ? expect.any(Number) : 8,
      expect.any(String),
    ]);
    for (const command of ["patch resume", "patch rollback"])
      if ((await quad("patch status")).code === 8) expect([place, (await quad(command)).code]).toEqual([place, 0]);
    expect([place, tree(), await applied()]).toEqual([place, before, []]);
  }
});

test("a patch that migrates and fails at any place leaves files and database as they were", async () => {
  const { quad, patch, tree, applied, database } = await patchInstall();
  const archive = await patch(everyKindMigrating);
  const before = [tree(), await database()];
  for (const place of placesForwardMigrating) {
    const run = await quad(`patch apply ${archive} --yes --allow-older`, {
      env: { QUAD_FAULT: fault(place, "enospc") },
    });
    expect([place, run.code, run.stderr]).toEqual([
      place,
      7,
      expect.stringMatching(`made to fail at ${place.split("@")[0]}\nEverything is as it was before\\.\n$`),
    ]);
    expect([place, tree(), await database()]).toEqual([place, ...before]);
    expect([place, await applied(), (await quad("patch status")).code]).toEqual([place, [], 0]);
  }
  for (const place of placesBackMigrating) {
    const env = { QUAD_FAULT: `healthy.result:eio,${fault(place, "eio")}` };
    expect([place, (await quad(`patch apply ${archive} --yes --allow-older`, { env })).code]).toEqual([place, 8]);
    expect([place, (await quad("patch rollback")).code]).toEqual([place, 0]);
    expect([place, tree(), await database(), await applied()]).toEqual([place, ...before, []]);
  }
  expect((await quad(`patch apply ${archive} --yes --allow-older`)).code).toBe(0);
  expect(await database()).toMatchObject({ postman_collections: { length: 100 } });
});

const fault = (place: string, what: string): string => `${place}:${what}`;
