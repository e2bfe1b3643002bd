import { mustBeIdle } from "../../patches/runs/places.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { shownSource } from "../../values/web-address.ts";
import type { Install } from "../settings.ts";
import { type Check, failedBy, ok, type Settled, settled, skipped } from "./check.ts";

/** Where patches would come from, and whether one was broken off here. No source is asked: that is `quad patch list --available`. */
export async function patchChecks(install: Install, config: Settled<unknown>): Promise<readonly Check[]> {
  return [await checkSource(install, config), await checkRun(install.home.value)];
}

/** A password is never shown. */
async function checkSource(install: Install, config: Settled<unknown>): Promise<Check> {
  if (config.error) return skipped("patch source", "the config file cannot be used.");
  const { value: patches, error } = await settled(install.patches());
  if (error) return failedBy("patch source", error);
  return ok("patch source", shownSource(patches.source.value), patches.source.source);
}

async function checkRun(home: string): Promise<Check> {
  const { error } = await settled(onDisk(() => mustBeIdle(home)));
  if (error === undefined) return ok("patch run", "none was broken off");
  return error.code === "locked" ? ok("patch run", "one is under way") : failedBy("patch run", error);
}
