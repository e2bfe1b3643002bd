import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startQuad } from "../../testing/processes.ts";
import { treeOf } from "../install.testing.ts";
import { edit, stack } from "../stack.testing.ts";

const times = Number(process.env.QUAD_STACK_CRASHES ?? 50);

test(`killed ${times} times at random on real containers, and again while it recovers, it ends as it was or as it should be`, async () => {
  const { quad, home, archive, health, database, env } = await stack();
  const path = await archive("postman-beta-1.0", (source) => {
    mkdirSync(join(source, "migrations"));
    writeFileSync(join(source, "migrations/up.sql"), "create table collections (name text);");
    writeFileSync(join(source, "migrations/down.sql"), "drop table collections;");
    const migration = "{ name: collections, up: up.sql, down: down.sql, reversible: true }";
    // The catalogue says when it was last changed, also when it says the same again.
    edit(source, "patch.yaml", /^integration:.*$/m, "");
    edit(source, "patch.yaml", /$/, `migrations:\n  - ${migration}\n`);
  });
  const now = async () => ({ tree: treeOf(home), database: await database(), health: await health() });
  const apply = `patch apply ${path} --yes --allow-older --no-backup`;
  const before = await now();
  const begun = Date.now();
  expect((await quad(apply)).code).toBe(0);
  const whole = Date.now() - begun;
  const after = await now();
  expect((await quad("patch rollback postman-beta-1.0 --yes")).code).toBe(0);
  expect(await now()).toEqual(before);
  const kill = async (line: string) => {
    const { child, ended } = startQuad(line, { env });
    const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * whole);
    const run = await ended;
    clearTimeout(timer);
    return run.code;
  };
  /** The run that was broken off, as soon as the docker-compose that a killed one has begun is at its end. */
  const left = async (): Promise<{ readonly committed: boolean } | null> => {
    for (;;) {
      const { stdout, code } = await quad("patch status --json");
      const { run } = JSON.parse(stdout);
      if (run?.underWay) continue;
      expect(code).toBe(run ? 8 : 0);
      return run;
    }
  };
  for (let i = 0; i < times; i += 1) {
    await kill(apply);
    const command = i % 2 === 0 ? "resume" : "rollback";
    if (i % 3 === 0 && (await left())) await kill(`patch ${command}`);
    const run = await left();
    if (run) {
      const { committed } = run;
      expect([i, await quad(`patch ${committed ? "resume" : command}`)]).toEqual([
        i,
        expect.objectContaining({ code: 0 }),
      ]);
    }
    const applied = (await quad("patch history")).stdout.split("\n").some((line) => line.split("\t")[3] === "");
    expect([i, await now()]).toEqual([i, applied ? after : before]);
    if (applied) expect([i, (await quad("patch rollback postman-beta-1.0 --yes")).code]).toEqual([i, 0]);
  }
});
