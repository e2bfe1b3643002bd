import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the docker engine that the tests use, as DOCKER_HOST has it. */
    dockerHost: string;
  }
}

const script = fileURLToPath(new URL("docker-stack.sh", import.meta.url));

/** A docker engine with an image of Postgres; the engine is stopped afterwards where this started it. */
export default function setup(project: TestProject): () => void {
  const address = execFileSync("sh", [script], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  project.provide("dockerHost", address.trim());
  return () => void execFileSync("sh", [script, "stop"]);
}
