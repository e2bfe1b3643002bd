import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { releaseInstall } from "../../patches/releases/release.testing.ts";
import { newSecretKey } from "../../patches/signature/keygen.ts";
import { formatPublicKey } from "../../patches/signature/public-key.ts";
import { formatSecretKey } from "../../patches/signature/secret-key.ts";
import { addKey } from "../../patches/trust/keys.ts";
import { signArchive } from "../../patches/vendor.ts";

const first = { name: "first-1.0", sequence: 1, files: { one: "1" }, yaml: { notes: ["The first."] } };
const second = { name: "second-1.0", sequence: 2, files: { two: "2" }, yaml: { supersedes: ["first-1.0"] } };

test("the index lists what the archives say, in the order of their numbers, and counts up", async () => {
  const { quad, release, publish, published, keyFile, key } = await releaseInstall();
  await release(second, first);
  const run = await quad(`patch publish ${published} --secret-key ${keyFile} --expires 2099-01-31`);
  expect([run.code, run.stdout]).toEqual([
    0,
    [
      `Published index 1 of 2 patches, signed by ${key.publicKey.id}, until 2099-01-31: ${published}/index.json`,
      "  1  first-1.0",
      "  2  second-1.0",
      "",
    ].join("\n"),
  ]);
  const text = readFileSync(join(published, "index.json"), "utf8");
  expect(JSON.parse(text)).toMatchObject({
    format: 1,
    product: "quad-platform",
    sequence: 1,
    patches: [
      {
        name: "first-1.0",
        version: "1.0",
        channel: "beta",
        size: readFileSync(join(published, "first-1.0.tar.gz")).length,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        platform: "*",
        notes: ["The first."],
        withdrawn: false,
      },
      { name: "second-1.0", supersedes: ["first-1.0"] },
    ],
  });
  expect(text.split("\n").filter((line) => line.startsWith("    {"))).toHaveLength(2);
  expect(readFileSync(join(published, "index.json.minisig"), "utf8")).toMatch(
    /\ntrusted comment: product:quad-platform\tindex:patches\tsequence:1\ttimestamp:\d+\n/,
  );
  await publish();
  expect(JSON.parse(readFileSync(join(published, "index.json"), "utf8")).sequence).toBe(2);
  expect(readdirSync(published).filter((file) => file.startsWith(".index"))).toEqual([]);
});

test("what was withdrawn stays in the list, withdrawn, and is not to be had", async () => {
  const { quad, release, publish, published, downloads, keyFile } = await releaseInstall();
  await release(first, second);
  await publish("--withdraw first-1.0");
  rmSync(join(published, "first-1.0.tar.gz"));
  await publish();
  expect((await quad(`patch list --available --from ${published}`)).stdout).toMatch(
    /^first-1\.0\t1\tbeta\t\d KB\twithdrawn\twithdrawn by the vendor\nsecond-1\.0\t2\t.*available\t\n$/,
  );
  const { code, stderr } = await quad(`patch apply first-1.0 --yes --from ${published}`);
  expect([code, stderr]).toEqual([5, "  fetching …\nThe vendor has withdrawn first-1.0.\nTake second-1.0 instead.\n"]);
  expect(existsSync(downloads)).toBe(false);
  expect((await quad(`patch publish ${published} --secret-key ${keyFile} --withdraw third-1.0`)).stderr).toBe(
    "There is no patch third-1.0 to withdraw.\nThere are second-1.0, first-1.0.\n",
  );
});

