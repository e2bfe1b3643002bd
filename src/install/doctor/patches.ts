import { mustBeIdle } from "../../patches/runs/places.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { shownSource } from "../../values/web-address.ts";
import { platformVersion } from "../platform-version.ts";
import type { Environment } from "../setting.ts";
import type { Install } from "../settings.ts";
import { type Check, failedBy, ok, type Settled, settled, skipped, timeoutOf } from "./check.ts";

/**
 * Where patches would come from, for which version of the platform, and whether one was broken off here. No source is asked: that is
 * `quad patch list --available`.
 */
export async function patchChecks(
  install: Install,
  config: Settled<unknown>,
  environment: Environment,
): Promise<readonly Check[]> {
  const home = install.home.value;
  return [...(await checkSource(install, config)), await checkPlatform(home, environment), await checkRun(home)];
}

/** A password is never shown. */
async function checkSource(install: Install, config: Settled<unknown>): Promise<readonly Check[]> {
  if (config.error) return [skipped("patch source", "the config file cannot be used.")];
  const { value: patches, error } = await settled(install.patches());
  if (error) return [failedBy("patch source", error)];
  const { source, timeout } = patches;
  return [ok("patch source", shownSource(source.value), source.source), ...timeoutOf("patch timeout", timeout)];
}

async function checkPlatform(home: string, environment: Environment): Promise<Check> {
  const version = await platformVersion(home, environment);
  return version === undefined
    ? skipped("platform", "its version is not known (QUAD_PLATFORM_VERSION, or the file VERSION).")
    : ok("platform", version.value, version.source);
}

async function checkRun(home: string): Promise<Check> {
  const { error } = await settled(onDisk(() => mustBeIdle(home)));
  if (error === undefined) return ok("patch run", "none was broken off");
  return error.code === "locked" ? ok("patch run", "one is under way") : failedBy("patch run", error);
}
