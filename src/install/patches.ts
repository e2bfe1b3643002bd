import { resolve } from "node:path";
import type { ConfigFile } from "./config-file.ts";
import { firstOf, secondsOf } from "./first-of.ts";
import type { Environment, PatchSettings } from "./setting.ts";

/** The vendor's release server, as its mails name it. */
const releaseServer = "https://releases.quadframe.work/patches/";

/** Finds where patches come from: `QUAD_*`, the config file, else the vendor's release server. */
export function patchSettings(env: Environment, config: ConfigFile | undefined): PatchSettings {
  const first = firstOf(env, config);
  const { patch_source: source, patch_timeout: timeout } = config?.values ?? {};
  return {
    source: first("QUAD_PATCH_SOURCE", (text) => (isWeb(text) ? text : resolve(text)), source) ?? {
      value: releaseServer,
      source: "default",
    },
    timeout: first("QUAD_PATCH_TIMEOUT", secondsOf("QUAD_PATCH_TIMEOUT"), timeout) ?? { value: 30, source: "default" },
  };
}

const isWeb = (text: string): boolean => /^https?:/i.test(text);
