import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { runnerIn } from "./run.ts";

test("a program that does not end in its time is named, with what to try by hand", async () => {
  const home = scratchDirectory();
  await expect(runnerIn(home, { PATH: process.env.PATH })(["sleep", "60"], { patience: 100 })).rejects.toMatchObject({
    code: "unreachable",
    message: "sleep 60 did not end within 0.1 s.",
    hint: [`Try it by hand: cd ${home} && sleep 60`],
  });
});
