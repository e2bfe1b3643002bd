import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packageRoot } from "../install/package.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The program as it ships, for what needs a process of its own: what `node` is given to run it. */
    program: string;
  }
}

/** Builds the program beside the package, so that a test never runs what somebody built last week. */
export default function setup(project: TestProject): () => void {
  const root = packageRoot();
  const built = mkdtempSync(join(tmpdir(), "quad-built-"));
  chmodSync(built, 0o755);
  for (const name of ["package.json", "build.mjs", "bin"])
    cpSync(join(root, name), join(built, name), { recursive: true });
  for (const name of ["src", "migrations", "node_modules"]) symlinkSync(join(root, name), join(built, name));
  execFileSync(process.execPath, ["build.mjs"], { cwd: built, stdio: ["ignore", "ignore", "inherit"] });
  project.provide("program", join(built, "bin", "quad.js"));
  return () => rmSync(built, { recursive: true, force: true });
}
