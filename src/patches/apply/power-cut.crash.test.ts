import { expect, test } from "vitest";
import { everyKindMigrating } from "../install.testing.ts";
import {
  placesBack,
  placesBackMigrating,
  placesBehind,
  placesForward,
  placesForwardMigrating,
} from "./faults.testing.ts";
import { type Machine, machine } from "./power-cut.testing.ts";

/** Whoever runs quad is root; where the install is another's, what is new in it has to be made theirs. */
const kinds = [
  { fileSystem: "ext4", owner: "root" },
  { fileSystem: "btrfs", owner: "www-data" },
] as const;
const machines = 2;

/** Where the power goes: on the way there and behind it, and while it is undone. */
const faults = [
  ...[...placesForward, ...placesForwardMigrating, ...placesBehind].map((place) => `${place}:kill`),
  ...[...placesBack, ...placesBackMigrating].map((place) => `healthy.result:eio,${place}:kill`),
];

/** So many of them as are wanted, evenly. */
const cuts = Math.min(Number(process.env.QUAD_POWER_CUTS ?? faults.length), faults.length);
const chosen = Array.from({ length: cuts }, (_, i) => faults[Math.floor(((i + 0.5) * faults.length) / cuts)] ?? "");

const done = expect.objectContaining({ code: 0 });
const apply = (archive: string) => `patch apply ${archive} --yes --allow-older --no-backup`;
const rollback = "patch rollback every-kind-1.0 --yes";

/** The states before and after a patch, to which every end is compared. */
async function ends({ quad, patch, state }: Machine) {
  const archive = await patch(everyKindMigrating);
  const before = await state();
  expect(await quad(apply(archive))).toEqual(done);
  const after = await state();
  expect(await quad(rollback)).toEqual(done);
  return { archive, before, after };
}

test.each(kinds)(
  `$fileSystem: when the power goes, at ${chosen.length} of ${faults.length} places, files and database end as they were or as they should be`,
  async (kind) => {
    let next = 0;
    await Promise.all(
      Array.from({ length: machines }, async () => {
        const here = await machine(kind);
        const { quad, state, applied, powerCut } = here;
        const { archive, before, after } = await ends(here);
        for (let i = next++; i < chosen.length; i = next++) {
          const fault = chosen[i] ?? "";
          expect([fault, (await quad(apply(archive), { QUAD_FAULT: fault })).code]).toEqual([fault, 137]);
          await powerCut();
          const status = await quad("patch status --json");
          if (status.code === 8) {
            const { committed } = JSON.parse(status.stdout).run;
            const command = committed || i % 2 === 0 ? "resume" : "rollback";
            expect([fault, await quad(`patch ${command}`)]).toEqual([fault, done]);
          } else expect([fault, status]).toEqual([fault, done]);
          const there = (await applied()).length > 0;
          expect([fault, await state()]).toEqual([fault, there ? after : before]);
          // And so it stays.
          await powerCut();
          expect([fault, await quad("patch status")]).toEqual([fault, done]);
          expect([fault, await state()]).toEqual([fault, there ? after : before]);
          if (!there) continue;
          expect([fault, await quad(rollback)]).toEqual([fault, done]);
          expect([fault, await state()]).toEqual([fault, before]);
        }
      }),
    );
  },
);

test.each(kinds)("$fileSystem: what is said to be done stays, when the power goes then", async (kind) => {
  const here = await machine(kind);
  const { quad, state, powerCut } = here;
  const { archive, before, after } = await ends(here);
  const holds = async (line: string, wanted: unknown) => {
    const run = await quad(line);
    expect([line, run]).toEqual([line, done]);
    await powerCut();
    expect([line, await state()]).toEqual([line, wanted]);
    expect([line, await quad("patch status")]).toEqual([line, done]);
    return run;
  };
  await holds(apply(archive), after);
  const backup = JSON.parse((await holds("patch backup --json", after)).stdout).path;
  expect(await quad(`patch backup verify ${backup}`)).toEqual(done);
  await holds(rollback, before);
  await holds(`patch restore ${backup} --yes`, after);
});
