import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { manifestText } from "../../patches/archive/manifest-text.ts";
import { type ReleaseInstall, releaseInstall, releaseServer } from "../../patches/releases/release.testing.ts";
import { formatIndexComment, formatPatchComment } from "../../patches/signature/patch-comment.ts";
import { signBytes } from "../../patches/signature/sign.ts";

const first = { name: "first-1.0", sequence: 1, files: { one: "1" } };
const second = { name: "second-1.0", sequence: 2, files: { two: "2" } };

/** Writes an index as a vendor could, with a signature. */
function forge(
  { published, key }: ReleaseInstall,
  index: object | string,
  trustedComment = formatIndexComment(1, new Date()),
) {
  const text = Buffer.from(typeof index === "string" ? index : manifestText(index));
  writeFileSync(join(published, "index.json"), text);
  writeFileSync(join(published, "index.json.minisig"), signBytes(text, key, { trustedComment, untrustedComment: "x" }));
}

const indexOf = ({ published }: ReleaseInstall) => JSON.parse(readFileSync(join(published, "index.json"), "utf8"));

test("an index that is older than one that was seen is refused, from wherever it comes; the trail has who took it", async () => {
  const install = await releaseInstall();
  const { quad, release, publish, published, directory, withSql, downloads } = install;
  const old = join(directory, "stick");
  await release(first);
  await publish();
  cpSync(published, old, { recursive: true });
  await release(second);
  await publish();
  const { url } = await releaseServer(published);
  expect((await quad(`patch list --available --from ${url}`)).stderr).toMatch(/^Index 2 of /);
  // The server is set back, and a stick that somebody hands over is as old.
  for (const file of ["index.json", "index.json.minisig"]) copyFileSync(join(old, file), join(published, file));
  for (const source of [`${url}/`, old])
    for (const line of ["list --available", "fetch first-1.0", "show first-1.0", "apply first-1.0 --yes"]) {
      const { code, stderr } = await quad(`patch ${line} --from ${source}`);
      expect([line, code, stderr.replace("  fetching …\n", "")]).toEqual([
        line,
        5,
        [
          `The index of ${source} has the number 1; one with 2 was seen already.`,
          "Somebody may be holding newer patches back: ask the vendor. Where it is meant: --allow-older",
          "",
        ].join("\n"),
      ]);
    }
  expect((await quad("patch list")).stdout).toBe("");
  const taken = await quad(`patch apply first-1.0 --yes --allow-older --from ${old}`);
  expect([taken.code, readdirSync(downloads)]).toEqual([0, ["first-1.0.tar.gz", "first-1.0.tar.gz.minisig"]]);
  const trail = (await quad("audit list")).stdout;
  expect(trail).toMatch(`index of patches ${old}: older at nothing → `);
  expect(trail).toMatch(/older sequence nothing → 1/);
  const rows = await withSql((sql) => sql`select source, sequence, older_sequence from QUAD_patch_indexes order by 1`);
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { source: old, sequence: 1, older_sequence: 1 },
    { source: `${url}/`, sequence: 2, older_sequence: null },
  ]);
  // What was taken once is refused the next time all the same.
  expect((await quad(`patch list --available --from ${old}`)).code).toBe(5);
});

test("looking twice leaves one line in the trail, and not two", async () => {
  const { quad, release, publish, published } = await releaseInstall();
  await release(first);
  await publish();
  for (let times = 0; times < 2; times += 1) await quad(`patch list --available --from ${published}`);
  const { stdout } = await quad("audit list");
  expect(stdout.match(/index of patches/g)).toHaveLength(1);
});

