import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment, Setting } from "./setting.ts";

/** The version of the platform that an install runs; undefined where nothing says it. */
export async function platformVersion(home: string, env: Environment): Promise<Setting<string> | undefined> {
  if (env.QUAD_PLATFORM_VERSION) return { value: env.QUAD_PLATFORM_VERSION, source: "QUAD_PLATFORM_VERSION" };
  const text = await readFile(join(home, "VERSION"), "utf8").catch(() => "");
  const [first = ""] = text.trim().split("\n");
  return first === "" ? undefined : { value: first.replace(/^v/, ""), source: "VERSION" };
}
