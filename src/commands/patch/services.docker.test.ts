import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { edit, stack } from "../../patches/stack.testing.ts";
import { eventually } from "../../testing/processes.ts";

test("a service of a profile that nobody enabled is not run, and one without a container gets one", async () => {
  const { quad, home, archive, health, docker } = await stack();
  mkdirSync(join(home, "ran"), { mode: 0o777 });
  appendFileSync(
    join(home, "docker-compose.yml"),
    `  empty-the-database:
    image: quad-test/platform:2
    profiles: [tools]
    entrypoint: [/bin/sh, -c, "echo >/ran/it"]
    volumes: ["./ran:/ran"]
`,
  );
  docker("docker-compose", "rm", "--stop", "--force", "quad-platform");
  const beta = await archive("postman-beta-1.0");
  expect((await quad(`patch plan ${beta}`)).stdout).toMatch(/\n {2}quad-platform restarted, 1 health check,/);
  const { code, stderr } = await quad(`patch apply ${beta} --yes --no-backup`);
  expect([code, stderr.split("\n").at(-2)]).toEqual([0, expect.stringMatching(/tidying up/)]);
  expect(await health()).toMatchObject({ version: "1.0-beta" });
  expect(existsSync(join(home, "ran/it"))).toBe(false);
  // One that somebody has started by hand is there again afterwards.
  writeFileSync(
    join(home, "docker-compose.override.yml"),
    "services: { viewer: { image: quad-test/platform:2, profiles: [tools], stop_grace_period: 1s } }\n",
  );
  docker("docker-compose", "up", "-d", "viewer");
  const viewers = () => docker("docker-compose", "--profile", "tools", "ps", "-q", "viewer").trim();
  const prod = (address: string) =>
    archive("postman-prod-1.0", (source) =>
      edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, `expect: { status: ${address} }, deadline: 2 }`),
    );
  expect((await quad(`patch apply ${await prod("never")} --yes --no-backup --allow-older`)).code).toBe(7);
  expect(viewers()).not.toBe("");
  expect((await quad(`patch apply ${await prod("ok")} --yes --no-backup`)).code).toBe(0);
  expect(viewers()).not.toBe("");
  expect(existsSync(join(home, "ran/it"))).toBe(false);
  const enabled = { env: { COMPOSE_PROFILES: "other,tools" } };
  expect((await quad(`patch plan ${await archive("postman-beta-1.1")} --allow-older`, enabled)).stdout).toMatch(
    /\n {2}quad-platform, empty-the-database, viewer restarted,/,
  );
});

test("containers that compose would not find, or would make from other files, are left alone", async () => {
  const { quad, home, archive, docker, container } = await stack();
  const beta = await archive("postman-beta-1.0");
  const other = `${basename(home)}-other`;
  const down = () => docker("docker-compose", "-p", other, "down", "--volumes", "--timeout", "1");
  onTestFinished(() => void down());
  docker("docker-compose", "stop", "--timeout", "1");
  docker("docker-compose", "-p", other, "up", "-d");
  const stranger = await quad(`patch apply ${beta} --yes --no-backup`);
  expect([stranger.code, stranger.stderr]).toEqual([
    5,
    `The containers of ${home} belong to the project ${other}, which compose would not find.\n` +
      `Say so in ${home}/.env: COMPOSE_PROJECT_NAME=${other}\n`,
  ]);
  down();
  // Another file that says nothing else makes no difference.
  writeFileSync(join(home, "same.yml"), "services: { quad-platform: {} }\n");
  docker("docker-compose", "start");
  const anew = ["up", "-d", "--force-recreate", "--no-deps", "quad-platform"];
  docker("docker-compose", "-f", "docker-compose.yml", "-f", "same.yml", ...anew);
  expect((await quad(`patch plan ${beta}`)).code).toBe(0);
  writeFileSync(join(home, "prod.yml"), "services: { quad-platform: { environment: { STAGE: prod } } }\n");
  docker("docker-compose", "-f", "docker-compose.yml", "-f", "prod.yml", "up", "-d");
  const made = container();
  const otherFile = await quad(`patch apply ${beta} --yes --no-backup`);
  expect([otherFile.code, otherFile.stderr]).toEqual([
    5,
    `Container ${basename(home)}_quad-platform_1 was made from ${home}/prod.yml, which compose would not read.\n` +
      `Say so in ${home}/.env: COMPOSE_FILE=docker-compose.yml:prod.yml\n` +
      `Or, where it is not to be read any more: cd ${home} && docker-compose up -d\n`,
  ]);
  writeFileSync(join(home, ".env"), "COMPOSE_FILE=docker-compose.yml:prod.yml\n");
  expect((await quad(`patch apply ${beta} --yes --no-backup`)).code).toBe(0);
  expect(container()).toBe(made);
});

test("as many containers of a service as there were are there again, after a patch and after one that failed", async () => {
  const { quad, archive, docker } = await stack();
  const many = () => docker("docker-compose", "ps", "-q", "quad-platform").trim().split("\n").length;
  docker("docker-compose", "up", "-d", "--scale", "quad-platform=2");
  const prod = (health: string) =>
    archive("postman-prod-1.0", (source) => {
      edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 2 }");
      edit(source, "files/integrations/postman/integration.json", /"ok"/, `"${health}"`);
    });
  expect((await quad(`patch apply ${await prod("broken")} --yes --no-backup`)).code).toBe(7);
  expect(many()).toBe(2);
  expect((await quad(`patch apply ${await prod("ok")} --yes --no-backup`)).code).toBe(0);
  expect(many()).toBe(2);
});

test("a service that goes on does not reach one that is tried by itself; where several are, the plan says so", async () => {
  const { quad, home, archive, docker } = await stack();
  mkdirSync(join(home, "seen"), { mode: 0o777 });
  mkdirSync(join(home, "integrations/known"));
  writeFileSync(join(home, "integrations/known/integration.json"), "known\n");
  const asks = `while :; do
      for name in known postman; do
        busybox wget -q -O - http://quad-platform:3000/api/integrations/$$name/health >>/seen/answers 2>/dev/null
      done
      busybox sleep 0.05
    done`;
  appendFileSync(
    join(home, "docker-compose.yml"),
    `  worker:
    image: quad-test/platform:2
    stop_grace_period: 1s
    entrypoint: ${JSON.stringify(["/bin/sh", "-c", asks])}
    volumes: ["./seen:/seen"]
`,
  );
  docker("docker-compose", "restart", "quad-platform");
  docker("docker-compose", "up", "-d");
  const seen = () => readFileSync(join(home, "seen/answers"), "utf8");
  await eventually(seen, (text) => text.includes("known"));
  const beta = (names: string) =>
    archive("postman-beta-1.0", (source) => {
      edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: never }, deadline: 3 }");
      edit(source, "patch.yaml", /$/, `restart: { services: [${names}] }\n`);
    });
  const alone = await beta("quad-platform");
  expect(JSON.parse((await quad(`patch plan ${alone} --json`)).stdout)).toMatchObject({ reachedBy: [] });
  const failed = await quad(`patch apply ${alone} --yes --no-backup`);
  expect([failed.code, failed.stderr]).toEqual([7, expect.stringMatching(/answered 200 .*1\.0-beta/)]);
  expect(seen()).not.toContain("1.0-beta");

  appendFileSync(join(home, "docker-compose.yml"), "  viewer:\n    image: quad-test/platform:2\n");
  expect((await quad(`patch plan ${await beta("quad-platform, viewer")}`)).stdout).toMatch(
    /\n {2}meanwhile worker can reach by name what is tried and not committed yet\n/,
  );
});
