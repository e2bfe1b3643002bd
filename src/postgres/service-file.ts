import { readFile } from "node:fs/promises";
import { usage } from "../errors.ts";
import { type LibpqSettings, libpqNames } from "./target.ts";

/** The settings of a libpq service, and the file that has them. */
export interface ServiceSettings {
  readonly path: string;
  readonly settings: LibpqSettings;
}

/** Reads a service from the first of libpq's service files that has it. Throws a usage error where none does. */
export async function readService(name: string, files: readonly string[]): Promise<ServiceSettings> {
  for (const path of files) {
    const text = await readFile(path, "utf8").catch(() => "");
    const settings = parseServices(text).get(name);
    if (settings) return { path, settings };
  }
  throw usage(`PGSERVICE is ${name}, which no service file describes.`, {
    detail: [`Looked at: ${files.join(", ")}.`],
  });
}

function parseServices(text: string): ReadonlyMap<string, LibpqSettings> {
  const services = new Map<string, LibpqSettings>();
  let current: LibpqSettings | undefined;
  for (const line of text.split(/\r?\n/).map((row) => row.trim())) {
    const [, section] = /^\[(.*)\]$/.exec(line) ?? [];
    if (section !== undefined) {
      current = services.get(section) ?? {};
      services.set(section, current);
      continue;
    }
    const [, key, value] = /^([a-z_]+)\s*=\s*(.*)$/.exec(line) ?? [];
    const setting = libpqNames.find((name) => name === key);
    if (current && setting) current[setting] ??= value;
  }
  return services;
}
