import { expect, test } from "vitest";
import { runProcess, startQuad } from "../../testing/processes.ts";
import { everyKind, everyKindMigrating, type PatchInstall, patchInstall, type TestPatch } from "../install.testing.ts";
import {
  placesBack,
  placesBackMigrating,
  placesBehind,
  placesForward,
  placesForwardMigrating,
} from "./faults.testing.ts";

const workers = 4;
const random = Number(process.env.QUAD_CRASHES ?? 1000);

/** Files and database before and after a patch, to which every end is compared. */
async function ends({ quad, patch, tree, database }: PatchInstall, what: TestPatch) {
  const archive = await patch(what);
  const before = { tree: tree(), database: await database() };
  expect((await quad(`patch apply ${archive} --yes`)).code).toBe(0);
  const after = { tree: tree(), database: await database() };
  expect((await quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  return { archive, before, after };
}

/** Kills, then brings it to an end with one command or the other; whatever it was, it ends as before or as after. */
async function recovers(install: PatchInstall, at: Awaited<ReturnType<typeof ends>>, about: unknown, command: string) {
  const { quad, tree, applied, database } = install;
  const now = async () => ({ tree: tree(), database: await database() });
  const status = await quad("patch status --json");
  if (status.code === 8) {
    const { committed } = JSON.parse(status.stdout).run;
    const run = await quad(`patch ${committed ? "resume" : command}`);
    expect([about, run]).toEqual([about, expect.objectContaining({ code: 0 })]);
  } else expect([about, status]).toEqual([about, expect.objectContaining({ code: 0 })]);
  const names = await applied();
  expect([about, await now()]).toEqual([about, names.length === 0 ? at.before : at.after]);
  expect([about, (await quad("patch status")).code]).toEqual([about, 0]);
  if (names.length > 0) expect([about, (await quad("patch rollback every-kind-1.0 --yes")).code]).toEqual([about, 0]);
  expect([about, await now()]).toEqual([about, at.before]);
}

const environment = ({ home, url }: PatchInstall) => ({ QUAD_HOME: home, QUAD_DATABASE_URL: url });

/** Shares work among installs of their own, and leaves no database behind. */
async function shared<T>(
  what: TestPatch,
  all: readonly T[],
  work: (install: PatchInstall, at: Awaited<ReturnType<typeof ends>>, one: T, i: number) => Promise<void>,
) {
  let next = 0;
  let last: PatchInstall | undefined;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const install = await patchInstall();
      last = install;
      const at = await ends(install, what);
      for (let i = next++; i < all.length; i = next++) await work(install, at, all[i] as T, i);
    }),
  );
  const left = await last?.withSql(
    (sql) => sql`select datname from pg_database where datname ~ '^quad_(before|aside)_'`,
  );
  expect(left).toEqual([]);
}

test("killed at every named place on the way, it ends as it was or as it should be", async () => {
  await shared(everyKind, [...placesForward, ...placesBehind], async (install, at, place, i) => {
    const env = { ...environment(install), QUAD_FAULT: `${place}:kill` };
    const run = await runProcess(`patch apply ${at.archive} --yes --allow-older --no-backup`, { env });
    expect([place, run.code]).toEqual([place, 137]);
    await recovers(install, at, place, i % 2 === 0 ? "resume" : "rollback");
  });
});

test("killed at every named place of an undo, it ends as it was", async () => {
  await shared(everyKind, placesBack, async (install, at, place, i) => {
    const env = { ...environment(install), QUAD_FAULT: `healthy.result:eio,${place}:kill` };
    const run = await runProcess(`patch apply ${at.archive} --yes --allow-older --no-backup`, { env });
    expect([place, run.code]).toEqual([place, 137]);
    await recovers(install, at, place, i % 2 === 0 ? "resume" : "rollback");
    expect([place, await install.applied()]).toEqual([place, []]);
  });
});

