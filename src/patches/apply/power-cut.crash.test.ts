import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { everyKindMigrating } from "../install.testing.ts";
import {
  placesBack,
  placesBackMigrating,
  placesBehind,
  placesForward,
  placesForwardMigrating,
  placesRestoring,
  placesRestoringBack,
} from "./faults.testing.ts";
import { type Machine, machine } from "./power-cut.testing.ts";

/** Whoever runs quad is root; where the install is another's, what is new in it has to be made theirs. */
const kinds = [
  { fileSystem: "ext4", owner: "root" },
  { fileSystem: "btrfs", owner: "www-data" },
] as const;
const machines = 2;

/** Where the power goes: on the way there and behind it, and while it is undone. One that migrates has its row with that. */
const patching = [
  ...[...placesForward, ...placesForwardMigrating, ...placesBehind].map((place) => `${place}:kill`),
  ...[...placesBack, ...placesBackMigrating].map((place) => `healthy.result:eio,${place}:kill`),
].filter((fault) => !/recorded\./.test(fault));
const restoring = [
  ...placesRestoring.map((place) => `${place}:kill`),
  ...placesRestoringBack.map((place) => `rights.result:eio,${place}:kill`),
];

/** So many of them as are wanted, evenly. */
function chosen(faults: readonly string[]): readonly string[] {
  const wanted = Math.min(Number(process.env.QUAD_POWER_CUTS ?? faults.length), faults.length);
  return Array.from({ length: wanted }, (_, i) => faults[Math.floor(((i + 0.5) * faults.length) / wanted)] ?? "");
}

const done = expect.objectContaining({ code: 0 });
const apply = (archive: string) => `patch apply ${archive} --yes --allow-older --no-backup`;
const rollback = "patch rollback every-kind-1.0 --yes";

/** What is done to an install again and again, and the states to which every end is compared. */
interface Story {
  readonly line: string;
  readonly before: unknown;
  readonly after: unknown;
  /** What takes it back, line by line. */
  readonly back: readonly string[];
}

async function patched({ quad, patch, state }: Machine): Promise<Story> {
  const line = apply(await patch(everyKindMigrating));
  const before = await state();
  expect(await quad(line)).toEqual(done);
  const after = await state();
  expect(await quad(rollback)).toEqual(done);
  return { line, before, after, back: [rollback] };
}

async function restored(here: Machine): Promise<Story> {
  const { line, before, after } = await patched(here);
  const backup = JSON.parse((await here.quad("patch backup --json")).stdout).path;
  expect(await here.quad(line)).toEqual(done);
  return {
    line: `patch restore ${backup} --yes`,
    before: after,
    after: before,
    back: ["patch restore --confirm --yes", line],
  };
}

describe.each([
  { what: "a patch", faults: patching, tell: patched },
  { what: "a restore", faults: restoring, tell: restored },
])("the power goes in the middle of $what", ({ faults, tell }) => {
  test.each(kinds)(
    `$fileSystem: at ${chosen(faults).length} of ${faults.length} places, files and database end as they were or as they should be`,
    async (kind) => {
      const all = chosen(faults).entries();
      const work = async () => {
        const here = await machine(kind);
        const story = await tell(here);
        for (const [i, fault] of all) await survives(here, story, fault, i % 2 === 0 ? "resume" : "rollback");
      };
      // Whatever one of them has found, the others go on: their disks are in use.
      for (const ended of await Promise.allSettled(Array.from({ length: machines }, work)))
        if (ended.status === "rejected") throw ended.reason;
    },
  );
});

async function survives({ quad, state, powerCut }: Machine, story: Story, fault: string, command: string) {
  const { line, before, after, back } = story;
  expect([fault, (await quad(line, { QUAD_FAULT: fault })).code]).toEqual([fault, 137]);
  await powerCut();
  const status = await quad("patch status --json");
  if (status.code === 8) {
    const { committed } = JSON.parse(status.stdout).run;
    expect([fault, await quad(`patch ${committed ? "resume" : command}`)]).toEqual([fault, done]);
  } else expect([fault, status]).toEqual([fault, done]);
  const now = await state();
  const there = isDeepStrictEqual(now, after);
  expect([fault, now]).toEqual([fault, there ? after : before]);
  // And so it stays.
  await powerCut();
  expect([fault, await quad("patch status")]).toEqual([fault, done]);
  expect([fault, await state()]).toEqual([fault, now]);
  if (!there) return;
  for (const one of back) expect([fault, await quad(one)]).toEqual([fault, done]);
  expect([fault, await state()]).toEqual([fault, before]);
}

test.each(kinds)("$fileSystem: what is said to be done stays, when the power goes then", async (kind) => {
  const here = await machine(kind);
  const { quad, state, powerCut } = here;
  const { line, before, after } = await patched(here);
  const holds = async (command: string, wanted: unknown) => {
    const run = await quad(command);
    expect([command, run]).toEqual([command, done]);
    await powerCut();
    expect([command, await state()]).toEqual([command, wanted]);
    expect([command, await quad("patch status")]).toEqual([command, done]);
    return run;
  };
  await holds(line, after);
  const backup = JSON.parse((await holds("patch backup --json", after)).stdout).path;
  expect(await quad(`patch backup verify ${backup}`)).toEqual(done);
  await holds(rollback, before);
  await holds(`patch restore ${backup} --yes`, after);
});
