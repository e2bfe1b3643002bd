import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { treeOf } from "../../patches/install.testing.ts";
import { edit, stack } from "../../patches/stack.testing.ts";
import { eventually, startQuad } from "../../testing/processes.ts";
import { freePort } from "../../testing/tcp.ts";

const migration = "create table collections (name text); insert into collections values ('first');";

/** Makes a beta migrate the database. */
function migrating(sql: string, health = "ok") {
  return (source: string) => {
    mkdirSync(join(source, "migrations"));
    writeFileSync(join(source, "migrations/up.sql"), sql);
    edit(source, "patch.yaml", /$/, "migrations:\n  - { name: collections, up: up.sql }\n");
    edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 3 }");
    edit(source, "files/integrations/postman/integration.json", /"ok"/, `"${health}"`);
  };
}

test("what is not committed is reached by nobody, and a page is shown meanwhile", async () => {
  const port = await freePort();
  const { quad, home, archive, docker, database } = await stack({ port, proxy: true });
  const apply = async (path: string) => quad(["patch", "apply", path, "--yes", "--allow-older", "--no-backup"]);
  const before = [treeOf(home), await database()];
  const proxy = docker("docker-compose", "ps", "-q", "proxy");
  // Others rehearse on the same engine meanwhile.
  const own = [`--filter=label=com.docker.compose.project=${basename(home)}`, "--filter=name=quad-rehearsal"];
  const seen = { answers: new Set<number | string>(), page: false, tried: new Set<string>() };
  let over = false;
  const watch = (async () => {
    while (!over) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/integrations/postman/health`).catch(() => undefined);
      seen.answers.add(answer?.status ?? "nothing");
      seen.page ||= existsSync(join(home, "proxy/maintenance.html"));
      for (const line of docker("docker", "ps", ...own, "--format", "{{.Ports}}").split("\n"))
        if (line.includes("->")) seen.tried.add(line.replace(/:\d+->/, ":*->"));
    }
  })();
  const failed = await apply(await archive("postman-beta-1.0", migrating(migration, "broken")));
  over = true;
  await watch;
  expect([failed.code, failed.stderr]).toEqual([7, expect.stringMatching(/answered 200 .*broken/)]);
  // It was there, it was asked from here, and nobody else saw it: as before there is no such integration.
  expect(seen).toEqual({ answers: new Set([404, "nothing"]), page: true, tried: new Set(["127.0.0.1:*->3000/tcp"]) });
  expect([treeOf(home), await database()]).toEqual(before);
  expect(existsSync(join(home, "proxy/maintenance.html"))).toBe(false);
  expect(docker("docker-compose", "ps", "-q", "proxy")).toBe(proxy);
  expect(docker("docker", "ps", "--all", ...own, "--quiet")).toBe("");
  expect((await apply(await archive("postman-beta-1.0", migrating(migration)))).code).toBe(0);
  const answer = await fetch(`http://127.0.0.1:${port}/api/integrations/postman/health`);
  expect(await answer.json()).toMatchObject({ version: "1.0-beta" });
  expect(await database()).toMatchObject({ collections: [{ name: "first" }] });
});

test("a migration that fails, a disk that fills, a quad that is killed while compose goes on: it ends where it began", async () => {
  const { quad, home, archive, health, database, env } = await stack({ prepare: smallDisk });
  const before = [treeOf(home), await database(), await health()];
  const after = async () => [treeOf(home), await database(), await health()];
  const failing = await archive("postman-beta-1.0", migrating(`${migration} select 1/0;`));
  expect(await quad(["patch", "apply", failing, "--yes", "--no-backup"])).toMatchObject({
    code: 7,
    stderr: expect.stringMatching(/The migration collections failed: division by zero/),
  });
  expect(await after()).toEqual(before);

  const good = await archive("postman-beta-1.0", (source) => {
    migrating(`select pg_sleep(2); ${migration}`)(source);
    // Its directories and names take blocks that a full disk has not.
    for (let i = 0; i < 400; i += 1) {
      mkdirSync(join(source, `files/integrations/more/${i}`), { recursive: true });
      writeFileSync(join(source, `files/integrations/more/${i}/file`), "");
    }
  });
  const filling = startQuad(["patch", "apply", good, "--yes", "--allow-older", "--no-backup"], { env });
  await eventually(() => filling.printed().includes("stopping services"));
  fill(join(home, "filler"));
  const full = await filling.ended;
  rmSync(join(home, "filler"));
  expect([full.code, full.stderr]).toEqual([7, expect.stringMatching(/ENOSPC|no space|no room/i)]);
  expect(await after()).toEqual(before);

  const killed = startQuad(["patch", "apply", good, "--yes", "--allow-older", "--no-backup"], { env });
  await eventually(() => killed.printed().includes("stopping services") && composeOf(home) > 0);
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(composeOf(home)).toBeGreaterThan(0);
  // It waits for what compose is still at.
  expect(await quad("patch rollback")).toMatchObject({ code: 0 });
  expect(composeOf(home)).toBe(0);
  expect(await after()).toEqual(before);
});

/** Mounts a small file system where the install will be. */
function smallDisk(root: string): void {
  const image = `${root}.img`;
  execFileSync("sh", [
    "-c",
    `truncate -s 16M ${image} && mkfs.ext4 -q -b 1024 ${image} && mount -o loop ${image} ${root}`,
  ]);
  onTestFinished(() => {
    execFileSync("umount", [root]);
    rmSync(image);
  });
}

function fill(path: string): void {
  const sizes = [1024 * 1024, 1024];
  for (const size of sizes)
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  expect(statSync(path).size).toBeGreaterThan(0);
}

/** How many composes are at work on an install. */
function composeOf(home: string): number {
  const pids = execFileSync("sh", ["-c", "pgrep -f docker-compose || true"], { encoding: "utf8" }).split("\n");
  return pids.filter((pid) => pid !== "" && cwdOf(pid) === home).length;
}

function cwdOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

test("the room for a copy is what is free in the container of the database, and a dump is made and given back there", async () => {
  const { quad, archive, database } = await stack();
  const path = await archive("postman-beta-1.0", migrating(`${migration} select 1/0; -- commit`));
  const before = await database();
  const { undo } = JSON.parse((await quad(["patch", "plan", path, "--json"])).stdout);
  expect(undo).toMatchObject({ by: "clone", settled: true });
  expect(undo.free).toBeGreaterThan(undo.size);
  const failed = await quad(["patch", "apply", path, "--yes", "--no-backup", "--undo-by", "dump"]);
  expect([failed.code, failed.stderr]).toEqual([
    7,
    expect.stringMatching(/The migration collections failed: division by zero/),
  ]);
  expect(await database()).toEqual(before);
});

test("what containers wrote that were not healthy is kept with the log", async () => {
  const { quad, archive } = await stack();
  const never = await archive("postman-beta-1.0", (source) =>
    writeFileSync(join(source, "files/integrations/never-starts"), ""),
  );
  const failed = await quad(["patch", "apply", never, "--yes", "--no-backup"]);
  expect(failed.code).toBe(7);
  const { containers, outcome } = JSON.parse((await quad("patch log --json")).stdout);
  expect([outcome, readFileSync(containers, "utf8")]).toEqual(["undone", expect.stringMatching(/^quad-platform\n/)]);
});
