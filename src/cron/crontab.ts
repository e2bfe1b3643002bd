import { QuadError } from "../errors.ts";
import { alone } from "./alone.ts";
import { dropBlock, findBlock, putBlock, wholeBlock } from "./block.ts";
import { choicesOf } from "./choices.ts";
import type { Crontab } from "./crontab-file.ts";
import { blockLines, jobsOf, writtenByOf } from "./entries.ts";
import type { Change, Found, Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";

/** The jobs of installs in a crontab, a block for each install. `state` is where quad's lock is. */
export function crontabPlace(crontab: Crontab, state: string): Place {
  const above = (text: string, home: string) => findBlock(text, home, crontab)?.above ?? text.split("\n");
  return {
    where: crontab.where,
    kind: "crontab",
    async find(surroundings) {
      return foundIn(await crontab.read(), surroundings, crontab);
    },
    async install(choices, surroundings, dryRun) {
      const { home } = surroundings;
      const linesIn = (text: string) =>
        blockLines(choices, surroundings, { above: above(text, home), owner: crontab.owner });
      const put = (text: string) => putBlock(text, home, linesIn(text), crontab);
      const { before, after } = await edited(crontab, state, put, dryRun);
      const lines = findBlock(after, home, crontab)?.lines ?? [];
      return {
        ...unchanged,
        jobs: jobsOf(lines),
        written: before === after ? [] : [{ to: crontab.where, text: wholeBlock(home, lines).join("\n") }],
        before: writtenByOf(findBlock(before, home, crontab)?.lines ?? []),
      };
    },
    async remove({ home }, dryRun) {
      const { before } = await edited(crontab, state, (text) => dropBlock(text, home, crontab), dryRun);
      const block = findBlock(before, home, crontab);
      if (block === undefined) return unchanged;
      return { ...unchanged, removed: [crontab.where], jobs: jobsOf(block.lines), before: writtenByOf(block.lines) };
    },
  };
}

const unchanged: Change = { jobs: [], written: [], removed: [], before: undefined, toRun: [] };

function foundIn(text: string, surroundings: Surroundings, crontab: Crontab): Found | undefined {
  const block = findBlock(text, surroundings.home, crontab);
  if (block === undefined) return undefined;
  const writtenBy = writtenByOf(block.lines);
  const now = blockLines(choicesOf(writtenBy ?? ""), surroundings, { above: block.above, owner: crontab.owner });
  return { jobs: jobsOf(block.lines), writtenBy, upToDate: now.join("\n") === block.lines.join("\n") };
}

/**
 * Changes a crontab, whose program has no lock. Other quads wait. Somebody else's change is looked for just before it is written,
 * and the edit is done again if there is one; and afterwards, in case theirs has taken ours away.
 */
async function edited(
  crontab: Crontab,
  state: string,
  edit: (text: string) => string,
  dryRun: boolean,
): Promise<{ readonly before: string; readonly after: string }> {
  if (dryRun) {
    const before = await crontab.read();
    return { before, after: edit(before) };
  }
  return alone(state, async () => {
    const before = await crontab.read();
    for (let tries = 0, text = before; tries < 10; tries += 1) {
      const after = edit(text);
      if (after === text) return { before, after };
      const still = await crontab.read();
      if (still === text) await crontab.write(after);
      text = await crontab.read();
    }
    throw new QuadError("locked", `Somebody else changes ${crontab.where} again and again.`, { hint: "Run it again." });
  });
}
