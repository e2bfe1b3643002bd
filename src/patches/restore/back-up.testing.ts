import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { BackupInstall } from "../../backups/server.testing.ts";
import { contentOf, treeOf } from "../install.testing.ts";

/** Gives an install some files and people, and backs it up. */
export async function backUp(made: BackupInstall) {
  const { put, home, quad, sql } = made;
  put("config/app.yaml", "level: info");
  chmodSync(put("config/secret", "shh"), 0o640);
  mkdirSync(join(home, "empty"), { mode: 0o750 });
  symlinkSync("app/server.js", join(home, "current"));
  await quad("domain create sales --parent acme --admin lead@acme.com");
  const { path } = await made.json("patch backup");
  return { ...made, path, before: await stateOf(made), sql };
}

/** What a restore is to bring back. */
export const stateOf = async ({ home, sql }: BackupInstall) => ({ tree: treeOf(home), database: await sql(contentOf) });

/** Files and rows that came, changed and went since. */
export async function changed({ put, home, quad }: BackupInstall) {
  put("config/app.yaml", "level: debug");
  chmodSync(join(home, "config/secret"), 0o600);
  chmodSync(join(home, "config"), 0o2700);
  put("later/deep/file.js", "later");
  chmodSync(join(home, "later/deep"), 0o2710);
  rmSync(join(home, "app/server.js"));
  rmSync(join(home, "current"));
  symlinkSync("elsewhere", join(home, "current"));
  execFileSync("rmdir", [join(home, "empty")]);
  await quad("domain create later --parent acme --admin lead@acme.com");
}
