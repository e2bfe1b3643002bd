import { expect, test } from "vitest";
import { createPrompt } from "./prompt.ts";

const silent = (yes = false) => createPrompt({ stdin: process.stdin, stderr: process.stderr, interactive: false, yes });

test("without a terminal the flags of all questions are named at once", async () => {
  const questions = [
    { name: "company", message: "?", flag: "--company NAME" },
    { name: "root", message: "?", flag: "--root SLUG" },
  ] as const;
  await expect(silent().ask(questions)).rejects.toMatchObject({
    code: "usage",
    message: "Missing: --company NAME, --root SLUG.",
  });
  await expect(silent().ask([])).resolves.toEqual({});
});

test("a confirmation is answered by --yes, and by nobody else", async () => {
  await expect(silent(true).confirm("Delete it?")).resolves.toBeUndefined();
  await expect(silent().confirm("Delete it?")).rejects.toMatchObject({ code: "usage", hint: ["Say it with --yes."] });
});

test("a name is typed beforehand by its flag, letter for letter; --yes does not replace it", async () => {
  await expect(silent().typed("It goes.", "legacy", "legacy", "--confirm")).resolves.toBeUndefined();
  await expect(silent().typed("It goes.", "legacy", "Legacy", "--confirm")).rejects.toMatchObject({
    code: "usage",
    message: "--confirm says Legacy, not legacy.",
    hint: ["To go on: --confirm legacy"],
  });
  await expect(silent(true).typed("It goes.", "legacy", undefined, "--confirm")).rejects.toMatchObject({
    code: "usage",
    message: "It goes.",
  });
});
