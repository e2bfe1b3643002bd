import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { buildArchive } from "../../patches/archive/build.ts";
import { readSource } from "../../patches/archive/source.ts";
import { treeOf } from "../../patches/install.testing.ts";
import { newSecretKey } from "../../patches/signature/keygen.ts";
import { fingerprintOf, formatPublicKey } from "../../patches/signature/public-key.ts";
import { signArchive } from "../../patches/vendor.ts";
import { runQuad } from "../../testing/install.ts";

/** A stack as the vendor ships it: the platform, which reads files of the install directory, and its Postgres. */
async function stack() {
  const root = mkdtempSync(join(tmpdir(), "quad-stack-"));
  // Compose calls the project after it: stacks of other tests are on the same engine.
  const home = join(root, basename(root).toLowerCase());
  mkdirSync(join(home, "integrations"), { recursive: true });
  const env = { PATH: process.env.PATH ?? "", DOCKER_HOST: inject("dockerHost"), QUAD_HOME: home };
  const docker = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { cwd: home, env: { ...process.env, ...env }, stdio: "pipe" }).toString();
  onTestFinished(() => {
    docker("docker-compose", "down", "--volumes", "--timeout", "1");
    rmSync(root, { recursive: true });
  });
  writeFileSync(
    join(home, "docker-compose.yml"),
    `version: "3.8"
services:
  db:
    image: quad-test/postgres:18
    environment: { POSTGRES_PASSWORD: secret }
  quad-platform:
    image: quad-test/platform:1
    volumes: ["./integrations:/integrations:ro"]
    stop_grace_period: 1s
`,
  );
  docker("docker-compose", "up", "-d");
  const quad = (line: string | readonly string[]) => runQuad(line, { env });
  const key = newSecretKey();
  writeFileSync(join(root, "vendor.pub"), formatPublicKey(key.publicKey));
  for (let tries = 0; ; tries += 1) {
    const { code, stderr } = await quad("init --company Acme --root acme --admin admin@acme.com");
    if (code === 0) break;
    if (tries > 100) throw new Error(stderr);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const trusted = await quad([
    "patch",
    "trust",
    "add",
    join(root, "vendor.pub"),
    "--fingerprint",
    fingerprintOf(key.publicKey),
  ]);
  expect([trusted.code, trusted.stderr]).toEqual([0, ""]);
  /** Builds and signs one of the sources that ship, or another made from one of them. */
  async function archive(from: string, change?: (source: string) => void): Promise<string> {
    let source = join(packageRoot(), "patches", from);
    if (change) {
      const other = join(root, "sources", `${from}-${Math.random()}`);
      cpSync(source, other, { recursive: true });
      source = other;
      change(source);
    }
    const { archive: path } = await buildArchive(await readSource(source), root);
    await signArchive(path, key);
    return path;
  }
  /** What the platform says of an integration, from inside of its network. */
  async function health(): Promise<unknown> {
    const id = docker("docker-compose", "ps", "-q", "quad-platform").trim();
    const address = docker(
      "docker",
      "inspect",
      "-f",
      "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
      id,
    ).trim();
    const response = await fetch(`http://${address}:3000/api/integrations/postman/health`);
    return response.ok ? response.json() : response.status;
  }
  const container = () => docker("docker-compose", "ps", "-q", "quad-platform").trim();
  return { quad, home, archive, health, container };
}

const edit = (source: string, file: string, from: RegExp, to: string) =>
  writeFileSync(join(source, file), readFileSync(join(source, file), "utf8").replace(from, to));

test("the spec's story on a real stack: a beta, its fixes, the production patch, and patches that fail and leave no trace", async () => {
  const { quad, home, archive, health, container } = await stack();
  const first = container();
  const apply = async (path: string) => quad(["patch", "apply", path, "--yes"]);
  expect(await health()).toBe(404);
  expect(await apply(await archive("postman-beta-1.0"))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching("Applied postman-beta-1.0"),
  });
  // The beta has a bug that its health check does not see: names with spaces.
  expect(await health()).toMatchObject({ version: "1.0-beta", status: "ok", collections: { name: "[A-Za-z0-9]+" } });
  // A beta restarts the container, and does not make another one.
  expect(container()).toBe(first);
  expect(await apply(await archive("postman-beta-1.1"))).toMatchObject({ code: 0 });
  expect(await health()).toMatchObject({
    version: "1.1-beta",
    collections: { name: "[A-Za-z0-9 ]+" },
    sync: { seconds: 30 },
  });

  const before = treeOf(home);
  const unhealthy = await archive("postman-prod-1.0", (source) => {
    edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 2 }");
    edit(source, "patch.yaml", /sequence: 3/, "sequence: 4");
    edit(source, "files/integrations/postman/integration.json", /"ok"/, '"broken"');
  });
  const failed = await apply(unhealthy);
  expect([failed.code, failed.stderr]).toEqual([
    7,
    expect.stringMatching(/quad-platform is not healthy after 2 s: .* answered 200 .*broken/),
  ]);
  expect(failed.stderr).toMatch(/What the containers wrote: \S+\.log/);
  expect(treeOf(home)).toEqual(before);
  expect(await health()).toMatchObject({ version: "1.1-beta" });

  const neverStarts = await archive("postman-prod-1.0", (source) => {
    edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 2 }");
    edit(source, "patch.yaml", /sequence: 3/, "sequence: 5");
    writeFileSync(join(source, "files/integrations/never-starts"), "");
  });
  expect((await apply(neverStarts)).code).toBe(7);
  expect(treeOf(home)).toEqual(before);
  expect(await health()).toMatchObject({ version: "1.1-beta" });

  const prod = await archive("postman-prod-1.0", (source) => edit(source, "patch.yaml", /sequence: 3/, "sequence: 6"));
  expect(await apply(prod)).toMatchObject({ code: 0 });
  expect(await health()).toMatchObject({ version: "1.0", tests: { generate: true } });
  expect(container()).not.toBe(first);
  expect(
    (await quad("patch history")).stdout
      .split("\n")
      .filter((line) => line.split("\t")[3] === "")
      .map((line) => line.split("\t")[0]),
  ).toEqual(["postman-prod-1.0", "postman-beta-1.1", "postman-beta-1.0"]);
  expect((await quad("patch rollback postman-prod-1.0 --yes")).code).toBe(0);
  expect(await health()).toMatchObject({ version: "1.1-beta" });
});
