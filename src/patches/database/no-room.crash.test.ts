import { expect, test } from "vitest";
import { backupInstalls } from "../../backups/server.testing.ts";
import { runProcess, startQuad } from "../../testing/processes.ts";
import {
  placesBackAsItWas,
  placesBackFilling,
  placesBackWithoutRoom,
  placesForwardDumping,
} from "../apply/faults.testing.ts";
import { everyKindMigrating } from "../install.testing.ts";
import { type DumpedInstall, dumpedInstall } from "./cramped.testing.ts";

const install = backupInstalls();
const workers = 3;
const random = Math.ceil(Number(process.env.QUAD_CRASHES ?? 1000) / 10);

const failing = "healthy.result:eio";
const full = "migrated.fill:enospc";
const kills = (places: readonly string[], ...before: readonly string[]) =>
  places.map((place) => [...before, `${place}:kill`].join());

const forward = kills(placesForwardDumping);
const back = [
  ...kills(placesBackFilling, failing),
  ...kills(placesBackWithoutRoom, failing, full),
  ...kills(placesBackAsItWas, "migrated.script@2:eio"),
];

/** Shares places among installs of their own. `from` says whether the patch is applied when something is killed. */
async function shared(faults: readonly string[], line: (archive: string) => string, from: "before" | "after") {
  let next = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const it = await dumpedInstall(install);
      const { quad, patch, state } = it;
      const archive = await patch(everyKindMigrating);
      const apply = async () =>
        expect((await quad(`patch apply ${archive} --yes --allow-older --no-backup`)).code).toBe(0);
      const rollBack = async () => expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
      const before = await state();
      await apply();
      const after = await state();
      if (from === "before") await rollBack();
      for (let i = next++; i < faults.length; i = next++) {
        const fault = faults[i] ?? "";
        const run = await runProcess(line(archive), { env: { ...it.env, QUAD_FAULT: fault } });
        expect([fault, run.code]).toEqual([fault, 137]);
        const isApplied = await recovers(it, fault, i % 2 === 0 ? "resume" : "rollback");
        expect([fault, await state()]).toEqual([fault, isApplied ? after : before]);
        if (from === "before" && isApplied) await rollBack();
        if (from === "after" && !isApplied) await apply();
        expect([fault, await state()]).toEqual([fault, from === "before" ? before : after]);
      }
      expect((await quad("audit verify")).code).toBe(0);
    }),
  );
}

/** Brings it to an end with one command or the other; gives whether the patch is applied then. */
async function recovers({ quad, applied, beside }: DumpedInstall, about: string, command: string): Promise<boolean> {
  const status = await quad("patch status --json");
  if (status.code === 8) {
    const { committed } = JSON.parse(status.stdout).run;
    const run = await quad(`patch ${committed ? "resume" : command}`);
    expect([about, run]).toEqual([about, expect.objectContaining({ code: 0 })]);
  }
  expect([about, await beside(), (await quad("patch status")).code]).toEqual([about, [], 0]);
  return (await applied()).length > 0;
}

test("a patch that migrates with a dump, killed at every named place on the way and of each undo, ends as it was or as it should be", async () => {
  const line = (archive: string) => `patch apply ${archive} --yes --allow-older --no-backup --undo-by dump`;
  await shared([...forward, ...back], line, "before");
});

test("one that falls back to a dump when a clone finds no room, killed there, ends as it was or as it should be", async () => {
  const faults = kills(["cloned.aside", "cloned.dumped", "migrated.committed"], "cloned.copying:enospc");
  await shared(faults, (archive) => `patch apply ${archive} --yes --allow-older --no-backup`, "before");
});

test("rolled back with a dump and killed, it is rolled back or applied as before", async () => {
  const line = () => "patch rollback every-kind-1.0 --yes --undo-by dump";
  await shared([...forward, ...back], line, "after");
});

test(`killed ${random} times at random, with its programs living on, while it is undone from a dump, it ends as it was`, async () => {
  const it = await dumpedInstall(install);
  const { quad, patch, state, applied } = it;
  const archive = await patch(everyKindMigrating);
  const before = await state();
  for (let i = 0; i < random; i += 1) {
    const env = { ...it.env, QUAD_FAULT: i % 2 === 0 ? failing : `${failing},${full}` };
    const kill = async (line: string, within: number) => {
      const { child, ended } = startQuad(line, { env });
      const timer = setTimeout(() => child.kill("SIGKILL"), 60 + Math.random() * within);
      await ended;
      clearTimeout(timer);
    };
    await kill(`patch apply ${archive} --yes --allow-older --no-backup --undo-by dump`, 3000);
    if (i % 3 === 0 && (await quad("patch status")).code === 8) await kill("patch rollback", 1500);
    await recovers(it, String(i), "rollback");
    expect([i, await state(), await applied()]).toEqual([i, before, []]);
  }
});
