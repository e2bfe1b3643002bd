import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { makeKeyPair } from "./keygen.ts";
import { unasked } from "./minisign.testing.ts";
import { parsePublicKey } from "./public-key.ts";
import { parseSecretKey } from "./secret-key.ts";

const filesIn = (directory = scratchDirectory()) => ({
  secretKey: join(directory, "vendor.key"),
  publicKey: join(directory, "vendor.pub"),
});

test("the secret key is its owner's alone, and belongs to the public one", async () => {
  const files = filesIn();
  const key = await makeKeyPair(files);
  expect(statSync(files.secretKey).mode & 0o777).toBe(0o600);
  expect(parsePublicKey(readFileSync(files.publicKey, "utf8"), "p")).toEqual(key);
  const { publicKey } = await parseSecretKey(readFileSync(files.secretKey, "utf8"), "k", unasked);
  expect(publicKey).toEqual(key);
});

test.each(["secretKey", "publicKey"] as const)(
  "a %s that is there stays, and nothing is left beside it",
  async (name) => {
    const files = filesIn();
    writeFileSync(files[name], "mine");
    await expect(makeKeyPair(files)).rejects.toMatchObject({
      code: "conflict",
      message: `${files[name]} exists already, and no key is written over it.`,
    });
    expect(readFileSync(files[name], "utf8")).toBe("mine");
    const other = name === "secretKey" ? files.publicKey : files.secretKey;
    expect(existsSync(other)).toBe(false);
  },
);

test("a link is not written through", async () => {
  const files = filesIn();
  const target = join(scratchDirectory(), "target");
  symlinkSync(target, files.secretKey);
  await expect(makeKeyPair(files)).rejects.toThrow("exists already");
  expect(existsSync(target)).toBe(false);
});

test("a directory that is not there is named", async () => {
  const files = filesIn("/nonexistent");
  await expect(makeKeyPair(files)).rejects.toMatchObject({ code: "ENOENT", path: files.secretKey });
});
