import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { runQuad, type TestInstall, testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";
import { eventually, startQuad } from "../../testing/processes.ts";

const newMembers = (install: TestInstall, n: number, prefix = "p") =>
  install.withSql(
    (sql) => sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select d.id, ${prefix}::text || i || '@massmutual.com', 'DEVELOPER' from QUAD_domains d, generate_series(1, ${n}::int) i
      where d.depth = 0`,
  );

const count = (install: TestInstall, table: "QUAD_audit" | "QUAD_audit_seals") =>
  install.withSql(async (sql) => {
    const [row] = await sql<[{ n: number }]>`select count(*) as n from ${sql.unsafe(table)}`;
    return row.n;
  });

/** The files of the install's checkpoints. */
async function filesOf(install: TestInstall) {
  const [{ id }] = await install.withSql((sql) => sql<[{ id: string }]>`select install_id as id from QUAD_install`);
  const directory = join(install.directory, "audit");
  const file = (suffix: string) => join(directory, `${id}.${suffix}`);
  return { directory, checkpoints: file("jsonl"), privateKey: file("key"), publicKey: file("pub") };
}

const lines = (file: string) => readFileSync(file, "utf8").split("\n").slice(0, -1);

test("what is new is sealed and said, and nothing is said when nothing is", async () => {
  const install = await insuranceInstall();
  const entries = await count(install, "QUAD_audit");
  const files = await filesOf(install);
  const first = await install.quad("audit seal");
  expect(first).toEqual({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^Sealed ${entries} entries, ${entries} in all; head [0-9a-f]{16}….\n$`)),
    stderr: `A key was made for this install. Keep a copy of ${files.publicKey} elsewhere: with it verify needs nothing of this host.\n`,
  });
  expect(await install.quad("audit seal")).toEqual({ code: 0, stdout: "", stderr: "" });
  await newMembers(install, 1);
  const second = await install.quad("audit seal");
  expect(second.stdout).toMatch(new RegExp(`^Sealed 1 entry, ${entries + 1} in all; head `));
  expect(second.stderr).toBe("");
  expect(await install.json("audit seal")).toEqual({
    sealed: 0,
    total: entries + 1,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
    checkpoints: files.checkpoints,
    publicKey: files.publicKey,
    keyMade: false,
    recovered: 0,
    setAside: null,
  });
});

test("a checkpoint is a signed line that names the entries; the private key is its owner's alone", async () => {
  const install = await testInstall();
  const { head, total } = await install.json("audit seal");
  const { checkpoints, privateKey, publicKey, directory } = await filesOf(install);
  expect(lines(checkpoints).map((line) => JSON.parse(line))).toEqual([
    {
      install: expect.stringMatching(/^[0-9a-f-]{36}$/),
      from: 1,
      count: total,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      previous: "0".repeat(64),
      head,
      key: expect.stringMatching(/^SHA256:/),
      entries: expect.arrayContaining([[expect.any(Number), expect.stringMatching(/^[0-9a-f]{64}$/)]]),
      signature: expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
    },
  ]);
  const mode = (file: string) => statSync(file).mode & 0o777;
  expect([directory, privateKey, publicKey, checkpoints].map(mode)).toEqual([0o700, 0o600, 0o644, 0o600]);
});

test("the owner alone seals and verifies", async () => {
  const { quad } = await insuranceInstall();
  for (const [verb, does] of [
    ["seal", "seals"],
    ["verify", "verifies"],
  ]) {
    expect(await quad(`audit ${verb} --as it-admin@massmutual.com`)).toEqual({
      code: 3,
      stdout: "",
      stderr: `Only the owner of this install ${does} its trail.\nAsk whoever runs this install.\n`,
    });
  }
});

test("while another run seals it ends with 9, and does nothing", async () => {
  const install = await testInstall();
  await install.withSql(async (sql) => {
    await sql`begin`;
    await sql`select pg_advisory_xact_lock(1903522148, 5)`;
    expect(await install.quad("audit seal")).toEqual({
      code: 9,
      stdout: "",
      stderr: "The trail is being sealed or verified by another run.\nRun it again later.\n",
    });
    await sql`rollback`;
  });
  expect(await count(install, "QUAD_audit_seals")).toBe(0);
});

