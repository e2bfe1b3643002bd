import { expect, test } from "vitest";
import { scratchDirectory } from "../testing/processes.ts";
import { crontabPlace } from "./crontab.ts";
import type { Crontab } from "./crontab-file.ts";

const surroundings = { home: "/opt/quad-platform", usual: true, program: ["/usr/bin/node", "/quad.js"], variables: [] };
const seal = { only: ["seal"] };

/** A crontab that somebody else changes as well, before it is read for the N-th time. */
function sharedCrontab(others: Readonly<Record<number, (text: string) => string>>) {
  let text = "0 1 * * * mine\n";
  let reads = 0;
  const crontab: Crontab = {
    where: "a crontab",
    byHand: "",
    owner: "root",
    async read() {
      reads += 1;
      text = others[reads]?.(text) ?? text;
      return text;
    },
    async write(written) {
      text = written;
    },
  };
  return { place: crontabPlace(crontab, scratchDirectory()), text: () => text };
}

const addLine = (text: string) => `${text}0 2 * * * theirs\n`;

test("a line that somebody adds while it is changed stays", async () => {
  const { place, text } = sharedCrontab({ 2: addLine });
  await place.install(seal, surroundings, false);
  expect(text()).toMatch(/^0 1 \* \* \* mine\n0 2 \* \* \* theirs\n# quad: begin /);
});

test("where somebody else's change has taken ours away, it is made again", async () => {
  const { place, text } = sharedCrontab({ 3: () => "0 2 * * * theirs\n" });
  await place.install(seal, surroundings, false);
  expect(text()).toMatch(/^0 2 \* \* \* theirs\n# quad: begin /);
});

test("it is given up where somebody else changes it again and again", async () => {
  const always = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i + 1, addLine]));
  await expect(sharedCrontab(always).place.install(seal, surroundings, false)).rejects.toMatchObject({
    code: "locked",
    message: "Somebody else changes a crontab again and again.",
  });
});
