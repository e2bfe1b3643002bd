import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { testInstall } from "../install.ts";
import { bareNode, builtQuad, pairs, secondsHere, timed, within } from "./pairs.ts";

const words = (line: string) => line.split(" ");
const acme = words("--company Acme --root acme --admin admin@acme.com");

test("start-up, as a ratio to node -e 0", async () => {
  const { url } = await testInstall();
  const env = { QUAD_DATABASE_URL: url };
  const version = pairs(builtQuad(["--version"]), bareNode, 21, 1.2);
  const list = pairs(builtQuad(["domain", "list"], env), bareNode, 21, 1.8);
  const ms = ({ a, b }: { a: number; b: number }) => `${a.toFixed(0)} ms : ${b.toFixed(0)} ms`;
  within("quad --version : node -e 0", version.ratio, 1.2, ms(version));
  within("quad domain list, local Postgres : node -e 0", list.ratio, 1.8, ms(list));
});

test("an embedded install", async () => {
  const { url } = await testInstall();
  const directory = mkdtempSync(join(tmpdir(), "quad-bench-"));
  // Root's server runs as somebody else, who has to get there.
  chmodSync(directory, 0o755);
  const embedded = { QUAD_DATABASE_URL: `pg:${join(directory, "install")}` };
  try {
    const first = timed(builtQuad(["init", "--embedded", join(directory, "install"), ...acme]));
    within("the first quad init --embedded, in seconds", first / 1000, secondsHere(3));
    const later = pairs(
      builtQuad(["domain", "list"], embedded),
      builtQuad(["domain", "list"], { QUAD_DATABASE_URL: url }),
      11,
    );
    within("a later quad domain list there, in seconds", later.a / 1000, 1.2);
    const node = Math.min(...Array.from({ length: 11 }, () => timed(bareNode)));
    const more = later.a - later.b;
    within(
      "what it takes longer than on a server : node -e 0",
      more / node,
      3,
      `${more.toFixed(0)} ms : ${node.toFixed(0)} ms`,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
