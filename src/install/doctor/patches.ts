import { shownSource } from "../../values/web-address.ts";
import type { Install } from "../settings.ts";
import { type Check, failedBy, ok, type Settled, settled, skipped } from "./check.ts";

/** Where patches would come from. Nothing is asked for: that is `quad patch list --available`. A password is never shown. */
export async function patchChecks(install: Install, config: Settled<unknown>): Promise<readonly Check[]> {
  if (config.error) return [skipped("patch source", "the config file cannot be used.")];
  const { value: patches, error } = await settled(install.patches());
  if (error) return [failedBy("patch source", error)];
  return [ok("patch source", shownSource(patches.source.value), patches.source.source)];
}
