import { describeTarget } from "../../postgres/target.ts";
import type { DatabaseSetting } from "../setting.ts";
import { type Check, failedBy, ok, type Settled, skipped, warning } from "./check.ts";

/** The database setting, and each part of it with where it came from. The password is never shown. */
export function settingChecks(
  { value: setting, error }: Settled<DatabaseSetting>,
  { config, compose }: { readonly config: Settled<unknown>; readonly compose: Settled<unknown> },
): readonly Check[] {
  if (error === undefined) return partsOf(setting);
  if (error === config.error) return [skipped("database", "the config file cannot be used.")];
  if (error === compose.error) return [skipped("database", "the compose file cannot be used.")];
  return [failedBy("database", error)];
}

function partsOf({ value, source, origins = {}, warnings = [] }: DatabaseSetting): readonly Check[] {
  const whole = ok("database", describeTarget(value), source);
  if (value.kind === "embedded") return [whole];
  const [ignored] = warnings;
  return [
    whole,
    ok("host", value.hosts.map(({ host, port }) => `${host}:${port}`).join(", "), origins.host ?? source),
    ok("database name", value.database, origins.dbname ?? source),
    ok("user", value.user, origins.user ?? source),
    ignored
      ? warning("password", ignored, "Make the file its owner's alone, mode 0600.")
      : value.password === undefined
        ? ok("password", origins.password ?? "none")
        : ok("password", "***", origins.password ?? source),
  ];
}
