import { stat } from "node:fs/promises";
import { parseTarget } from "../../postgres/target.ts";
import type { Discovered } from "../compose.ts";
import { type ConfigFile, configFiles } from "../config-file.ts";
import type { DatabaseSetting } from "../setting.ts";
import type { Install } from "../settings.ts";
import { type Check, failed, failedBy, ok, type Settled, settled, skipped, skippedAll, warning } from "./check.ts";

/** The versions of Node that quad runs on begin with 20.19. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok("node", version);
  return failed("node", `${version} is too old.`, "Install Node 20.19 or newer.");
}

/** The install directory has to be there, unless the database is named without it and the directory is not. */
export async function checkHome({ home }: Install, database: DatabaseSetting | undefined): Promise<Check> {
  const found = await stat(home.value).catch(() => undefined);
  if (found?.isDirectory()) return ok("install", home.value, home.source);
  const wrong = found ? `${home.value} is no directory.` : `${home.value} does not exist.`;
  if (home.source === "default" && database) return ok("install", `none: ${wrong}`, home.source);
  return failed("install", wrong, "Name the install directory: --home DIR, or QUAD_HOME", home.source);
}

/** The config file has to be right; with a password in it, it should be its owner's alone. */
export async function checkConfig(home: string, { value: config, error }: Settled<ConfigFile | undefined>) {
  if (error) return failedBy("config", error);
  if (config === undefined) return ok("config", `none: looked at ${configFiles(home).join(", ")}`);
  const names = Object.keys(config.values);
  const found = `${config.path} sets ${names.length > 0 ? names.join(", ") : "nothing"}`;
  const { mode } = await stat(config.path);
  if ((mode & 0o077) === 0 || !holdsPassword(config.values.database_url)) return ok("config", found);
  return warning("config", `${found}; others can read the password in it.`, `chmod 0600 ${config.path}`);
}

function holdsPassword(url: string | undefined): boolean {
  const target = url === undefined ? undefined : parseTarget(url);
  return target?.kind === "server" && target.password !== undefined;
}

/** The compose file, and the compose that works on it. They matter less where the database is named without them. */
export async function checkCompose(
  install: Install,
  { value: compose, error }: Settled<Discovered>,
  { config, database }: { config: Settled<unknown>; database: Settled<unknown> },
): Promise<readonly Check[]> {
  if (error && error === config.error)
    return skippedAll(["compose file", "compose"], "the config file cannot be used.");
  if (compose?.files.length === 0) {
    return [ok("compose file", `none: looked at ${compose.lookedAt}`), skipped("compose", "there is no compose file.")];
  }
  const tool = await settled(install.composeTool());
  return [
    error
      ? failedBy("compose file", error, database.error ? "failed" : "warning")
      : ok("compose file", compose.database ? compose.files.join(", ") : compose.lookedAt),
    tool.error
      ? failedBy("compose", tool.error, "warning")
      : ok("compose", `${tool.value.command.join(" ")} ${tool.value.version}`, tool.value.source),
  ];
}
