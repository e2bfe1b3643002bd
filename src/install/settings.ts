import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { unreachable } from "../errors.ts";
import { serverTarget } from "../postgres/target.ts";
import type { ComposeTool } from "./compose/docker.ts";
import type { Discovered } from "./compose.ts";
import type { ConfigFile } from "./config-file.ts";
import { libpqSettings, ofUrl, originOf, parts, sourcesOf } from "./libpq.ts";
import type { DatabaseSetting, Environment, MailSettings, PatchSettings, Setting, VaultSettings } from "./setting.ts";

/** Where this install is. Everything beyond the flags and the environment is read when it is asked for. */
export interface Install {
  /** The install directory. */
  readonly home: Setting<string>;
  /** Where quad keeps what it makes outside of an install: the embedded server's default directory, the demo. */
  readonly state: string;
  /** The install's Postgres. Throws unreachable (exit 6), with what was looked at, when nothing names one. */
  database(): Promise<DatabaseSetting>;
  /** Where the trail's checkpoints are kept, outside of the database. */
  auditDirectory(): Promise<Setting<string>>;
  /** Where backups are kept. */
  backupDirectory(): Promise<Setting<string>>;
  /** Whom backups are encrypted to, as recipients of age; undefined where nothing says so. */
  backupRecipients(): Promise<Setting<readonly string[]> | undefined>;
  /** How the vault is reached. Throws a usage error for a time limit that is none. */
  vault(): Promise<VaultSettings>;
  /** Where patches come from. Throws a usage error for a time limit that is none. */
  patches(): Promise<PatchSettings>;
  /** How mail goes out. Throws a usage error for an address that is none. */
  mail(): Promise<MailSettings>;
  /** The config file, if there is one. Throws a usage error with all its mistakes. */
  config(): Promise<ConfigFile | undefined>;
  /** What the install's compose file says. Throws unreachable where it cannot be used. */
  compose(): Promise<Discovered>;
  /** The compose that works on this install: docker-compose or docker compose. Throws unreachable where there is none. */
  composeTool(): Promise<ComposeTool>;
  /**
   * Makes an embedded Postgres in a directory, or in the default place, and makes it this run's database. Says whether
   * later commands have to be told of it.
   */
  makeEmbedded(directory: string | true): Promise<{ readonly directory: string; readonly mention: boolean }>;
}

export interface SettingFlags {
  readonly databaseUrl?: string | undefined;
  readonly home?: string | undefined;
}

const defaultHome = "/opt/quad-platform";

/**
 * Finds the settings: flag, `QUAD_*` and libpq's environment, the config file, the install itself, and last the embedded
 * install in its default place.
 */
export function findInstall(flags: SettingFlags, env: Environment, state: string): Install {
  const named = flags.home
    ? { value: flags.home, source: "--home" }
    : env.QUAD_HOME
      ? { value: env.QUAD_HOME, source: "QUAD_HOME" }
      : { value: defaultHome, source: "default" };
  const home = { ...named, value: resolve(named.value) };
  const config = once(async () => {
    const { readConfigFile } = await import("./config-file.ts");
    return readConfigFile(env, home.value);
  });
  const compose = once(async () => {
    const { discoverPostgres } = await import("./compose.ts");
    return discoverPostgres(home.value, env, (await config())?.values.postgres_service);
  });
  const search = async (given: SettingFlags) =>
    withPassword(await findDatabase(given, env, { config, compose, state }), env);
  let found: Promise<DatabaseSetting> | undefined;
  return {
    home,
    state,
    config,
    compose,
    async composeTool() {
      const { composeTool } = await import("./compose/docker.ts");
      return composeTool(home.value, env);
    },
    database: () => {
      found ??= search(flags);
      return found;
    },
    async auditDirectory() {
      if (env.QUAD_AUDIT_DIR) return { value: resolve(env.QUAD_AUDIT_DIR), source: "QUAD_AUDIT_DIR" };
      const file = await config();
      if (file?.values.audit_dir) return { value: file.values.audit_dir, source: file.path };
      found ??= search(flags);
      const { value: target, source } = await found;
      if (target.kind === "embedded") return { value: join(target.directory, "audit"), source };
      if (existsSync(home.value)) return { value: join(home.value, "audit"), source: home.source };
      return { value: join(state, "audit"), source: "default" };
    },
    async backupDirectory() {
      if (env.QUAD_BACKUP_DIR) return { value: resolve(env.QUAD_BACKUP_DIR), source: "QUAD_BACKUP_DIR" };
      const file = await config();
      if (file?.values.backup_dir) return { value: file.values.backup_dir, source: file.path };
      return { value: join(home.value, ".quad", "backups"), source: home.source };
    },
    async backupRecipients() {
      const { firstOf } = await import("./first-of.ts");
      const file = await config();
      const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== "");
      return firstOf(env, file)("QUAD_BACKUP_ENCRYPT_TO", words, file?.values.backup_encrypt_to);
    },
    async vault() {
      const { vaultSettings } = await import("./vault.ts");
      return vaultSettings(env, await config(), state);
    },
    async patches() {
      const { patchSettings } = await import("./patches.ts");
      return patchSettings(env, await config());
    },
    async mail() {
      const { mailSettings } = await import("./mail.ts");
      return mailSettings(env, await config(), home.value);
    },
    async makeEmbedded(directory) {
      const { createEmbedded } = await import("../postgres/cluster.ts");
      const absolute = directory === true ? defaultEmbedded(state) : resolve(directory);
      await createEmbedded(absolute);
      found = Promise.resolve({ value: { kind: "embedded", directory: absolute }, source: "--embedded" });
      const later = await search({}).catch(() => undefined);
      return { directory: absolute, mention: later?.value.kind !== "embedded" || later.value.directory !== absolute };
    },
  };
}

