import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { conflict, QuadError, usage } from "../errors.ts";
import { makeDirectory } from "../files/make-directory.ts";
import { syncPath } from "../files/sync-path.ts";
import { onDisk } from "./disk-failures.ts";
import { findRuntime, type Owner, reachable, serverOwner } from "./runtime.ts";

/** Who owns the database cluster and comes in without a password. */
export const superuser = "quad";

const dataOf = (directory: string) => join(directory, "data");

/** Whether `directory` holds an embedded install. */
export const isEmbedded = (directory: string): boolean => existsSync(join(dataOf(directory), "PG_VERSION"));

/** A directory of somebody else's, in which we cannot even look. Throws notAllowed (exit 3). */
export async function refuseForeign(directory: string): Promise<void> {
  const found = await stat(dataOf(directory)).catch(() => undefined);
  const self = process.getuid?.() ?? 0;
  if (found === undefined || self === 0 || found.uid === self) return;
  throw new QuadError("notAllowed", `The embedded install in ${directory} belongs to another user.`, {
    hint: "Run it as that user, or as root.",
  });
}

/**
 * Makes a database cluster in `directory`, whole or not at all. Its server listens on a Unix socket only that its owner
 * can reach; the owner of the install comes in without a password, other logins with theirs. Throws a conflict when
 * there is something in the directory that quad did not make.
 */
export async function createEmbedded(directory: string): Promise<void> {
  await refuseForeign(directory);
  if (isEmbedded(directory)) return;
  if (existsSync(dataOf(directory))) {
    throw conflict(`${dataOf(directory)} is not a database cluster, and in the way.`, {
      hint: "Choose another directory: quad init --embedded DIR",
    });
  }
  const owner = await serverOwner();
  if (owner && !(await reachable(directory))) {
    throw usage(`${directory} cannot be entered by the unprivileged user that Postgres runs as for root.`, {
      hint: "Choose a directory outside of root's home: quad init --embedded /var/lib/quad/embedded",
    });
  }
  const made = await onDisk(() => madeDirectories(directory, owner));
  try {
    await onDisk(() => initialise(directory, owner));
  } catch (error) {
    for (const path of made) await rmdir(path).catch(() => {});
    throw error;
  }
}

/** Gives back the directories that were not there before, the deepest first. */
async function madeDirectories(directory: string, owner: Owner | undefined): Promise<readonly string[]> {
  const first = await makeDirectory(directory);
  if (first === undefined) return [];
  const made = [directory];
  for (let at = directory; at !== first; made.push(at)) at = dirname(at);
  // A strict umask of root's must not keep the server's user out.
  if (owner) for (const path of made) await chmod(path, 0o711);
  return made;
}

async function initialise(directory: string, owner: Owner | undefined): Promise<void> {
  const { root, major } = await findRuntime(owner, directory);
  const half = await mkdtemp(join(directory, ".initdb-"));
  if (owner) await chown(half, owner.uid, owner.gid);
  try {
    await initdb(root, major, half, owner);
    const logins = `local all ${superuser} trust\nlocal all all scram-sha-256\n`;
    await writeFile(join(half, "pg_hba.conf"), logins, { flush: true });
    await rename(half, dataOf(directory));
    await syncPath(directory);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (isEmbedded(directory)) return;
    throw error;
  }
  // What a killed run left; one that is under way ends, and finds this one.
  for (const name of await readdir(directory)) {
    if (name.startsWith(".initdb-")) await rm(join(directory, name), { recursive: true, force: true }).catch(() => {});
  }
}

async function initdb(root: string, major: number, data: string, owner: Owner | undefined): Promise<void> {
  const locale = major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
  const encoding = ["-E", "UTF8", "--locale=C", ...locale];
  const login = ["-U", superuser, "--auth-local=trust", "--auth-host=scram-sha-256"];
  try {
    await promisify(execFile)(join(root, "bin", "initdb"), ["-D", data, ...encoding, ...login], { ...owner, cwd: "/" });
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
    throw new QuadError(
      "undone",
      `The embedded Postgres could not be made in ${dirname(data)}; nothing of it is left.`,
      {
        detail: said.split("\n").slice(-3),
        cause: error,
      },
    );
  }
}
