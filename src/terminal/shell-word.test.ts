import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test("plain words stay as they are, and whatever else is written comes out of a shell as it was", () => {
  expect(shellWord("pg:/var/lib/quad")).toBe("pg:/var/lib/quad");
  const words = fc.sample(fc.string({ unit: "binary", minLength: 1 }), 200).filter((word) => !word.includes("\0"));
  const said = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(shellWord).join(" ")}`], { encoding: "utf8" });
  expect(said.split("\0").slice(0, -1)).toEqual(words);
});
