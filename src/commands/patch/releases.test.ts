import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { releaseInstall, releaseServer } from "../../patches/releases/release.testing.ts";

const first = { name: "first-1.0", sequence: 1, files: { one: "1" }, yaml: { notes: ["The first."] } };
const second = {
  name: "second-1.0",
  sequence: 2,
  files: { two: "2" },
  yaml: { requires: ["first-1.0"], supersedes: ["first-1.0"] },
};

test("what else lies among the downloads and the manifests is in nobody's way", async () => {
  const { quad, home, downloads, release, published } = await releaseInstall();
  await release(first);
  expect((await quad(`patch apply first-1.0 --yes --from ${published}`)).code).toBe(0);
  writeFileSync(join(home, ".quad/patches/.DS_Store"), "");
  symlinkSync("/media/stick/second-1.0.tar.gz", join(downloads, "second-1.0.tar.gz"));
  mkdirSync(join(downloads, "third-1.0.tar.gz"));
  const { code, stdout, stderr } = await quad("patch list");
  expect([code, stderr, stdout]).toEqual([0, "", expect.stringMatching(/^first-1\.0\t1\tbeta\tapplied\t.*\n$/)]);
  expect((await quad("patch rollback first-1.0 --yes")).code).toBe(0);
});

test("a vendor publishes; an admin lists, shows, fetches, and applies by name", async () => {
  const { quad, release, publish, published, downloads, tree, applied } = await releaseInstall();
  await release(first, second);
  await publish();
  const { url, asked } = await releaseServer(published);
  const env = { QUAD_PATCH_SOURCE: url };
  const list = await quad("patch list --available", { env });
  expect([list.code, list.stdout]).toEqual([
    0,
    [
      "first-1.0\t1\tbeta\t1 KB\tavailable\t",
      "second-1.0\t2\tbeta\t1 KB\trefused\tsecond-1.0 requires first-1.0, which is not applied.",
      "",
    ].join("\n"),
  ]);
  expect(list.stderr).toMatch(
    /^Index 1 of http:\/\/127\.0\.0\.1:\d+\/patches\/, signed by [0-9A-F]+, until [\d-]+\.\n$/,
  );
  const refused = await quad("patch apply second-1.0 --yes", { env });
  expect([refused.code, refused.stderr]).toEqual([
    5,
    "  fetching …\nsecond-1.0 requires first-1.0, which is not applied.\nApply it first: quad patch apply first-1.0\n",
  ]);
  const done = await quad("patch apply first-1.0 --yes", { env });
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/^Applied first-1\.0 1\.0 \(signed by/)]);
  expect(done.stderr.split("\n")[0]).toBe("  fetching …");
  expect(tree()).toMatchObject({ one: "644 1" });
  expect(readdirSync(downloads).sort()).toEqual(
    ["first-1.0", "second-1.0"].flatMap((name) => [`${name}.tar.gz`, `${name}.tar.gz.minisig`]),
  );
  expect(statSync(join(downloads, "first-1.0.tar.gz")).mode & 0o777).toBe(0o644);

  // What is here is not asked for again.
  asked.length = 0;
  expect((await quad("patch verify second-1.0", { env })).code).toBe(0);
  expect((await quad("patch plan second-1.0", { env })).stdout).toMatch(/^ {2}\+ two$/m);
  expect(asked).toEqual([]);
  // Nor is the server, of what its archive tells.
  const shown = await quad("patch show second-1.0", { env });
  expect(shown.stdout).toMatch(/^second-1\.0 1\.0\n {2}number +2\n/);
  expect(shown.stdout).toMatch(/\n {2}here +fetched\n {2}archive .*\n {2}offered +available\n/);
  expect(asked).toEqual([]);
  const again = await quad("patch fetch second-1.0", { env });
  expect([again.code, again.stdout]).toEqual([
    0,
    `second-1.0 is here already, and as it should be.\n  ${downloads}/second-1.0.tar.gz\n`,
  ]);
  expect(asked).toEqual(["GET /patches/index.json", "GET /patches/index.json.minisig"]);
  expect((await quad("patch apply second-1.0 --yes", { env })).code).toBe(0);
  expect(await applied()).toEqual(["first-1.0", "second-1.0"]);
  await quad("patch rollback second-1.0 --yes");
  expect((await quad("patch list")).stdout).toMatch(
    /^first-1\.0\t1\tbeta\tapplied\t[\d-]+\t\d KB\nsecond-1\.0\t2\tbeta\trolled back\t[\d-]+\t\d KB\n$/,
  );
  expect(JSON.parse((await quad(`patch show first-1.0 --from ${published} --json`)).stdout)).toMatchObject({
    name: "first-1.0",
    local: { state: "applied", manifest: { notes: ["The first."] } },
    offered: { state: "applied", sequence: 1 },
    source: published,
  });
});