/** Runs `make` when it is first asked for, and remembers. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

interface Sources extends Pick<Install, "config" | "compose" | "state"> {}

async function findDatabase(
  flags: SettingFlags,
  env: Environment,
  { config: readConfig, compose, state }: Sources,
): Promise<DatabaseSetting> {
  const libpq = await libpqSettings(env);
  if (flags.databaseUrl) return ofUrl(flags.databaseUrl, "--database-url", libpq);
  if (env.QUAD_DATABASE_URL) return ofUrl(env.QUAD_DATABASE_URL, "QUAD_DATABASE_URL", libpq);
  const named = (["host", "port", "user", "dbname"] as const).filter((name) => libpq.values[name]);
  if (named.length > 0) {
    return {
      value: serverTarget(libpq.values),
      source: sourcesOf(named, libpq),
      origins: Object.fromEntries(parts.map((part) => [part, originOf(part, libpq)])),
    };
  }

  const config = await readConfig();
  if (config?.values.database_url) return ofUrl(config.values.database_url, config.path, libpq);

  const discovered = await compose();
  if (discovered.database) return discovered.database;

  const embedded = defaultEmbedded(state);
  if (existsSync(join(embedded, "data"))) {
    return { value: { kind: "embedded", directory: embedded }, source: "the embedded install in its default place" };
  }
  throw unreachable("No Postgres is configured, and none was found.", {
    detail: [
      "Looked at: --database-url, QUAD_DATABASE_URL, PGHOST and its like, " +
        `${config ? `${config.path} (names none)` : "the config file (there is none)"}, ${discovered.lookedAt}, ${embedded} (there is none).`,
    ],
    hint: [
      "On an install's host: quad --home DIR doctor",
      "Anywhere: export QUAD_DATABASE_URL=postgresql://USER:PASSWORD@HOST/DATABASE",
      "Without a server: quad init --embedded",
    ],
  });
}

/** Where `quad init --embedded` makes an install when no directory is named. */
const defaultEmbedded = (state: string): string => join(state, "embedded");

/** Where no other setting gives a password, libpq's environment or its password file may. */
async function withPassword(found: DatabaseSetting, env: Environment): Promise<DatabaseSetting> {
  const { value } = found;
  if (value.kind !== "server" || value.password !== undefined) return found;
  const withOrigin = (password: string, origin: string): DatabaseSetting => ({
    ...found,
    value: { ...value, password },
    origins: { ...found.origins, password: origin },
  });
  if (env.PGPASSWORD) return withOrigin(env.PGPASSWORD, "PGPASSWORD");
  const path = env.PGPASSFILE || join(env.HOME || homedir(), ".pgpass");
  if (!existsSync(path)) return found;
  const { lookUpPassword } = await import("../postgres/passfile.ts");
  const { password, warning } = await lookUpPassword(path, value);
  if (password) return withOrigin(password.value, `${path}, line ${password.line}`);
  return warning === undefined ? found : { ...found, warnings: [warning] };
}