test("killed at every named place of a patch that migrates, and of its undo, files and database end as they were or as they should be", async () => {
  const forward = placesForwardMigrating.map((place) => ({ place, fault: `${place}:kill` }));
  const back = placesBackMigrating.map((place) => ({ place, fault: `healthy.result:eio,${place}:kill` }));
  const behind = placesBehind.map((place) => ({ place, fault: `${place}:kill` }));
  await shared(everyKindMigrating, [...forward, ...back, ...behind], async (install, at, { place, fault }, i) => {
    const env = { ...environment(install), QUAD_FAULT: fault };
    const run = await runProcess(`patch apply ${at.archive} --yes --allow-older --no-backup`, { env });
    expect([place, run.code]).toEqual([place, 137]);
    await recovers(install, at, place, i % 2 === 0 ? "resume" : "rollback");
  });
});

test("what somebody has begun to undo is undone, also where that was killed and resume is called", async () => {
  const within = (step: string) =>
    [...placesBack, ...placesBackMigrating]
      .filter((place) => place.startsWith(`${step}.`))
      .map((place) => ({ broken: `${step}.done`, place }));
  await shared(
    everyKindMigrating,
    ["cloned", "swapped", "migrated"].flatMap(within),
    async (install, at, { broken, place }) => {
      const env = (fault: string) => ({ env: { ...environment(install), QUAD_FAULT: `${fault}:kill` } });
      const about = [broken, place];
      const run = await runProcess(`patch apply ${at.archive} --yes --allow-older --no-backup`, env(broken));
      expect([about, run.code]).toEqual([about, 137]);
      expect([about, (await runProcess("patch rollback", env(place))).code]).toEqual([about, 137]);
      await recovers(install, at, about, "resume");
      expect([about, await install.applied()]).toEqual([about, []]);
    },
  );
});

test(`killed ${random} times at random, while it is applied and again while it recovers, it ends as it was or as it should be`, async () => {
  await shared(everyKindMigrating, Array.from({ length: random }), async (install, at, _, i) => {
    const env = environment(install);
    const whole = 700;
    const kill = async (line: string) => {
      const { child, ended } = startQuad(line, { env });
      const timer = setTimeout(() => child.kill("SIGKILL"), 60 + Math.random() * whole);
      const run = await ended;
      clearTimeout(timer);
      return run.code;
    };
    await kill(`patch apply ${at.archive} --yes --allow-older --no-backup`);
    const command = i % 2 === 0 ? "resume" : "rollback";
    const other = command === "resume" ? "rollback" : "resume";
    if (i % 3 === 0 && (await install.quad("patch status")).code === 8)
      await kill(`patch ${i % 4 < 2 ? command : other}`);
    await recovers(install, at, i, command);
  });
});

test("interrupted at random by Ctrl-C, once or twice, it undoes everything by itself, or is done", async () => {
  await shared(everyKindMigrating, Array.from({ length: Math.min(random, 100) }), async (install, at, _, i) => {
    const { child, ended } = startQuad(`patch apply ${at.archive} --yes --allow-older --no-backup`, {
      env: environment(install),
    });
    const kill = () => child.kill("SIGINT");
    const timers = [
      setTimeout(kill, 60 + Math.random() * 700),
      ...(i % 2 ? [setTimeout(kill, 200 + Math.random() * 600)] : []),
    ];
    const { code, stderr } = await ended;
    for (const timer of timers) clearTimeout(timer);
    const names = await install.applied();
    expect([i, code, stderr]).toEqual([i, expect.toBeOneOf([0, 130]), expect.any(String)]);
    if (code === 0) expect([i, names.length]).toEqual([i, 1]);
    expect([i, (await install.quad("patch status")).code]).toEqual([i, 0]);
    const now = { tree: install.tree(), database: await install.database() };
    expect([i, now]).toEqual([i, names.length === 0 ? at.before : at.after]);
    if (names.length > 0) expect((await install.quad("patch rollback every-kind-1.0 --yes")).code).toBe(0);
  });
});
