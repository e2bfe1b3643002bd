import { expect, test } from "vitest";
import { runProcess, startQuad } from "../../testing/processes.ts";
import { everyKind, type PatchInstall, patchInstall } from "../install.testing.ts";
import { placesBack, placesBehind, placesForward } from "./faults.testing.ts";

const workers = 4;
const random = Number(process.env.QUAD_CRASHES ?? 1000);

/** The trees before and after a patch of every kind, to which every end is compared. */
async function ends({ quad, patch, tree }: PatchInstall) {
  const archive = await patch(everyKind);
  expect((await quad(`patch apply ${archive} --yes`)).code).toBe(0);
  const after = tree();
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  return { archive, before: tree(), after };
}

/** Kills, then brings it to an end with one command or the other; whatever it was, it ends as before or as after. */
async function recovers(install: PatchInstall, at: Awaited<ReturnType<typeof ends>>, about: unknown, command: string) {
  const { quad, tree, applied } = install;
  const status = await quad("patch status --json");
  if (status.code === 8) {
    const { committed } = JSON.parse(status.stdout);
    const run = await quad(`patch ${committed ? "resume" : command}`);
    expect([about, run]).toEqual([about, expect.objectContaining({ code: 0 })]);
  } else expect([about, status]).toEqual([about, expect.objectContaining({ code: 0 })]);
  const names = await applied();
  expect([about, tree()]).toEqual([about, names.length === 0 ? at.before : at.after]);
  expect([about, (await quad("patch status")).code]).toEqual([about, 0]);
  if (names.length > 0) expect([about, (await quad("patch rollback every-kind-1.0 --yes")).code]).toEqual([about, 0]);
  expect([about, tree()]).toEqual([about, at.before]);
}

const environment = ({ home, url }: PatchInstall) => ({ QUAD_HOME: home, QUAD_DATABASE_URL: url });

/** Shares work among installs of their own. */
async function shared<T>(
  all: readonly T[],
  work: (install: PatchInstall, at: Awaited<ReturnType<typeof ends>>, one: T, i: number) => Promise<void>,
) {
  let next = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const install = await patchInstall();
      const at = await ends(install);
      for (let i = next++; i < all.length; i = next++) await work(install, at, all[i] as T, i);
    }),
  );
}

test("killed at every named place on the way, it ends as it was or as it should be", async () => {
  await shared([...placesForward, ...placesBehind], async (install, at, place, i) => {
    const env = { ...environment(install), QUAD_FAULT: `${place}:kill` };
    const run = await runProcess(`patch apply ${at.archive} --yes --allow-older`, { env });
    expect([place, run.code]).toEqual([place, 137]);
    await recovers(install, at, place, i % 2 === 0 ? "resume" : "rollback");
  });
});

test("killed at every named place of an undo, it ends as it was", async () => {
  await shared(placesBack, async (install, at, place, i) => {
    const env = { ...environment(install), QUAD_FAULT: `healthy.result:eio,${place}:kill` };
    const run = await runProcess(`patch apply ${at.archive} --yes --allow-older`, { env });
    expect([place, run.code]).toEqual([place, 137]);
    await recovers(install, at, place, i % 2 === 0 ? "resume" : "rollback");
    expect([place, await install.applied()]).toEqual([place, []]);
  });
});

test(`killed ${random} times at random, while it is applied and again while it recovers, it ends as it was or as it should be`, async () => {
  await shared(Array.from({ length: random }), async (install, at, _, i) => {
    const env = environment(install);
    const whole = 260;
    const kill = async (line: string) => {
      const { child, ended } = startQuad(line, { env });
      const timer = setTimeout(() => child.kill("SIGKILL"), 60 + Math.random() * whole);
      const run = await ended;
      clearTimeout(timer);
      return run.code;
    };
    await kill(`patch apply ${at.archive} --yes --allow-older`);
    const command = i % 2 === 0 ? "resume" : "rollback";
    if (i % 3 === 0 && (await install.quad("patch status")).code === 8) await kill(`patch ${command}`);
    await recovers(install, at, i, command);
  });
});

test("interrupted at random by Ctrl-C, once or twice, it undoes everything by itself, or is done", async () => {
  await shared(Array.from({ length: Math.min(random, 100) }), async (install, at, _, i) => {
    const { child, ended } = startQuad(`patch apply ${at.archive} --yes --allow-older`, { env: environment(install) });
    const kill = () => child.kill("SIGINT");
    const timers = [
      setTimeout(kill, 60 + Math.random() * 260),
      ...(i % 2 ? [setTimeout(kill, 200 + Math.random() * 200)] : []),
    ];
    const { code, stderr } = await ended;
    for (const timer of timers) clearTimeout(timer);
    const names = await install.applied();
    // 128: before the program listened.
    expect([i, code, stderr]).toEqual([i, expect.toBeOneOf([0, 128, 130]), expect.any(String)]);
    if (code === 0) expect([i, names.length]).toEqual([i, 1]);
    expect([i, (await install.quad("patch status")).code]).toEqual([i, 0]);
    expect([i, install.tree()]).toEqual([i, names.length === 0 ? at.before : at.after]);
    if (names.length > 0) expect((await install.quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  });
});
