import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { savedTrail } from "./trail.ts";

test("a trail that was saved and cannot be read is not taken for an empty one", async () => {
  const path = join(scratchDirectory(), "trail");
  // The first read of a directory fails, as of a disk.
  mkdirSync(path);
  await expect(savedTrail(path)).rejects.toMatchObject({ code: "EISDIR" });
});
