import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packageRoot } from "../install/package.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The real Bitwarden CLI. */
    bw: string;
  }
}

// The newest that runs on Node 20.
const version = "2026.6.0";

/** The Bitwarden CLI, installed where it is missing; `QUAD_TEST_BW` names another. */
export default function setup(project: TestProject): void {
  const prefix = join(packageRoot(), "node_modules", ".cache", `bitwarden-cli-${version}`);
  const bw = process.env.QUAD_TEST_BW ?? join(prefix, "node_modules", ".bin", "bw");
  if (!existsSync(bw)) {
    const words = [
      "install",
      "--silent",
      "--no-save",
      "--ignore-scripts",
      "--prefix",
      prefix,
      `@bitwarden/cli@${version}`,
    ];
    execFileSync("npm", words, { stdio: ["ignore", "ignore", "inherit"] });
  }
  project.provide("bw", bw);
}