test("the platform's own role writes nothing of what is believed", async () => {
  const { withSql, key } = await releaseInstall();
  await withSql(async (sql) => {
    await sql`set role quad_platform`;
    const refused = { code: "42501" };
    await expect(
      sql`insert into QUAD_patch_indexes (source, key_id, sequence) values ('x', ${key.publicKey.id}, 1)`,
    ).rejects.toMatchObject(refused);
    await expect(sql`delete from QUAD_patch_indexes`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_patch_keys set revoked_at = null`).rejects.toMatchObject(refused);
    expect(await sql`select source from QUAD_patch_indexes`).toEqual([]);
  });
});

test("an index that has expired is refused", async () => {
  const install = await releaseInstall();
  const { quad, release, publish, published } = install;
  await release(first);
  await publish();
  forge(install, { ...indexOf(install), expires: "2026-01-31T00:00:00Z" });
  const { code, stderr } = await quad(`patch fetch first-1.0 --from ${published}`);
  expect([code, stderr.split("\n")[0]]).toEqual([5, `The index of ${published} has expired on 2026-01-31.`]);
  expect((await quad(`patch fetch first-1.0 --from ${published} --allow-older`)).code).toBe(0);
  expect((await quad("audit list --limit 1")).stdout).toMatch(/older sequence nothing → 1/);
});

test("what was signed as something else is no index, and an index is no patch", async () => {
  const install = await releaseInstall();
  const { quad, release, publish, published } = install;
  await release(first);
  await publish();
  const index = indexOf(install);
  const refused = async (comment: string, changed: object = {}) => {
    forge(install, { ...index, ...changed }, comment);
    const { code, stderr } = await quad(`patch list --available --from ${published}`);
    return [code, stderr.split("\n")[0]];
  };
  const none = "What was signed is no index of the platform's patches: in its trusted comment";
  expect(await refused("product:other\tindex:patches\tsequence:1")).toEqual([5, `${none} the product is other.`]);
  expect(await refused(formatPatchComment({ patch: "first-1.0", sequence: 1 }))).toEqual([
    5,
    `${none} there is no index.`,
  ]);
  expect(await refused("whatever")).toEqual([5, `${none} there is no product.`]);
  const comment = formatIndexComment(1, new Date());
  expect(await refused(comment, { sequence: 2 })).toEqual([
    5,
    `${published}/index.json says that it has the number 2; signed was 1.`,
  ]);
  expect((await refused(comment, { product: "other" }))[0]).toBe(2);
  expect((await refused(comment, { patches: [...index.patches, ...index.patches] }))[0]).toBe(2);
  writeFileSync(join(published, "index.json.minisig"), "");
  expect((await quad(`patch list --available --from ${published}`)).code).toBe(2);
  forge(install, index);
  copyFileSync(join(published, "index.json"), join(published, "first-1.0.tar.gz"));
  copyFileSync(join(published, "index.json.minisig"), join(published, "first-1.0.tar.gz.minisig"));
  const verified = await quad(`patch verify ${published}/first-1.0.tar.gz`);
  expect([verified.code, verified.stderr]).toEqual([5, expect.stringMatching(/there is no patch/)]);
});

test("what is called index.json and is none ends nothing", async () => {
  const { quad, published } = await releaseInstall();
  const path = join(published, "index.json");
  const refused = async () => {
    const { code, stderr } = await quad(`patch list --available --from ${published}`);
    rmSync(path, { recursive: true });
    return [code, stderr];
  };
  mkdirSync(path);
  expect(await refused()).toEqual([2, `${path} is no file.\n`]);
  execFileSync("mkfifo", [path]);
  expect(await refused()).toEqual([2, `${path} is no file.\n`]);
  writeFileSync(path, "");
  truncateSync(path, 5 * 2 ** 30);
  expect(await refused()).toEqual([2, `${path} is longer than 8,388,608 bytes.\n`]);
});

test("an index by a key that is not trusted is refused; nobody has looked into it", async () => {
  const { quad, release, publish, published, withSql } = await releaseInstall();
  await release(first);
  await publish();
  await withSql((sql) => sql`update QUAD_patch_keys set revoked_at = now(), revoked_because = 'lost'`);
  const { code, stderr } = await quad(`patch list --available --from ${published}`);
  expect([code, stderr]).toEqual([
    3,
    expect.stringMatching(/index\.json is signed by the key \w+, which is not trusted here\./),
  ]);
});

test("index and signature that do not belong together are asked for once more: the vendor may be publishing", async () => {
  const { quad, release, publish, published, directory } = await releaseInstall();
  await release(first);
  await publish();
  cpSync(published, join(directory, "before"), { recursive: true });
  await release(second);
  await publish();
  const newer = await releaseServer(published);
  const older = readFileSync(join(directory, "before", "index.json"));
  let times = 1;
  const [answer] = newer.server.listeners("request") as ((...all: unknown[]) => void)[];
  newer.server.removeAllListeners("request").on("request", (request, response) => {
    times -= request.url?.endsWith("index.json") ? 1 : 0;
    if (times === 0 && request.url?.endsWith("index.json")) response.end(older);
    else answer?.(request, response);
  });
  expect((await quad(`patch list --available --from ${newer.url}`)).stderr).toMatch(/^Index 2 of /);
  expect(times).toBe(-1);
});

test("whatever bit is turned in index or signature, it is refused and nothing is written", async () => {
  const { quad, release, publish, published, withSql, tree, downloads } = await releaseInstall();
  await release(first);
  await publish();
  const files = ["index.json", "index.json.minisig"] as const;
  const whole = Object.fromEntries(files.map((file) => [file, readFileSync(join(published, file))]));
  const before = tree();
  const anyBit = fc.constantFrom(...files).chain((file) => {
    const length = whole[file]?.length ?? 0;
    // The first line of a signature is the one that is not signed.
    const from = file === "index.json" ? 0 : (whole[file]?.indexOf("\n") ?? 0);
    return fc.record({ file: fc.constant(file), at: fc.integer({ min: from, max: length - 1 }), bit: fc.nat(7) });
  });
  await fc.assert(
    fc.asyncProperty(anyBit, async ({ file, at, bit }) => {
      const spoilt = Buffer.from(whole[file] ?? "");
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << bit);
      writeFileSync(join(published, file), spoilt);
      const run = await quad(`patch fetch first-1.0 --from ${published}`);
      writeFileSync(join(published, file), whole[file] ?? "");
      expect(run.code).toBeGreaterThan(1);
      expect([run.stdout, tree(), existsSync(downloads)]).toEqual(["", before, false]);
    }),
    { numRuns: 150 },
  );
  expect(await withSql((sql) => sql`select source from QUAD_patch_indexes`)).toEqual([]);
  expect((await quad(`patch fetch first-1.0 --from ${published}`)).code).toBe(0);
});

test("an index that is signed and holds nonsense is refused with a usage error, or read as it stands", async () => {
  const install = await releaseInstall();
  const { quad, release, publish, published } = install;
  await release(first, second);
  await publish();
  const index = indexOf(install);
  const paths = [...pathsIn(index)];
  const anywhere = fc.tuple(
    fc.constantFrom(...paths),
    fc.oneof(fc.jsonValue(), fc.constant("\u001b[2J"), fc.constant(undefined)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anywhere, { minLength: 1, maxLength: 3 }), async (changes) => {
      const changed = structuredClone(index);
      for (const [path, value] of changes) put(changed, path, value);
      forge(install, JSON.stringify(changed) ?? "");
      const { code, stdout, stderr } = await quad(`patch list --available --from ${published} --json`);
      expect([0, 2, 5]).toContain(code);
      expect(stdout + stderr).not.toMatch(/\u001b/);
    }),
    { numRuns: 60 },
  );
  for (const text of ["", "{", "null", "[]", "\ufeff{}", '{"patches":[]}', `[${"[".repeat(100_000)}`]) {
    forge(install, text);
    expect((await quad(`patch list --available --from ${published}`)).code).toBe(2);
  }
});

/** The paths of all values in a JSON value. */
function* pathsIn(value: unknown, above: readonly string[] = []): Generator<readonly string[]> {
  if (above.length > 0) yield above;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) yield* pathsIn(inside, [...above, key]);
}

/** Puts a value in the place of another; undefined takes it away. Where an earlier change has taken the way there, nothing is done. */
function put(whole: unknown, path: readonly string[], value: unknown): void {
  let at = whole as Record<string, unknown> | undefined;
  for (const key of path.slice(0, -1)) at = at?.[key] as Record<string, unknown> | undefined;
  const last = path.at(-1);
  if (typeof at !== "object" || at === null || last === undefined) return;
  if (value === undefined) delete at[last];
  else Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
}
