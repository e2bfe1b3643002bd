import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished } from "vitest";
import { postmaster } from "../postgres/postmaster.ts";
import { type Run, type RunOptions, runQuad } from "./install.ts";
import { scratchDirectory } from "./processes.ts";

export const initLine = "init --company Acme --root acme --admin admin@acme.com";

export interface EmbeddedInstall {
  readonly directory: string;
  readonly data: string;
  readonly url: string;
  /** The variables that name it. */
  readonly env: Readonly<Record<string, string>>;
  quad(line: string | readonly string[], options?: RunOptions): Promise<Run>;
}

/** Makes one embedded install for the tests of a file; gives back what copies it, which takes a tenth of the time. */
export function embeddedInstalls(): () => EmbeddedInstall {
  let template = "";
  beforeAll(async () => {
    let remove = () => {};
    template = scratchDirectory({
      removed: (how) => {
        remove = how;
      },
    });
    const made = await runQuad(`${initLine} --embedded ${template}`, { env: { QUAD_HOME: template } });
    expect(made.stderr).toMatch(/^Later commands need: /);
    return remove;
  });
  return () => {
    const directory = scratchDirectory();
    execFileSync("cp", ["-a", `${template}/.`, directory]);
    return openEmbedded(directory);
  };
}

/** An embedded install that stands in a directory; the test fails where a server is left when it is over. */
export function openEmbedded(directory: string): EmbeddedInstall {
  const url = `pg:${directory}`;
  const env = { QUAD_DATABASE_URL: url, QUAD_HOME: directory };
  const data = join(directory, "data");
  onTestFinished(async () => {
    const left = await postmaster(data);
    if (left) process.kill(left.pid, "SIGQUIT");
    expect(left, "the server that was left behind").toBeUndefined();
  });
  return {
    directory,
    data,
    url,
    env,
    quad: (line, options) => runQuad(line, { ...options, env: { ...env, ...options?.env } }),
  };
}