test("the vendor's own story runs by names alone: a first beta, a second one, the release", async () => {
  const { quad, publish, published, keyFile, applied } = await releaseInstall();
  for (const name of ["postman-beta-1.0", "postman-beta-1.1", "postman-prod-1.0"]) {
    expect((await quad(`patch build ${join(packageRoot(), "patches", name)} --out ${published}`)).code).toBe(0);
    expect((await quad(`patch sign ${published}/${name}.tar.gz --secret-key ${keyFile}`)).code).toBe(0);
  }
  await publish();
  const { url } = await releaseServer(published);
  const env = { QUAD_PATCH_SOURCE: url };
  const states = async () =>
    (await quad("patch list --available", { env })).stdout.split("\n").flatMap((line) => line.split("\t")[4] ?? []);
  expect(await states()).toEqual(["superseded", "superseded", "available"]);
  expect((await quad(`patch show postman-beta-1.0 --from ${published}`)).stdout).toMatch(
    /\n {2}offered +superseded by \S+\n/,
  );
  const early = await quad("patch apply postman-beta-1.1 --yes", { env });
  expect([early.code, early.stderr.split("\n").at(-2)]).toEqual([
    5,
    "Apply it first: quad patch apply postman-beta-1.0",
  ]);
  for (const name of ["postman-beta-1.0", "postman-beta-1.1", "postman-prod-1.0"]) {
    const run = await quad(`patch apply ${name} --yes`, { env });
    expect([run.code, run.stdout.split(" ")[1]]).toEqual([0, name]);
  }
  expect(await applied()).toEqual(["postman-beta-1.0", "postman-beta-1.1", "postman-prod-1.0"]);
  expect(await states()).toEqual(["applied", "applied", "applied"]);
});

test("a name that nobody knows is not found, with those that are near", async () => {
  const { quad, release, publish, published } = await releaseInstall();
  await release(first);
  await publish();
  const lines = ["fetch frist-1.0", "apply frist-1.0 --yes", "plan frist-1.0", "verify frist-1.0"];
  for (const line of lines) {
    const { code, stderr } = await quad(`patch ${line} --from ${published}`);
    expect([line, code, stderr.replace("  fetching …\n", "")]).toEqual([
      line,
      4,
      `There is no patch frist-1.0 at ${published}.\nDid you mean first-1.0?\n`,
    ]);
  }
  const shown = await quad(`patch show frist-1.0 --from ${published}`);
  expect([shown.code, shown.stderr]).toEqual([
    4,
    `There is no patch frist-1.0 here, or at ${published}.\nDid you mean first-1.0?\n`,
  ]);
  expect((await quad(`patch fetch wholly-other --from ${published}`)).stderr).toBe(
    `There is no patch wholly-other at ${published}.\nSee them: quad patch list --available --from ${published}\n`,
  );
  expect((await quad("patch fetch ../../etc/passwd")).code).toBe(2);
  expect((await quad(`patch apply First_1 --from ${published} --yes`)).code).toBe(2);
  expect((await quad(["patch", "apply", "first-1.0", "--unsigned", "--sha256", "0".repeat(64), "--yes"])).stderr).toBe(
    "An archive that nobody signed is not fetched by its name.\nName its file: ./first-1.0.tar.gz --unsigned --sha256 HEX\n",
  );
});

test("the URL of an archive, as the vendor's mails have it, names patch and source", async () => {
  const { quad, release, publish, published, downloads } = await releaseInstall();
  await release(first);
  await publish();
  const { url } = await releaseServer(published);
  const run = await quad(`patch apply ${url}/first-1.0.tar.gz --yes`);
  expect([run.code, readdirSync(downloads)]).toEqual([0, ["first-1.0.tar.gz", "first-1.0.tar.gz.minisig"]]);
  expect((await quad(`patch fetch ${url}/first-1.0.tar.gz`)).stdout).toMatch(/^first-1\.0 is here already/);
  expect((await quad(`patch fetch ${url}/other-1.0.tar.gz`)).code).toBe(4);
  for (const wrong of [`${url}/`, "https://", "http://me:100%@host/first-1.0.tar.gz"])
    expect([wrong, (await quad(["patch", "fetch", wrong])).code]).toEqual([wrong, 2]);
});

