import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { parseManifest } from "../manifest.ts";
import { planPatch } from "./plan.ts";

const manifest = (restart: object) =>
  parseManifest(
    JSON.stringify({
      ...{ format: 1, product: "quad-platform", name: "test-1.0", version: "1.0", channel: "beta", sequence: 1 },
      ...{ created: "2026-01-20T00:00:00Z", files: [], restart },
    }),
    "patch.json",
  );

test("a patch none of whose services is here is refused, and not applied without its restart and its health checks", async () => {
  const plan = async (wanted: readonly string[], services: readonly string[]) =>
    planPatch(
      await manifest({ mode: "restart", services: wanted }),
      { home: scratchDirectory(), applied: [], sequence: 0, platform: undefined, services },
      { keep: [], replace: [], backup: [] },
    );
  await expect(plan(["quad-platform"], ["platform", "proxy"])).rejects.toMatchObject({
    code: "conflict",
    message: "test-1.0 restarts quad-platform, and nothing of it can be restarted here.",
    hint: ["The compose file has platform, proxy, and the database. Ask the vendor for a patch for them."],
  });
  expect(await plan(["platform", "worker"], ["platform", "proxy"])).toMatchObject({ services: ["platform"] });
  expect(await plan(["quad-platform"], [])).toMatchObject({ services: [] });
  expect(await plan([], ["platform"])).toMatchObject({ services: ["platform"] });
});
