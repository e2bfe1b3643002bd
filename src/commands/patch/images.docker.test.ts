import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { treeOf } from "../../patches/install.testing.ts";
import { edit, stack } from "../../patches/stack.testing.ts";
import { eventually, scratchDirectory } from "../../testing/processes.ts";
import { freePort } from "../../testing/tcp.ts";

/** An install whose compose file takes the platform's image from `.env`, and a production patch that brings that. */
async function installOfImage() {
  const { archive, ...install } = await stack();
  const { home, docker, container } = install;
  edit(home, "docker-compose.yml", /quad-test\/platform:2/, "$${PLATFORM:-quad-test/platform:2}");
  const naming = (image: string) =>
    archive("postman-prod-1.0", (source) => writeFileSync(join(source, "files/.env"), `PLATFORM=${image}\n`));
  /** The container of the platform, since when it runs, and of what image. */
  const platform = () =>
    docker("docker", "inspect", "--format", "{{.Id}} {{.State.StartedAt}} {{.Config.Image}}", container()).trim();
  return { ...install, naming, platform };
}

/** A registry on this host, of nothing. */
async function registry(): Promise<string> {
  const directory = scratchDirectory();
  const port = await freePort();
  const file = join(directory, "registry.yml");
  writeFileSync(
    file,
    `version: 0.1
storage: { filesystem: { rootdirectory: ${directory} } }
http: { addr: "127.0.0.1:${port}" }
`,
  );
  const server = spawn("docker-registry", ["serve", file], { stdio: "ignore" });
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await once(server, "exit");
  });
  const answers = () => fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined);
  await eventually(async () => (await answers())?.ok);
  return `127.0.0.1:${port}`;
}

test("images that a patch brings are fetched before anything is stopped", async () => {
  const { quad, naming, platform, docker, health } = await installOfImage();
  const image = `${await registry()}/platform:3`;
  docker("docker", "tag", "quad-test/platform:2", image);
  onTestFinished(() => void docker("docker", "rmi", "--force", image));
  docker("docker", "push", image);
  docker("docker", "rmi", image);
  const { code, stderr } = await quad(`patch apply ${await naming(image)} --yes --no-backup`);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/fetching images that are not here …\n.* stopping serv/s)]);
  expect(platform()).toMatch(new RegExp(` ${image}$`));
  expect(await health()).toMatchObject({ status: "ok" });
});

test("an image that nobody has is said, and the services of before were never stopped", async () => {
  const { quad, home, naming, platform } = await installOfImage();
  const before = [treeOf(home), platform()];
  const image = `${await registry()}/platform:4`;
  const { code, stderr } = await quad(`patch apply ${await naming(image)} --yes --no-backup`);
  expect([code, stderr.replace(/^ *[\d.]+ s .*\n/gm, "")]).toEqual([
    7,
    expect.stringMatching(
      `^The image ${image} of the service quad-platform is not on this host, and cannot be fetched: docker pull --quiet ${image} failed: .*
Everything is as it was before.
Try it by hand: cd ${home} && docker pull --quiet ${image}
Or bring it along: docker save ${image} -o FILE where it is, docker load -i FILE here
$`,
    ),
  ]);
  expect([treeOf(home), platform()]).toEqual(before);
});

test("a registry that says nothing is waited for until somebody interrupts", async () => {
  const { quad, home, naming, platform } = await installOfImage();
  const before = [treeOf(home), platform()];
  const interrupted = new AbortController();
  // It is asked, and the admin has enough.
  const mute = createServer(() => interrupted.abort()).listen(0, "127.0.0.1");
  onTestFinished(() => void mute.close());
  await once(mute, "listening");
  const image = `127.0.0.1:${(mute.address() as { port: number }).port}/platform:5`;
  const path = await naming(image);
  const { code, stderr } = await quad(`patch apply ${path} --yes --no-backup`, { signal: interrupted.signal });
  expect([code, stderr]).toEqual([130, expect.stringMatching(/Interrupted\.\nEverything is as it was before\.\n$/)]);
  expect([treeOf(home), platform()]).toEqual(before);
  expect(readFileSync(join(home, "docker-compose.yml"), "utf8")).toMatch("PLATFORM");
});

test("a restore wants its files back, whether there is an image for them or not", async () => {
  const { quad, home, docker, platform } = await installOfImage();
  const image = "127.0.0.1:1/platform:6";
  docker("docker", "tag", "quad-test/platform:2", image);
  const forget = () => docker("docker", "rmi", "--force", image);
  onTestFinished(() => void forget());
  writeFileSync(join(home, ".env"), `PLATFORM=${image}\n`);
  docker("docker-compose", "up", "-d");
  const before = treeOf(home);
  expect((await quad("patch backup --quiet")).code).toBe(0);
  rmSync(join(home, ".env"));
  docker("docker-compose", "up", "-d");
  forget();
  const { code, stderr } = await quad("patch restore latest --only-files --yes");
  expect([code, stderr]).toEqual([
    8,
    expect.stringMatching(`The image ${image} of the service quad-platform is not on`),
  ]);
  expect(stderr).toMatch(/fetching images that are not here .* stopping services .* but the step opened failed: /s);
  expect(treeOf(home)).toEqual(before);
  docker("docker", "tag", "quad-test/platform:2", image);
  expect((await quad("patch resume --yes")).code).toBe(0);
  expect(platform()).toMatch(new RegExp(` ${image}$`));
});
