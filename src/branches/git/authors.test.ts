import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { branch, byName, emptyTree, git, rawCommit, read, repository } from "./repository.testing.ts";

const mailmap = [
  "Jane Doe <jane@example.com> <JD@old.example.com>",
  "Jane Doe <Jane@Example.com> <jane>",
  "<bob@example.com> Bob <shared@example.com>",
].join("\n");

test("people are who .mailmap says they are, in a work tree and in a bare repository", async () => {
  const path = repository();
  writeFileSync(join(path, ".mailmap"), mailmap);
  git(path, ["add", "."]);
  git(path, ["commit", "--quiet", "-m", "who is who"]);
  branch(path, "a", "main", "jd <jd@old.example.com>");
  branch(path, "b", "main", "jane <jane>");
  branch(path, "c", "main", "Bob <shared@example.com>");
  branch(path, "d", "main", "Ann <shared@example.com>");
  const expected = {
    a: { author: "jane@example.com", authorName: "Jane Doe" },
    b: { author: "jane@example.com", authorName: "Jane Doe" },
    c: { author: "bob@example.com", authorName: "Bob" },
    d: { author: "shared@example.com", authorName: "Ann" },
  };
  expect(byName(await read(path))).toMatchObject(expected);
  const mirror = join(dirname(path), "mirror.git");
  git("/", ["clone", "--quiet", "--mirror", path, mirror]);
  expect(byName(await read(mirror))).toMatchObject(expected);
});

const long = "x".repeat(10_000);
const endless = "x".repeat(200_000);

test.each([
  ["Jane <Jane@Example.COM>", "jane@example.com", "Jane"],
  ["Jane < jane@example.com >", "jane@example.com", "Jane"],
  ["Jane <<jane@example.com>>", "jane@example.com", "Jane"],
  ["Jane <<jane@example.com>", "jane@example.com", "Jane"],
  ["Jane <jane@host.(none)>", "jane@host.(none)", "Jane"],
  ["Jane <jörg@exämple.de>", "jörg@exämple.de", "Jane"],
  ["Jane O'Doe \u{1f600} <a@b>", "a@b", "Jane O'Doe \u{1f600}"],
  ["Jane <>", null, "Jane"],
  ["Jane <jane>", null, "Jane"],
  ["Jane <a b@c>", null, "Jane"],
  ["Jane <a@b@c>", null, "Jane"],
  ["Jane <\x1b[31m@b>", null, "Jane"],
  ["Jane <a\u202e@b>", null, "Jane"],
  [`Jane <${long}@example.com>`, null, "Jane"],
  [`Jane <${endless}@example.com>`, null, null],
  [`${endless} <a@b>`, "a@b", "x".repeat(200)],
  [`${long} <a@b>`, "a@b", "x".repeat(200)],
  ["\x1b[31mJane\r <a@b>", "a@b", "[31mJane"],
  ["<a@b>", "a@b", null],
  ["<>", null, null],
  ["", null, null],
  ["Jane", null, null],
  ["Jane jane@example.com", null, null],
])("the author %j is taken as far as he can be", async (contact, author, authorName) => {
  const path = repository("--bare");
  branch(path, "main", undefined, contact);
  expect((await read(path)).branches).toMatchObject([{ author, authorName }]);
});

test("a name in Latin-1 is read as such", async () => {
  const path = repository("--bare");
  const who = "J\xf6rg <joerg@example.com> 1 +0000";
  const text = `tree ${emptyTree}\nauthor ${who}\ncommitter ${who}\nencoding ISO-8859-1\n\nx\n`;
  git(path, ["update-ref", "refs/heads/main", rawCommit(path, Buffer.from(text, "latin1"))]);
  expect((await read(path)).branches).toMatchObject([{ author: "joerg@example.com", authorName: "Jörg" }]);
});
