import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../install/package.ts";
import { patchInstall, treeOf } from "../../patches/install.testing.ts";
import { fingerprintOf, parsePublicKey } from "../../patches/signature/public-key.ts";

const sources = join(packageRoot(), "patches");

test("a vendor makes a key, builds and signs; a customer trusts the key by its fingerprint, and verifies", async () => {
  const { quad, directory } = await patchInstall();
  const at = (name: string) => join(directory, name);
  const keygen = `patch keygen --no-password --secret-key ${at("v.key")} --public-key ${at("v.pub")}`;
  expect((await quad(keygen)).stdout).toMatch(/^Made the key [0-9A-F]+, SHA256:/);
  expect(statSync(at("v.key")).mode & 0o777).toBe(0o600);
  expect((await quad(keygen)).code).toBe(5);
  expect((await quad("patch keygen")).stderr).toMatch("Without a terminal no password can be asked for: --no-password");
  const built = await quad(`patch build ${sources}/postman-beta-1.0 --out ${directory} --json`);
  expect(JSON.parse(built.stdout)).toMatchObject({
    name: "postman-beta-1.0",
    sequence: 1,
    archive: at("postman-beta-1.0.tar.gz"),
    entries: 2,
  });
  const archive = at("postman-beta-1.0.tar.gz");
  const signed = await quad(`patch sign ${archive} --secret-key ${at("v.key")}`);
  expect([signed.code, existsSync(`${archive}.minisig`)]).toEqual([0, true]);
  expect(readFileSync(`${archive}.minisig`, "utf8")).toMatch(
    /\ntrusted comment: product:quad-platform\tpatch:postman-beta-1\.0\tsequence:1\ttimestamp:\d+\n/,
  );

  expect((await quad(`patch verify ${archive}`)).code).toBe(3);
  const fingerprint = fingerprintOf(parsePublicKey(readFileSync(at("v.pub"), "utf8"), "v.pub"));
  expect((await quad(`patch trust add ${at("v.pub")}`)).stderr).toMatch("--fingerprint");
  expect(await quad("patch trust add /dev/zero")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^\/dev\/zero is longer than 10,000 bytes\.\n/),
  });
  expect((await quad(`patch trust add ${at("v.pub")} --fingerprint SHA256:other`)).stderr).toBe(
    `The key has the fingerprint ${fingerprint}, not SHA256:other.\nDo not trust it; ask the vendor.\n`,
  );
  expect((await quad(`patch trust add ${at("v.pub")} --fingerprint ${fingerprint}`)).code).toBe(0);
  expect((await quad(`patch verify ${archive}`)).stdout).toMatch(
    /^Verified: postman-beta-1\.0 1\.0, number 1, 1 file, each as announced\n/,
  );
  expect((await quad("audit list --limit 1")).stdout).toMatch(/vendor key [0-9A-F]+/);
});

test("an archive is not built where the next one would hold it", async () => {
  const { quad, directory } = await patchInstall();
  const source = join(directory, "source");
  cpSync(join(sources, "postman-beta-1.0"), source, { recursive: true });
  for (const below of ["files", "files/integrations"])
    expect(await quad(`patch build ${source} --out ${source}/${below}`)).toEqual({
      code: 2,
      stdout: "",
      stderr: `The archive would lie in ${source}/files, and be shipped with the next one.\nName another directory: --out DIR\n`,
    });
  expect((await quad(`patch build ${source} --out ${source}/files-out`)).code).toBe(0);
});

test("a new key is trusted by an old one's word; revoking the old one revokes it too, for good", async () => {
  const { quad, directory } = await patchInstall();
  const at = (name: string) => join(directory, name);
  for (const name of ["old", "new", "other"])
    await quad(`patch keygen --no-password --secret-key ${at(`${name}.key`)} --public-key ${at(`${name}.pub`)}`);
  const print = (name: string) => fingerprintOf(parsePublicKey(readFileSync(at(`${name}.pub`), "utf8"), name));
  await quad(`patch trust add ${at("old.pub")} --label first --fingerprint ${print("old")}`);
  // Any minisign signs a file; here the old key signs the file of the new one.
  const { parseSecretKey } = await import("../../patches/signature/secret-key.ts");
  const { signFile } = await import("../../patches/signature/sign.ts");
  const vouch = async (by: string) => {
    const key = await parseSecretKey(readFileSync(at(`${by}.key`), "utf8"), by, async () => "");
    writeFileSync(
      at("new.pub.minisig"),
      await signFile(at("new.pub"), key, { trustedComment: "our new key", untrustedComment: "x" }),
    );
  };
  await vouch("other");
  expect((await quad(`patch trust add ${at("new.pub")} --vouched-by ${at("new.pub.minisig")}`)).code).toBe(3);
  await vouch("old");
  const added = await quad(`patch trust add ${at("new.pub")} --label second --vouched-by ${at("new.pub.minisig")}`);
  expect([added.code, added.stdout]).toEqual([
    0,
    expect.stringMatching(/^Trusted from now on: second, key [0-9A-F]+, for which [0-9A-F]+ vouches\.\n$/),
  ]);
  expect((await quad(`patch trust add ${at("new.pub")} --vouched-by ${at("new.pub.minisig")}`)).code).toBe(5);
  const old = parsePublicKey(readFileSync(at("old.pub"), "utf8"), "old").id;
  const revoked = await quad(["patch", "trust", "revoke", old.toLowerCase(), "--because", "it was stolen", "--yes"]);
  expect(revoked.stdout.split("\n").sort()).toEqual([
    "",
    expect.stringMatching(/^Revoked: first/),
    expect.stringMatching(/^Revoked: second/),
  ]);
  expect((await quad(["patch", "trust", "revoke", old, "--because", "again", "--yes"])).code).toBe(5);
  const again = await quad(`patch trust add ${at("old.pub")} --fingerprint ${print("old")}`);
  expect([again.code, again.stderr]).toEqual([5, expect.stringMatching(/was revoked on [\d-]+: it was stolen/)]);
});

test("what the vendor's mails say to do by hand lands the same files", async () => {
  const { quad, home, directory, patch } = await patchInstall();
  const byHand = mkdtempSync(join(directory, "hand-"));
  const archive = await patch({
    name: "two-1.0",
    files: { "integrations/a/x.js": "x", "app/y.js": "y" },
    yaml: { files: { "app/y.js": { mode: "0755" } } },
  });
  execFileSync("tar", ["-xzf", archive], { cwd: byHand });
  expect((await quad(`patch apply ${archive} --yes`)).code).toBe(0);
  const { "app/server.js": _s, "app/old.js": _o, "config/": _c, "config/app.yaml": _y, ...ours } = treeOf(home);
  expect(ours).toEqual(treeOf(byHand));
});

test("the patches that ship can be built, and follow each other", async () => {
  const { quad, directory } = await patchInstall();
  const built = [];
  for (const name of ["postman-beta-1.0", "postman-beta-1.1", "postman-prod-1.0"]) {
    const run = await quad(`patch build ${sources}/${name} --out ${directory} --json`);
    expect([name, run.code, run.stderr]).toEqual([name, 0, ""]);
    built.push(JSON.parse(run.stdout));
  }
  expect(built.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
});

test("the manifest's JSON Schema lists what a manifest has", async () => {
  const { quad } = await patchInstall();
  const schema = JSON.parse((await quad("patch schema")).stdout);
  expect(schema).toMatchObject({ type: "object", additionalProperties: false });
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(["format", "name", "sequence", "files", "migrations", "restart", "health"]),
  );
});