test("a source that is named is asked: what was fetched before may be withdrawn since, or signed with another key", async () => {
  const { quad, release, publish, published, directory, withSql, key } = await releaseInstall();
  await release(first, second);
  await publish();
  for (const name of ["first-1.0", "second-1.0"])
    expect((await quad(`patch fetch ${name} --from ${published}`)).code).toBe(0);
  await publish("--withdraw first-1.0");
  const { code, stderr } = await quad(`patch apply first-1.0 --yes --from ${published}`);
  expect([code, stderr]).toEqual([5, "  fetching …\nThe vendor has withdrawn first-1.0.\nTake second-1.0 instead.\n"]);
  const next = newSecretKey();
  const [formerFile, other] = [join(directory, "former.pub"), join(directory, "next.key")];
  writeFileSync(formerFile, formatPublicKey(key.publicKey));
  writeFileSync(other, await formatSecretKey(next));
  for (const name of ["first-1.0", "second-1.0"]) await signArchive(join(published, `${name}.tar.gz`), next);
  const publishing = `patch publish ${published} --secret-key ${other} --former-key ${formerFile}`;
  expect((await quad(publishing)).code).toBe(0);
  await withSql((sql) => addKey(sql, next.publicKey, { label: "the vendor's next" }));
  await quad(`patch trust revoke ${key.publicKey.id} --because lost --yes`);
  expect((await quad(`patch plan second-1.0 --from ${published}`)).stdout).toMatch(/^second-1\.0 1\.0/);
});

test("the number of a patch that was withdrawn, and whose archive is gone, is not given to another", async () => {
  const { quad, release, publish, published, keyFile } = await releaseInstall();
  await release(first, second);
  await publish("--withdraw second-1.0");
  const before = readFileSync(join(published, "index.json"));
  for (const end of [".tar.gz", ".tar.gz.minisig"]) rmSync(join(published, `second-1.0${end}`));
  await release({ name: "third-1.0", sequence: 2, files: { three: "3" } });
  const { code, stderr } = await quad(`patch publish ${published} --secret-key ${keyFile}`);
  expect([code, stderr]).toEqual([
    5,
    "third-1.0 has the number 2, and so had second-1.0, which was withdrawn.\n" +
      "Build and sign third-1.0 anew, with a number that nothing has had.\n",
  ]);
  expect(readFileSync(join(published, "index.json"))).toEqual(before);
});

test("archives that cannot be published are all named, and the index stays as it is", async () => {
  const { quad, release, publish, published, patch, keyFile } = await releaseInstall();
  await release(first);
  await publish();
  const before = readFileSync(join(published, "index.json"));
  await release(
    { ...first, files: { one: "another" } },
    { name: "twice-1.0", sequence: 3, files: { x: "x" } },
    { name: "twice-1.1", sequence: 3, files: { y: "y" } },
    { name: "bare-1.0", sequence: 4, files: { z: "z" } },
    { name: "other-1.0", sequence: 5, files: { z: "z" } },
    { name: "renamed-1.0", sequence: 6, files: { z: "z" } },
  );
  const at = (file: string) => join(published, file);
  rmSync(at("bare-1.0.tar.gz.minisig"));
  await signArchive(at("other-1.0.tar.gz"), newSecretKey());
  for (const end of [".tar.gz", ".tar.gz.minisig"]) renameSync(at(`renamed-1.0${end}`), at(`name-1.0${end}`));
  writeFileSync(at("damaged-1.0.tar.gz"), readFileSync(at("twice-1.0.tar.gz")).subarray(0, -9));
  writeFileSync(at("damaged-1.0.tar.gz.minisig"), readFileSync(at("twice-1.0.tar.gz.minisig")));
  writeFileSync(at("notes.txt"), "no archive");
  const { code, stderr } = await quad(`patch publish ${published} --secret-key ${keyFile}`);
  expect(code).toBe(5);
  expect(stderr.split("\n").slice(0, -2).sort()).toEqual([
    "  bare-1.0.tar.gz: bare-1.0.tar.gz has no signature: bare-1.0.tar.gz.minisig is not beside it.",
    expect.stringMatching(
      /^ {2}damaged-1\.0\.tar\.gz: damaged-1\.0\.tar\.gz is not the file that was signed by the key/,
    ),
    "  first-1.0.tar.gz: first-1.0 was published with other content; what has changed gets a new name.",
    "  name-1.0.tar.gz: It is renamed-1.0, and has to be called renamed-1.0.tar.gz.",
    expect.stringMatching(
      /^ {2}other-1\.0\.tar\.gz: other-1\.0\.tar\.gz is signed by the key \w+, which is not trusted here\.$/,
    ),
    expect.stringMatching(/^ {2}twice-1\.\d\.tar\.gz: twice-1\.\d has the number 3, and so has twice-1\.\d\.$/),
    `${published} cannot be published.`,
  ]);
  expect(readFileSync(at("index.json"))).toEqual(before);
  expect(await patch(first)).toBeTypeOf("string");
});

