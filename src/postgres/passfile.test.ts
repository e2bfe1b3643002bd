import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lookUpPassword } from "./passfile.ts";
import { parseTarget, type ServerTarget } from "./target.ts";

function passfile(text: string, mode = 0o600): string {
  const directory = mkdtempSync(join(tmpdir(), "quad-passfile-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "pgpass");
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}
const server = (url: string) => parseTarget(url) as ServerTarget;
const quad = server("postgresql://quad@db.example.com:5433/platform");

test.each([
  ["db.example.com:5433:platform:quad:secret", "secret", 1],
  ["# comment\n\n*:*:*:*:any", "any", 3],
  ["other:5433:platform:quad:no\n*:5433:*:quad:second\n*:*:*:*:third", "second", 2],
  ["*:*:*:quad:with\\:colon\\\\and backslash", "with:colon\\and backslash", 1],
  ["*:*:*:*:first\r\n", "first", 1],
])("%j holds the password", async (text, value, line) => {
  expect(await lookUpPassword(passfile(text), quad)).toEqual({ password: { value, line } });
});

test.each(["", "db.example.com:5432:platform:quad:port", "\\*:*:*:*:no wildcard", "*:*:*:quad", "*:*:*:*:"])(
  "%j does not",
  async (text) => expect(await lookUpPassword(passfile(text), quad)).toEqual({}),
);

test("fields with escapes fit names with colons", async () => {
  const target = server("postgresql://a%3Ab@[::1]/x");
  const path = passfile("\\:\\:1:5432:x:a\\:b:secret");
  expect(await lookUpPassword(path, target)).toEqual({ password: { value: "secret", line: 1 } });
});

test("a socket in its default place is localhost", async () => {
  const path = passfile("localhost:*:*:*:secret");
  const target = server("postgresql://quad@%2Fvar%2Frun%2Fpostgresql/x");
  expect((await lookUpPassword(path, target)).password?.value).toBe("secret");
});

test("a file that others can read is not used, and says so", async () => {
  const path = passfile("*:*:*:*:secret", 0o640);
  expect(await lookUpPassword(path, quad)).toEqual({
    warning: `${path} is not used: others can read it. Mend it: chmod 0600 ${path}`,
  });
});
