import { ownBackups } from "../../backups/list.ts";
import { versionSaid } from "../../backups/programs.ts";
import type { Environment } from "../setting.ts";
import type { Install } from "../settings.ts";
import { type Check, failedBy, ok, type Settled, settled, skipped, warning } from "./check.ts";

/** What of backups is asked of the server. */
export interface BackupMeans {
  /** The pg_dump that suits the server, in words. Throws unreachable where there is none. */
  pgDump(): Promise<string>;
  /** The databases that a restore has kept aside. */
  keptAside(): Promise<readonly string[]>;
}

/** Where backups are, how old the newest is, and whether this host has what else they are made with. */
export async function backupChecks(
  install: Install,
  environment: Environment,
  config: Settled<unknown>,
): Promise<readonly Check[]> {
  if (config.error) return [skipped("backups", "the config file cannot be used.")];
  const { value: directory, source } = await install.backupDirectory();
  const recipients = await install.backupRecipients();
  return [
    await checkBackups({ directory, home: install.home.value, source }),
    recipients
      ? ok("backup keys", recipients.value.join(", "), recipients.source)
      : ok("backup keys", "none; what is secret in a backup is in the clear"),
    await checkProgram("tar", environment),
    await checkProgram("zstd", environment),
  ];
}

async function checkBackups({
  directory,
  home,
  source,
}: {
  readonly directory: string;
  readonly home: string;
  readonly source: string;
}): Promise<Check> {
  const { value, error } = await settled(ownBackups(directory, home));
  if (error) return failedBy("backups", error, "warning");
  const [newest] = value;
  if (newest === undefined) return ok("backups", `none yet in ${directory}`, source);
  const found = `${value.length} in ${directory}, the newest of ${newest.madeAt.toISOString().slice(0, 16)}Z`;
  if (newest.whole) return ok("backups", found, source);
  const state = newest.readable ? "is damaged" : "this quad cannot read";
  return warning("backups", `${found}, which ${state}.`, "See what of: quad patch backup --list", source);
}

async function checkProgram(name: "tar" | "zstd", env: Environment): Promise<Check> {
  const { value: said, error } = await settled(versionSaid({ name, file: name, args: ["--version"], env }));
  if (error) return warning(name, `${name} does not run: no backups without it.`, `apt-get install ${name}`);
  const [, version] = /\bv?(\d+(?:\.\d+)+)/.exec(said) ?? [];
  if (name === "tar" && !said.includes("GNU")) return warning(name, "It is not GNU tar.", "apt-get install tar");
  return ok(name, version ?? "of some version");
}

/** What backups want of the server, and what restoring has left there. */
export async function dumpChecks(means: BackupMeans): Promise<readonly Check[]> {
  const pgDump = await settled(means.pgDump());
  const kept = await settled(means.keptAside());
  return [
    pgDump.error ? failedBy("pg_dump", pgDump.error, "warning") : ok("pg_dump", pgDump.value),
    kept.error ? skipped("kept databases", kept.error.message) : checkKept(kept.value),
  ];
}

function checkKept(names: readonly string[]): Check {
  if (names.length === 0) return ok("kept databases", "none");
  const found = `${names.join(", ")}: kept when another took its place`;
  return warning("kept databases", found, "When all is well, drop what is kept: quad patch restore --confirm");
}
