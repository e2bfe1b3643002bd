import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../testing/processes.ts";
import { decrypted, encrypted } from "./age.ts";
import { backupInstalls, newKey } from "./server.testing.ts";

const install = backupInstalls();

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const refuse = (why: string) => new Error(why);

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])(
  "%i bytes: what is written here age reads, and the reverse",
  async (length) => {
    const directory = scratchDirectory();
    const { file, recipient } = newKey(directory, "key");
    const identity = /AGE-SECRET-KEY-\S+/.exec(readFileSync(file, "utf8"))?.[0] ?? "";
    const bytes = randomBytes(length);
    const ours = await all(encrypted(pieces(bytes, 10_007), [recipient]));
    writeFileSync(join(directory, "ours.age"), ours);
    expect(
      execFileSync("age", ["-d", "-i", file, join(directory, "ours.age")], { maxBuffer: 2 ** 24 }).equals(bytes),
    ).toBe(true);
    const theirs = execFileSync("age", ["-r", recipient], { input: bytes, maxBuffer: 2 ** 24 });
    expect((await all(decrypted(pieces(theirs, 977), [identity], refuse))).equals(bytes)).toBe(true);
    // Every piece is bound to its place, and the last one to the end.
    for (const damaged of [ours.subarray(0, -1), ours.subarray(0, -65_552), Buffer.concat([ours, Buffer.from("x")])]) {
      await expect(all(decrypted(pieces(damaged, 4096), [identity], refuse))).rejects.toThrow();
    }
  },
);

test("to two people: each of them opens it with age and with verify, nobody else does, and nothing is in the clear", async () => {
  const { quad, json, put, home } = await install();
  const directory = scratchDirectory();
  const [one, two, other] = ["one", "two", "other"].map((name) => newKey(directory, name)) as [Key, Key, Key];
  put(".env", "POSTGRES_PASSWORD=correct-horse");
  put("scripts/backup.sh", "#!/bin/sh\necho the platform says correct-horse");
  execFileSync("chmod", ["755", join(home, "scripts/backup.sh")]);
  const made = await quad(["patch", "backup", "--encrypt-to", one.recipient, two.recipient]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining("encrypted to 2 recipients") });
  expect(made.stderr).not.toContain("in the clear");
  const [{ name }] = await json("patch backup --list");
  const path = join(home, ".quad/backups", name);
  const files = readdirSync(path).sort();
  expect(files).toEqual([
    "database.json.zst.age",
    "database.sql.zst.age",
    "files.jsonl.zst.age",
    "files.tar.zst.age",
    "manifest.json",
    "own-script.log.age",
    "roles.sql.zst.age",
  ]);
  for (const file of files) expect(readFileSync(join(path, file)).includes("correct-horse")).toBe(false);
  for (const { file } of [one, two]) {
    const log = execFileSync("age", ["-d", "-i", file, join(path, "own-script.log.age")], { encoding: "utf8" });
    expect(log).toBe("the platform says correct-horse\n");
    const tar = `age -d -i '${file}' '${path}/files.tar.zst.age' | zstd -dcq | tar -xO ./.env`;
    expect(execFileSync("sh", ["-c", tar], { encoding: "utf8" })).toBe("POSTGRES_PASSWORD=correct-horse");
  }
  expect(await quad(["patch", "backup", "verify", "latest", "--identity", two.file])).toMatchObject({ code: 0 });
  const without = await quad("patch backup verify latest");
  expect([without.code, without.stderr]).toEqual([
    2,
    `The backup ${path} is encrypted to ${one.recipient}, ${two.recipient}.\nName the file with its secret key: --identity FILE\n`,
  ]);
  const stranger = await quad(["patch", "backup", "verify", "latest", "--identity", other.file]);
  expect([stranger.code, stranger.stderr]).toEqual([
    2,
    expect.stringMatching(/^None of the identities is one that the backup .* is encrypted to\.\n/),
  ]);
  // That somebody came with another key says nothing of the backup.
  expect(await json("patch backup --list")).toMatchObject([
    { name, encrypted: true, whole: true, verifiedAt: expect.any(String) },
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

type Key = ReturnType<typeof newKey>;
