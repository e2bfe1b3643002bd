import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { git, parseLocation, readRepository, repository } from "./repository.testing.ts";

const count = 100_000;

test("100,000 branches are read in seconds, and in less than 300 MB", async () => {
  const path = repository("--bare");
  const commits = Array.from({ length: 1000 }, (_, i) => {
    const who = `Person ${i} <p${i}@example.com> ${1_750_000_000 + i} +0000`;
    return `commit refs/heads/main\nmark :${i + 1}\ncommitter ${who}\ndata 1\nx\n`;
  });
  git(path, ["fast-import", "--quiet"], commits.join(""));
  const ids = git(path, ["rev-list", "main"]).split("\n");
  const lines = Array.from({ length: count }, (_, i) => {
    return `${ids[i % ids.length]} refs/heads/feature/JIRA-${String(i).padStart(6, "0")}-and-what-it-is-about\n`;
  });
  writeFileSync(join(path, "packed-refs"), `# pack-refs with: peeled fully-peeled sorted \n${lines.join("")}`);
  const location = await parseLocation(path);
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 20);
  const begun = Date.now();
  const { branches } = await readRepository(location);
  const took = Date.now() - begun;
  clearInterval(watch);
  expect(branches).toHaveLength(count + 1);
  expect(new Set(branches.map(({ author }) => author)).size).toBe(1000);
  expect(branches.filter(({ merged }) => !merged)).toHaveLength(count / 1000 + 1);
  expect(took).toBeLessThan(10_000);
  expect(most - before).toBeLessThan(300e6);
});
