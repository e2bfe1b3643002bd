import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { parseManifest } from "../manifest.ts";
import { mustBeTriedUnseen, mustFit, planPatch } from "./plan.ts";

const nothingDecided = { keep: [], replace: [], backup: [] };

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
      nothingDecided,
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

test("a service of the host's network is not started where everybody reaches it; one that goes on may have that", async () => {
  const standing = { home: scratchDirectory(), applied: [], sequence: 0, platform: undefined };
  const tried = async (services: readonly string[]) => {
    const here = { ...standing, services: ["platform", "proxy"], onHostNetwork: ["proxy"] };
    const plan = await planPatch(await manifest({ mode: "restart", services }), here, nothingDecided);
    return mustBeTriedUnseen(plan, here);
  };
  await tried(["platform"]);
  await expect(tried([])).rejects.toMatchObject({
    code: "conflict",
    message: "proxy shares the host's network (network_mode: host), where test-1.0 cannot be tried unseen.",
  });
});

test("a number that was applied is told to be an older patch's, or that of one that was rolled back", async () => {
  const fits = async (sequence: number, older = false) =>
    mustFit(
      await manifest({ mode: "restart", services: [] }),
      { home: scratchDirectory(), applied: [], sequence, platform: undefined, services: [] },
      { older },
    );
  await expect(fits(2)).rejects.toMatchObject({
    message: "test-1.0 has the number 1; a patch with 2 was applied here already.",
    hint: ["An older patch can bring an old fault back. Where it is meant: --allow-older"],
  });
  await expect(fits(1)).rejects.toMatchObject({
    message: "test-1.0 has the number 1; a patch with 1 was applied here already.",
    hint: ["Where it was rolled back, and is to come back: --allow-older"],
  });
  await fits(1, true);
});