test("a USB stick will do: with an index, with bare archives, and one archive by itself", async () => {
  const { quad, release, publish, published, directory, downloads } = await releaseInstall();
  await release(first, second);
  const bare = await quad(`patch list --available --from ${published}`);
  expect([bare.code, bare.stderr]).toEqual([0, `Archives of ${published}; there is no index.\n`]);
  expect(bare.stdout).toMatch(/^first-1\.0\t1\t.*available\t\nsecond-1\.0\t2\t/);
  for (const file of ["second-1.0.tar.gz.minisig", "odd.tar.gz"]) writeFileSync(join(published, file), "x");
  const some = await quad(`patch list --available --from ${published}`);
  expect([some.code, some.stdout.split("\n").length]).toEqual([0, 2]);
  expect(some.stderr.split("\n")).toEqual([
    `Archives of ${published}; there is no index.`,
    "odd.tar.gz cannot be used: odd.tar.gz has no signature: odd.tar.gz.minisig is not beside it.",
    expect.stringMatching(/^second-1\.0\.tar\.gz cannot be used: The signature of second-1\.0\.tar\.gz cannot be read/),
    "",
  ]);
  rmSync(join(published, "odd.tar.gz"));
  await release(second);
  const one = join(published, "first-1.0.tar.gz");
  expect((await quad(`patch list --available --from ${one}`)).stdout).toMatch(/^first-1\.0\t1\tbeta.*\n$/);
  const fetched = await quad(`patch fetch first-1.0 --from ${one} --json`);
  expect(JSON.parse(fetched.stdout)).toMatchObject({ archive: join(downloads, "first-1.0.tar.gz"), fetched: true });
  const out = join(directory, "out");
  await publish();
  for (const source of [published, join(published, "index.json")]) {
    const run = await quad(`patch fetch second-1.0 --from ${source} --out ${out}`);
    expect([run.code, readFileSync(join(out, "second-1.0.tar.gz"))]).toEqual([
      0,
      readFileSync(join(published, "second-1.0.tar.gz")),
    ]);
  }
  expect(readdirSync(out)).toEqual(["second-1.0.tar.gz", "second-1.0.tar.gz.minisig"]);
  expect((await quad(`patch list --available --from ${directory}/nowhere`)).code).toBe(4);
  expect((await quad("patch list --available --from ftp://host/x")).code).toBe(2);
  expect((await quad(`patch list --available --from ${join(directory, "vendor.key")}`)).code).toBe(2);
  expect((await quad("patch list --from /tmp")).code).toBe(2);
  expect(existsSync(join(downloads, "second-1.0.tar.gz"))).toBe(false);
});

test("what the vendor writes never reaches the terminal raw", async () => {
  const { quad, release, publish, published } = await releaseInstall();
  await release({ ...first, yaml: { notes: ["\u001b[2Jgone \u202e"] } });
  await publish();
  const { stdout, code } = await quad(`patch show first-1.0 --from ${published}`);
  expect([code, stdout]).toEqual([0, expect.stringContaining("\\u{1b}[2Jgone \\u{202e}")]);
  expect(stdout).not.toMatch(/[\u001b\u202e]/);
  expect((await quad(`patch show first-1.0 --from ${published} --json`)).stdout).not.toMatch(/[\u001b\u202e]/);
});

test("of a stick without an index, a signature that is a pipe, or without an end, is named and not waited for", async () => {
  const { quad, release, published: stick } = await releaseInstall();
  await release(first, second);
  for (const [{ name }, make] of [
    [first, (path: string) => execFileSync("mkfifo", [path])],
    [second, (path: string) => symlinkSync("/dev/zero", path)],
  ] as const) {
    const minisig = join(stick, `${name}.tar.gz.minisig`);
    rmSync(minisig);
    make(minisig);
    for (const verb of ["verify", "apply --yes"])
      expect(await quad(`patch ${verb} ${join(stick, name)}.tar.gz`)).toMatchObject({
        code: 2,
        stderr: `${minisig} is no file.\n`,
      });
  }
  expect(await quad(`patch list --available --from ${stick}`)).toMatchObject({
    code: 0,
    stdout: "",
    stderr: expect.stringMatching(/first-1\.0\.tar\.gz cannot be used: .*is no file\.\n.*second-1\.0/),
  });
});
