import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { treeOf } from "../install.testing.ts";
import { archiveOf, built, contentsOf, folder, tarOf } from "./archive.testing.ts";
import { buildArchive } from "./build.ts";
import { readSource } from "./source.ts";
import { stageArchive } from "./stage.ts";

const many = {
  files: {
    "app/z.js": "z",
    "app/a.js": "a",
    "bin/run*": "#!/bin/sh",
    "Größe/東京.txt": "x",
    [`deep/${"long/".repeat(40)}file`]: "d",
    empty: "",
  },
  migrations: { "001.sql": "select 1;", "001-down.sql": "select 2;" },
  yaml: { migrations: [{ name: "one", up: "001.sql", down: "001-down.sql", reversible: true }] },
};

test("the same source makes the same archive, whatever the files' times, and in whatever order they were written", async () => {
  const first = readFileSync((await built(many)).archive);
  const other = folder({ ...many, files: Object.fromEntries(Object.entries(many.files).reverse()) });
  utimesSync(join(other, "files/app/a.js"), 1, 1);
  const umask = process.umask;
  const { archive } = await buildArchive(await readSource(other), scratchDirectory());
  expect(umask).toBe(process.umask);
  expect(readFileSync(archive).equals(first)).toBe(true);
});

test("what it holds is read again: manifest, migrations, then files, sorted by bytes, with their modes", async () => {
  const contents = await contentsOf((await built(many)).archive);
  expect(Object.keys(contents)).toEqual([
    ".quad/patches/test-1.0/patch.json",
    ".quad/patches/test-1.0/migrations/001-down.sql",
    ".quad/patches/test-1.0/migrations/001.sql",
    "Größe/東京.txt",
    "app/a.js",
    "app/z.js",
    "bin/run",
    `deep/${"long/".repeat(40)}file`,
    "empty",
  ]);
  expect(contents["bin/run"]).toBe("755 #!/bin/sh");
  expect(contents.empty).toBe("644 ");
});

test("the system's tar lists and unpacks the same as is staged", async () => {
  const { archive } = await built(many);
  const [unpacked, staged] = [scratchDirectory(), join(scratchDirectory(), "staged")];
  execFileSync("tar", ["-xzf", archive], { cwd: unpacked });
  await stageArchive({ path: archive, directory: staged });
  expect(treeOf(staged)).toEqual(treeOf(unpacked));
  expect(statSync(join(staged, "bin/run")).mode & 0o777).toBe(0o755);
  // Files are staged once, into a directory of their own.
  await expect(stageArchive({ path: archive, directory: staged })).rejects.toMatchObject({ code: "conflict" });
});

test("random trees come out as they went in", async () => {
  const part = fc
    .string({ unit: fc.constantFrom(..."abcXYZ019-_ü東.".split("")), minLength: 1, maxLength: 12 })
    .filter((text) => !/[.]$/.test(text) && text === text.normalize("NFC"));
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  const files = fc.dictionary(path, fc.uint8Array({ maxLength: 2000 }), {
    minKeys: 1,
    maxKeys: 8,
    noNullPrototype: true,
  });
  await fc.assert(
    fc.asyncProperty(files, async (wanted) => {
      const contents = Object.fromEntries(Object.entries(wanted).map(([name, bytes]) => [name, Buffer.from(bytes)]));
      let archive: string;
      try {
        ({ archive } = await built({ files: contents }));
      } catch (error) {
        // Names that clash, or that another system reads in another way.
        if ((error as { code?: string }).code === "usage" || /E(ISDIR|NOTDIR|EXIST)/.test(String(error))) return;
        throw error;
      }
      const { ".quad/patches/test-1.0/patch.json": _, ...found } = await contentsOf(archive);
      expect(found).toEqual(
        Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, `644 ${bytes.toString("latin1")}`])),
      );
    }),
    { numRuns: 40 },
  );
});

test("a source that is no patch says everything that is wrong with it", async () => {
  const wrong = folder({
    files: { "app/a.js": "a", "docker-compose.yml": "services: {}" },
    migrations: { "left-over.sql": "select 1" },
    yaml: { version: "x", files: { "app/nothing.js": { mode: "0644" }, "app/a.js": { action: "delete" } } },
  });
  const link = folder({});
  symlinkSync("/etc/passwd", join(link, "files/app/link"));
  const hollow = folder({});
  mkdirSync(join(hollow, "files/uploads"));
  for (const [source, said] of [
    [
      wrong,
      [
        /version: is no version/,
        /app\/nothing\.js: is not in files/,
        /app\/a\.js: is to be deleted, and is in files\/ too/,
      ],
    ],
    [
      folder({ files: { "docker-compose.yml": "x" } }),
      [/changes docker-compose\.yml, which a restart does not pick up/],
    ],
    [hollow, [/ has 1 mistake/, /files\/uploads is empty; only files are shipped\./]],
    [folder({ migrations: { "left-over.sql": "x" } }), [/left-over\.sql is named by no migration/]],
    [
      folder({ yaml: { migrations: [{ name: "a", up: "missing.sql" }] } }),
      [/missing\.sql is named by a migration, and missing/],
    ],
    [
      folder({
        yaml: {
          restart: { mode: "restart", services: ["worker"] },
          health: [
            { service: "worker", path: "/", expect: {} },
            { service: "quad-platform", path: "/", expect: {} },
          ],
        },
      }),
      [/ has 1 mistake/, /health: quad-platform is asked, and is not among the services of restart/],
    ],
    [
      folder({
        yaml: {
          requires: ["test-1.0", "other-1.0"],
          conflicts: ["other-1.0"],
          supersedes: ["test-1.0"],
          expires: "2026-01-19T00:00:00Z",
        },
      }),
      [
        / has 4 mistakes/,
        /requires: test-1\.0 is the patch itself/,
        /supersedes: test-1\.0 is the patch itself/,
        /conflicts: other-1\.0 is required, too/,
        /expires: is not after created/,
      ],
    ],
    [folder({ files: { "a.js": "1", "A.js": "2" } }), [/cannot stand beside each other/]],
    [folder({ files: { ".quad/x": "1" } }), [/\.quad is quad's own/]],
    [link, [/app\/link/]],
  ] as const) {
    const error = await readSource(source).then(
      () => ({ code: "none", message: "", detail: [] as string[] }),
      (thrown) => thrown,
    );
    expect([source, error.code]).toEqual([source, "usage"]);
    for (const pattern of said) expect([error.message, ...error.detail].join("\n")).toMatch(pattern);
  }
  await expect(readSource(scratchDirectory())).rejects.toMatchObject({ code: "notFound" });
});

test("what changes while it is built is noticed", async () => {
  const root = folder({ files: { "a.js": "before" } });
  const source = await readSource(root);
  execFileSync("sh", ["-c", "printf 'after!' > files/a.js"], { cwd: root });
  const out = scratchDirectory();
  await expect(buildArchive(source, out)).rejects.toMatchObject({ code: "conflict" });
  mkdirSync(join(out, "x"));
  expect(execFileSync("ls", ["-A", out]).toString()).toBe("x\n");
});

test("a tar that is compressed as archives are is read as one", async () => {
  expect(Object.keys(await contentsOf(await archiveOf(await tarOf())))).toHaveLength(2);
});
