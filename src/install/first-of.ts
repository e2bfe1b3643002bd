import { usage } from "../errors.ts";
import type { ConfigFile } from "./config-file.ts";
import type { Environment, Setting } from "./setting.ts";

/** Finds a setting in a variable of the environment, which `read` reads, else what the config file has for it. */
export const firstOf =
  (env: Environment, config: ConfigFile | undefined) =>
  <T>(variable: string, read: (text: string) => T, written: T | undefined): Setting<T> | undefined => {
    const text = env[variable];
    if (text) return { value: read(text), source: variable };
    return written === undefined ? undefined : { value: written, source: config?.path ?? "" };
  };

/** Reads a time limit. Throws a usage error that names its variable. */
export const secondsOf =
  (variable: string) =>
  (text: string): number => {
    const seconds = Number(text);
    if (seconds >= 1 && seconds <= 3600) return seconds;
    throw usage(`${variable} is ${JSON.stringify(text.slice(0, 80))}; it has to be a number of seconds, 1 to 3600.`);
  };