test("after a change of keys the index of the former one is gone on from, where it is named", async () => {
  const { quad, release, publish, published, directory, key } = await releaseInstall();
  await release(first);
  await publish("--withdraw first-1.0");
  const next = newSecretKey();
  const [keyFile, former] = [join(directory, "next.key"), join(directory, "former.pub")];
  writeFileSync(keyFile, await formatSecretKey(next));
  writeFileSync(former, formatPublicKey(key.publicKey));
  await signArchive(join(published, "first-1.0.tar.gz"), next);
  expect((await quad(`patch publish ${published} --secret-key ${keyFile}`)).code).toBe(3);
  const done = await quad(`patch publish ${published} --secret-key ${keyFile} --former-key ${former} --json`);
  expect(JSON.parse(done.stdout)).toMatchObject({
    sequence: 2,
    keyId: next.publicKey.id,
    patches: [{ withdrawn: true }],
  });
});

test("publishing that was broken off between the two files is gone on from", async () => {
  const { release, publish, published } = await releaseInstall();
  await release(first);
  await publish();
  const at = (file: string) => join(published, file);
  const old = readFileSync(at("index.json"));
  await publish();
  // As it lies there when the signature has been exchanged, and the index not yet.
  renameSync(at("index.json"), at(".index.json.next"));
  writeFileSync(at("index.json"), old);
  await publish();
  expect(JSON.parse(readFileSync(at("index.json"), "utf8")).sequence).toBe(3);
  // And before that, when nothing but the next index was written.
  writeFileSync(at(".index.json.next"), old);
  await publish();
  expect(JSON.parse(readFileSync(at("index.json"), "utf8")).sequence).toBe(4);
});

test("where the index before is lost, a higher number is named, and whoever has seen that one takes the next", async () => {
  const { quad, release, publish, published, keyFile } = await releaseInstall();
  await release(first);
  for (let i = 0; i < 3; i += 1) await publish();
  expect((await quad(`patch list --available --from ${published}`)).code).toBe(0);
  for (const end of ["", ".minisig"]) rmSync(join(published, `index.json${end}`));
  await publish();
  expect((await quad(`patch list --available --from ${published}`)).code).toBe(5);
  await publish("--sequence 4");
  expect((await quad(`patch list --available --from ${published}`)).code).toBe(0);
  const { code, stderr } = await quad(`patch publish ${published} --secret-key ${keyFile} --sequence 4`);
  expect([code, stderr]).toEqual([
    5,
    "The index that is there has the number 4, and the next cannot have 4.\nLeave --sequence out, or name a higher one.\n",
  ]);
  expect((await quad(`patch publish ${published} --secret-key ${keyFile} --sequence -1`)).code).toBe(2);
  expect(JSON.parse(readFileSync(join(published, "index.json"), "utf8")).sequence).toBe(4);
});

test("an index that somebody has touched is not gone on from", async () => {
  const { quad, release, publish, published, keyFile, directory } = await releaseInstall();
  await release(first);
  await publish();
  writeFileSync(
    join(published, "index.json"),
    readFileSync(join(published, "index.json"), "utf8").replace("first", "fIrst"),
  );
  expect((await quad(`patch publish ${published} --secret-key ${keyFile}`)).code).toBe(5);
  rmSync(join(published, "index.json.minisig"));
  expect((await quad(`patch publish ${published} --secret-key ${keyFile}`)).stderr).toMatch(
    /has no signature beside it\./,
  );
  expect((await quad(`patch publish ${directory}/nowhere --secret-key ${keyFile}`)).code).toBe(4);
  expect((await quad(`patch publish ${published}`)).code).toBe(2);
  expect((await quad(`patch publish ${published} --secret-key ${keyFile} --expires yesterday`)).code).toBe(2);
});
