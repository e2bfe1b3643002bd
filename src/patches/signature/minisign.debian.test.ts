import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { makeKeyPair } from "./keygen.ts";
import { opened, unasked } from "./minisign.testing.ts";
import { parsePatchComment } from "./patch-comment.ts";
import { fingerprintOf, parsePublicKey, publicKeyLine } from "./public-key.ts";
import { parseSecretKey } from "./secret-key.ts";
import { signFile } from "./sign.ts";
import { verifySignature } from "./verify.ts";

/** A directory with a file to sign, and minisign in it, which is told each password in a line. */
function workshop(content: string | Uint8Array = "what is signed\n") {
  const directory = scratchDirectory();
  const path = (name: string) => join(directory, name);
  writeFileSync(path("file"), content);
  return {
    path,
    text: (name: string) => readFileSync(path(name), "utf8"),
    minisign(args: readonly string[], ...passwords: string[]) {
      const input = passwords.map((password) => `${password}\n`).join("");
      const { status, stdout, stderr } = spawnSync("minisign", args, { cwd: directory, input, encoding: "utf8" });
      return { status, said: stdout + stderr };
    },
    keyFiles: { secretKey: path("our.key"), publicKey: path("our.pub") },
  };
}

const trustedComment = "product:quad-platform\tpatch:postman-beta-1.1\tsequence:7\tnote:für Überall";
const comments = { trustedComment, untrustedComment: "signed by quad" };

test.each([0, 1, 2 ** 20, 2 ** 20 + 1])("minisign verifies a file of %i bytes that we signed", async (size) => {
  const { minisign, path, text, keyFiles } = workshop(Buffer.alloc(size, "quad"));
  const key = await makeKeyPair(keyFiles);
  const secretKey = await parseSecretKey(text("our.key"), "our.key", unasked);
  writeFileSync(path("file.minisig"), await signFile(path("file"), secretKey, comments));
  const verified = {
    status: 0,
    said: `Signature and comment signature verified\nTrusted comment: ${trustedComment}\n`,
  };
  expect(minisign(["-V", "-H", "-p", "our.pub", "-m", "file"])).toEqual(verified);
  expect(minisign(["-V", "-P", publicKeyLine(key), "-m", "file"])).toEqual(verified);
  writeFileSync(path("file"), "another\n");
  expect(minisign(["-V", "-p", "our.pub", "-m", "file"]).said).toContain("Signature verification failed");
});

test("the longest comments that we write are read by minisign", async () => {
  const { minisign, path, text, keyFiles } = workshop();
  await makeKeyPair(keyFiles);
  const secretKey = await parseSecretKey(text("our.key"), "our.key", unasked);
  const longest = { trustedComment: "ü".repeat(500), untrustedComment: "ü".repeat(500) };
  writeFileSync(path("file.minisig"), await signFile(path("file"), secretKey, longest));
  expect(minisign(["-V", "-Q", "-p", "our.pub", "-m", "file"])).toEqual({ status: 0, said: `${"ü".repeat(500)}\n` });
});

test("we verify what minisign signed, and call its key as it does", async () => {
  const { minisign, path, text } = workshop();
  minisign(["-G", "-W", "-p", "its.pub", "-s", "its.key"]);
  expect(minisign(["-S", "-W", "-s", "its.key", "-m", "file", "-t", trustedComment]).status).toBe(0);
  const key = parsePublicKey(text("its.pub"), "its.pub");
  expect(text("its.pub")).toContain(`minisign public key ${key.id}\n`);
  const { comment } = await verifySignature(await opened(path("file")), text("file.minisig"), [key]);
  expect(parsePatchComment(comment)).toEqual({ product: "quad-platform", patch: "postman-beta-1.1", sequence: 7 });

  minisign(["-G", "-W", "-p", "other.pub", "-s", "other.key"]);
  const other = parsePublicKey(text("other.pub"), "other.pub");
  await expect(verifySignature(await opened(path("file")), text("file.minisig"), [other])).rejects.toMatchObject({
    exitCode: 3,
    message: `${path("file")} is signed by the key ${key.id}, which is not trusted here.`,
  });
  expect(minisign(["-V", "-p", "other.pub", "-m", "file"]).said).toContain(key.id);
  expect(fingerprintOf(key)).not.toBe(fingerprintOf(other));
});

test("what minisign signs in its old way is refused", async () => {
  const { minisign, path, text } = workshop();
  minisign(["-G", "-W", "-p", "its.pub", "-s", "its.key"]);
  minisign(["-S", "-l", "-W", "-s", "its.key", "-m", "file"]);
  const keys = [parsePublicKey(text("its.pub"), "its.pub")];
  await expect(verifySignature(await opened(path("file")), text("file.minisig"), keys)).rejects.toThrow("old kind");
});

test("without a password, minisign signs with our key, and we with its", async () => {
  const { minisign, path, text, keyFiles } = workshop();
  const key = await makeKeyPair(keyFiles);
  minisign(["-S", "-W", "-s", "our.key", "-m", "file"]);
  await verifySignature(await opened(path("file")), text("file.minisig"), [key]);
  minisign(["-R", "-s", "our.key", "-p", "again.pub"]);
  expect(text("again.pub")).toBe(text("our.pub"));

  minisign(["-G", "-W", "-p", "its.pub", "-s", "its.key"]);
  const secretKey = await parseSecretKey(text("its.key"), "its.key", unasked);
  writeFileSync(path("file.minisig"), await signFile(path("file"), secretKey, comments));
  expect(minisign(["-V", "-p", "its.pub", "-m", "file"]).status).toBe(0);
});

test("with a password, minisign reads our key", async () => {
  const { minisign, path, text, keyFiles } = workshop();
  const key = await makeKeyPair(keyFiles, { password: "Pferd & Wägen" });
  expect(minisign(["-S", "-s", "our.key", "-m", "file"], "Pferd & Wägen").status).toBe(0);
  expect((await verifySignature(await opened(path("file")), text("file.minisig"), [key])).key).toEqual(key);
});

test("with a password, we read minisign's key", async () => {
  const { minisign, text } = workshop();
  minisign(["-G", "-p", "its.pub", "-s", "its.key"], "Pferd & Wägen", "Pferd & Wägen");
  const { publicKey } = await parseSecretKey(text("its.key"), "its.key", () => Promise.resolve("Pferd & Wägen"));
  expect(publicKey).toEqual(parsePublicKey(text("its.pub"), "its.pub"));
});