test("ten at once leave one chain", async () => {
  const install = await testInstall();
  await newMembers(install, 3000);
  const codes = await Promise.all(Array.from({ length: 10 }, async () => (await install.quad("audit seal")).code));
  expect(codes).toContain(0);
  expect(codes.filter((code) => code !== 0 && code !== 9)).toEqual([]);
  expect((await install.quad("audit seal")).code).toBe(0);
  expect(await count(install, "QUAD_audit_seals")).toBe(await count(install, "QUAD_audit"));
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("more than one page is sealed at once, in as many checkpoints", async () => {
  const install = await testInstall();
  await newMembers(install, 25_000);
  const { total } = await install.json("audit seal");
  const { checkpoints } = await filesOf(install);
  expect(lines(checkpoints).map((line) => JSON.parse(line).count)).toEqual([10_000, 10_000, total - 20_000]);
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("an entry of a transaction that ends late is sealed the next time", async () => {
  const install = await testInstall();
  await install.withSql(async (sql) => {
    await sql`begin`;
    await sql`update QUAD_companies set size = 'late'`;
    await newMembers(install, 1);
    await install.quad("audit seal");
    await sql`commit`;
  });
  expect((await install.json("audit seal")).sealed).toBe(1);
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("killed after the checkpoint was written and before the commit: the next run puts its entries into the database", async () => {
  const install = await testInstall();
  await install.quad("audit seal");
  await newMembers(install, 5);
  const { sealed, total, head } = await install.json("audit seal");
  expect(sealed).toBe(5);
  await install.withSql((sql) => sql`delete from QUAD_audit_seals where position > ${total - 5}`);
  expect((await install.quad("audit verify")).code).toBe(8);
  await newMembers(install, 2, "q");
  expect(await install.quad("audit seal")).toEqual({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`^Sealed 7 entries, ${total + 2} in all; head `)),
    stderr: "An earlier run had ended before its end; 5 of these were in its checkpoint.\n",
  });
  const [{ chain }] = await install.withSql(
    (sql) => sql<[{ chain: string }]>`
      select encode(chain_hash, 'hex') as chain from QUAD_audit_seals where position = ${total}`,
  );
  expect(chain).toBe(head);
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("kill -9 while the database is yet to take what stands in the checkpoints: the next run goes on from there", async () => {
  const install = await testInstall();
  await install.quad("audit seal");
  await newMembers(install, 3);
  const { checkpoints } = await filesOf(install);
  const run = await install.withSql(async (sql) => {
    await sql`begin`;
    await sql`lock table QUAD_audit_seals in share mode`;
    const started = startQuad("audit seal", { env: { QUAD_DATABASE_URL: install.url, QUAD_HOME: install.directory } });
    await eventually(() => lines(checkpoints).length === 2);
    started.child.kill("SIGKILL");
    const ended = await started.ended;
    await sql`rollback`;
    return ended;
  });
  expect(run.code).toBe(137);
  await eventually(async () => (await install.quad("audit seal")).code !== 9);
  expect(await count(install, "QUAD_audit_seals")).toBe(await count(install, "QUAD_audit"));
  expect(lines(checkpoints).length).toBe(2);
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("killed after several checkpoints of one run, all of them are put into the database", async () => {
  const install = await testInstall();
  await newMembers(install, 25_000);
  const { total } = await install.json("audit seal");
  await install.withSql((sql) => sql`delete from QUAD_audit_seals`);
  expect(await install.json("audit seal")).toMatchObject({ sealed: 0, recovered: total, total });
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("killed while it wrote, at any byte: the torn line is set aside with a warning, and its entries are sealed", async () => {
  const install = await testInstall();
  await install.quad("audit seal");
  const { checkpoints } = await filesOf(install);
  const before = statSync(checkpoints).size;
  await newMembers(install, 3);
  const { total } = await install.json("audit seal");
  const whole = readFileSync(checkpoints);
  for (const size of [before + 1, Math.round((before + whole.length) / 2), whole.length - 1]) {
    writeFileSync(checkpoints, whole.subarray(0, size));
    await install.withSql((sql) => sql`delete from QUAD_audit_seals where position > ${total - 3}`);
    expect(await install.quad("audit seal")).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^Sealed 3 entries, ${total} in all; head `)),
      stderr: `The last line of the checkpoints had no end; it was set aside in ${checkpoints}.torn.\n`,
    });
    expect(readFileSync(`${checkpoints}.torn`)).toEqual(whole.subarray(before, size));
    expect((await install.quad("audit verify")).code).toBe(0);
  }
});

test("killed while the key was made, the next run makes it", async () => {
  const install = await testInstall();
  const { directory, privateKey, publicKey } = await filesOf(install);
  mkdirSync(directory);
  writeFileSync(`${privateKey}.new`, "-----BEGIN PRI");
  expect((await install.json("audit seal")).keyMade).toBe(true);
  rmSync(publicKey);
  await newMembers(install, 1);
  expect((await install.json("audit seal")).keyMade).toBe(false);
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("a full disk seals nothing, and leaves the checkpoints as they were", async () => {
  const install = await testInstall();
  const { directory, checkpoints } = await filesOf(install);
  mkdirSync(directory);
  symlinkSync("/dev/full", checkpoints);
  expect(await install.quad("audit seal")).toEqual({
    code: 6,
    stdout: "",
    stderr:
      "Nothing was sealed: there is no room for the checkpoints on the disk (ENOSPC).\nMake room, and run it again: quad audit seal\n",
  });
  expect(await count(install, "QUAD_audit_seals")).toBe(0);
  rmSync(checkpoints);
  expect((await install.quad("audit seal")).code).toBe(0);
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("where the directory cannot be made, nothing is sealed, and it says what to set", async () => {
  const install = await testInstall();
  writeFileSync(join(install.directory, "file"), "");
  const directory = join(install.directory, "file", "audit");
  expect(await install.quad("audit seal", { env: { QUAD_AUDIT_DIR: directory } })).toEqual({
    code: 5,
    stdout: "",
    stderr: `Nothing was sealed: ${join(directory, basename((await filesOf(install)).checkpoints))} cannot be used (ENOTDIR).\nName another directory by QUAD_AUDIT_DIR, or by audit_dir in quad.yaml; or run it as the owner of this one.\n`,
  });
  expect(await count(install, "QUAD_audit_seals")).toBe(0);
});

test("without the key that signed the checkpoints nothing is sealed, until it is back or a new chain is begun", async () => {
  const install = await testInstall();
  await install.quad("audit seal");
  await newMembers(install, 1);
  const { privateKey, checkpoints } = await filesOf(install);
  rmSync(privateKey);
  expect(await install.quad("audit seal")).toEqual({
    code: 8,
    stdout: "",
    stderr: `The key ${privateKey}, which signed ${checkpoints}, is gone.\nPut it back from a backup; or begin with a new one: quad audit seal --anew\n`,
  });
  writeFileSync(privateKey, "rubbish");
  expect(await install.quad("audit seal")).toEqual({
    code: 2,
    stdout: "",
    stderr: `${privateKey} holds no key.\nIt is an Ed25519 key in PEM.\n`,
  });
  rmSync(privateKey);
  expect(await install.json("audit seal --anew --yes")).toMatchObject({ keyMade: true, recovered: 0 });
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("a database that was put back behind its checkpoints is not sealed over; a new chain sets them aside", async () => {
  const install = await testInstall();
  const { total } = await install.json("audit seal");
  await newMembers(install, 4);
  await install.quad("audit seal");
  await install.withSql(async (sql) => {
    await sql`delete from QUAD_audit_seals where position > ${total}`;
    await sql`delete from QUAD_audit where id > (select max(entry_id) from QUAD_audit_seals)`;
  });
  await newMembers(install, 1, "q");
  const { checkpoints } = await filesOf(install);
  expect(await install.quad("audit seal")).toEqual({
    code: 8,
    stdout: "",
    stderr: `The database has ${total} sealed entries, and ${checkpoints} ${total + 4}: it was put back to an earlier state, or entries were changed.
See what is wrong: quad audit verify
Where you know why, begin a new chain with what there is: quad audit seal --anew
`,
  });
  expect(await install.quad("audit seal --anew")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Set the chain and its checkpoints aside, and seal the trail as it is now? Nobody can be asked without a terminal.\nSay it with --yes.\n",
  });
  const anew = await install.json("audit seal --anew --yes");
  expect(anew).toMatchObject({ sealed: total + 1, keyMade: false });
  expect((await install.quad("audit verify")).code).toBe(0);
  const old = await install.quad(["audit", "verify", "--checkpoints", anew.setAside, "--json"]);
  expect(old.code).toBe(8);
  expect(JSON.parse(old.stdout).damaged.map(({ damage }: { damage: string }) => damage)).toEqual(
    Array(4).fill("deleted"),
  );
});

test("checkpoints that were set aside stay, however soon a chain is begun again", async () => {
  const install = await testInstall();
  await install.quad("audit seal");
  const { checkpoints } = await filesOf(install);
  const kept = new Map<string, string>();
  for (let i = 0; i < 4; i += 1) {
    const before = readFileSync(checkpoints, "utf8");
    kept.set((await install.json("audit seal --anew --yes")).setAside, before);
    await newMembers(install, 1, `m${i}-`);
  }
  expect(kept.size).toBe(4);
  for (const [aside, text] of kept) expect(readFileSync(aside, "utf8")).toBe(text);
});

test("without the file of its checkpoints a chain is not gone on with, by hand or by itself", async () => {
  const install = await testInstall();
  const { total } = await install.json("audit seal");
  const env = { QUAD_AUDIT_DIR: join(install.directory, "elsewhere") };
  await newMembers(install, 1200);
  expect(await install.quad("domain create x --parent massmutual", { env })).toMatchObject({ code: 0, stderr: "" });
  expect((await install.quad("audit seal", { env })).stderr).toMatch(
    `The database has ${total} sealed entries, and ${env.QUAD_AUDIT_DIR}`,
  );
  expect(existsSync(env.QUAD_AUDIT_DIR)).toBe(false);
});

test("two installs in one directory do not mix", async () => {
  const [one, two] = [await testInstall(), await testInstall()];
  // Both are copies of one database.
  await two.withSql((sql) => sql`update QUAD_install set install_id = gen_random_uuid()`);
  const env = { QUAD_AUDIT_DIR: join(one.directory, "shared") };
  for (const install of [one, two]) expect((await install.quad("audit seal", { env })).code).toBe(0);
  for (const install of [one, two]) expect((await install.quad("audit verify", { env })).code).toBe(0);
  expect(readdirSync(env.QUAD_AUDIT_DIR).length).toBe(6);
});

test("audit_dir in quad.yaml names the directory, relative to the file", async () => {
  const install = await testInstall();
  writeFileSync(join(install.directory, "quad.yaml"), "audit_dir: worm\n");
  const { checkpoints } = await install.json("audit seal");
  expect(checkpoints.startsWith(join(install.directory, "worm"))).toBe(true);
});

test("a command that writes seals by itself where a thousand entries wait, and says nothing", async () => {
  const install = await testInstall();
  await newMembers(install, 900);
  await install.quad("domain create few --parent massmutual");
  expect(await count(install, "QUAD_audit_seals")).toBe(0);
  await newMembers(install, 200, "q");
  expect(await install.quad("domain create rehearsed --parent massmutual --dry-run")).toMatchObject({ code: 0 });
  expect((await install.quad("domain list")).code).toBe(0);
  expect(await count(install, "QUAD_audit_seals")).toBe(0);
  expect(await install.quad("domain create many --parent massmutual")).toEqual({
    code: 0,
    stdout: "Created /massmutual/many.\n",
    stderr: "",
  });
  expect(await count(install, "QUAD_audit_seals")).toBe(await count(install, "QUAD_audit"));
  expect((await install.quad("audit verify")).code).toBe(0);
});

test("where a command cannot seal by itself it warns in a line, and is done all the same", async () => {
  const install = await testInstall();
  await newMembers(install, 1200);
  writeFileSync(join(install.directory, "file"), "");
  const env = { QUAD_AUDIT_DIR: join(install.directory, "file") };
  expect(await install.quad("domain create x --parent massmutual", { env })).toEqual({
    code: 0,
    stdout: "Created /massmutual/x.\n",
    stderr: `The trail was not sealed; seal it by hand: quad audit seal. Nothing was sealed: ${join(env.QUAD_AUDIT_DIR, basename((await filesOf(install)).checkpoints))} cannot be used (ENOTDIR).\n`,
  });
});

test("a last line that somebody else wrote stops sealing", async () => {
  const install = await testInstall();
  await install.quad("audit seal");
  const { checkpoints } = await filesOf(install);
  copyFileSync(checkpoints, `${checkpoints}.good`);
  appendFileSync(checkpoints, "{}\n");
  expect(await install.quad("audit seal")).toEqual({
    code: 8,
    stdout: "",
    stderr: `The last line of ${checkpoints} was not signed by this install's key.\nSee what else is wrong: quad audit verify\n`,
  });
  truncateSync(checkpoints, 0);
  chmodSync(checkpoints, 0o600);
  expect((await install.quad("audit seal")).code).toBe(8);
  copyFileSync(`${checkpoints}.good`, checkpoints);
  expect((await install.quad("audit seal")).code).toBe(0);
});

test("arguments that there are not are refused", async () => {
  expect(await runQuad("audit seal now")).toMatchObject({ code: 2 });
  expect(await runQuad("audit seal --dry-run")).toMatchObject({ code: 2 });
});
