import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Damage } from "../../audit/compare.ts";
import type { Sql } from "../../postgres/sql.ts";
import { type TestInstall, testInstall } from "../../testing/install.ts";

const newMembers = (sql: Sql, n: number, prefix = "p") => sql`
  insert into QUAD_domain_members (domain_id, email, role)
  select d.id, ${prefix}::text || i || '@massmutual.com', 'DEVELOPER' from QUAD_domains d, generate_series(1, ${n}::int) i
  where d.depth = 0`;

/** An install with a sealed trail: five checkpoints, the last of one entry. */
async function sealedInstall() {
  const install = await testInstall();
  for (const [i, n] of [4, 9, 7, 12, 1].entries()) {
    await install.withSql((sql) => newMembers(sql, n, `p${i}-`));
    await install.quad("audit seal");
  }
  const { checkpoints, publicKey, total } = await install.json("audit seal");
  return { ...install, checkpoints, publicKey, total };
}

async function verify(install: TestInstall, ...more: string[]) {
  const { code, stdout, stderr } = await install.quad(["audit", "verify", "--json", ...more]);
  expect([0, 8], stderr).toContain(code);
  const found = JSON.parse(stdout);
  expect(found.intact).toBe(code === 0);
  const damaged: [number, Damage][] = found.damaged.map((one: { entry: number; damage: Damage }) => [
    one.entry,
    one.damage,
  ]);
  return { ...found, damaged: damaged.sort(([a], [b]) => a - b) };
}

test("an intact trail is said to be, with what is not sealed yet and since when", async () => {
  const install = await sealedInstall();
  const key = JSON.parse(readFileSync(install.checkpoints, "utf8").split("\n")[0] ?? "").key;
  expect(await install.quad("audit verify")).toEqual({
    code: 0,
    stdout: `Intact: ${install.total} entries in 5 checkpoints, signed by ${key}.\nNothing is unsealed.\n`,
    stderr: "",
  });
  await install.withSql((sql) => newMembers(sql, 2));
  const [{ since }] = await install.withSql(
    (sql) =>
      sql<
        [{ since: Date }]
      >`select min(created_at) as since from QUAD_audit where id > (select max(entry_id) from QUAD_audit_seals)`,
  );
  expect((await install.quad("audit verify")).stdout).toMatch(
    `\nThe newest 2 entries are not sealed yet, since ${since.toISOString()}.\n`,
  );
  expect((await verify(install)).unsealed).toEqual({ count: 2, since: since.toISOString() });
});

test("where nothing has been sealed that is said", async () => {
  const install = await testInstall();
  expect(await install.quad("audit verify")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Nothing has been sealed yet\.\nThe newest \d+ entries are not sealed yet, since .*\.\n$/,
    ),
  });
});

test("an entry that was edited, deleted or given another place is named, with where it stood", async () => {
  const install = await sealedInstall();
  const at = await install.withSql(async (sql) => {
    const rows = await sql<{ entry: number; at: Date }[]>`
      select a.id as entry, a.created_at as at from QUAD_audit a join QUAD_audit_seals s on s.entry_id = a.id order by s.position`;
    await sql`update QUAD_audit set actor = 'somebody@else.com' where id = ${rows[4]?.entry ?? 0}`;
    await sql`delete from QUAD_audit where id = ${rows[6]?.entry ?? 0}`;
    await sql`update QUAD_audit_seals set position = 1000 where position = 10`;
    await sql`update QUAD_audit_seals set position = 10 where position = 12`;
    await sql`update QUAD_audit_seals set position = 12 where position = 1000`;
    return rows;
  });
  const { code, stdout, stderr } = await install.quad("audit verify");
  const said = (i: number) => `(quad_domain_members, ${at[i]?.at.toISOString()})`;
  expect(stdout.split("\n").slice(0, 4)).toEqual([
    `Entry ${at[4]?.entry}, at position 5, was edited ${said(4)}.`,
    `Entry ${at[6]?.entry}, at position 7, was deleted.`,
    `Entry ${at[11]?.entry}, at position 10, stands elsewhere in the chain than it was sealed ${said(11)}.`,
    `Entry ${at[9]?.entry}, at position 12, stands elsewhere in the chain than it was sealed ${said(9)}.`,
  ]);
  expect({ code, stderr }).toEqual({
    code: 8,
    stderr: `The trail is not as it was sealed: 4 entries named above.
Where only a seal is missing, put it back: quad audit seal
Where you know why, begin a new chain with what there is: quad audit seal --anew
`,
  });
});

type Act =
  | { readonly do: "edit" | "delete" | "delete both" | "delete seal" | "reseal"; readonly at: number }
  | { readonly do: "swap" | "swap ids"; readonly at: number; readonly with: number };

/** Does to the trail, as its owner, what an act says, and tells what of it has to be named. */
async function commit(sql: Sql, act: Act, ids: readonly number[], named: Map<number, Damage>): Promise<void> {
  const id = ids[act.at] ?? 0;
  const seal = (entry: number) => sql`select position from QUAD_audit_seals where entry_id = ${entry}`;
  switch (act.do) {
    case "edit":
      await sql`update QUAD_audit set after = '{"edited": true}' where id = ${id}`;
      named.set(id, "edited");
      break;
    case "delete":
      await sql`delete from QUAD_audit where id = ${id}`;
      named.set(id, "deleted");
      break;
    case "delete both":
      await sql`delete from QUAD_audit where id = ${id}`;
      await sql`delete from QUAD_audit_seals where entry_id = ${id}`;
      named.set(id, "deleted");
      break;
    case "delete seal":
      await sql`delete from QUAD_audit_seals where entry_id = ${id}`;
      named.set(id, "unsealed");
      break;
    case "reseal":
      await sql`update QUAD_audit_seals set entry_hash = sha256('other') where entry_id = ${id}`;
      named.set(id, "resealed");
      break;
    case "swap": {
      const other = ids[act.with] ?? 0;
      const [[a], [b]] = [await seal(id), await seal(other)];
      await sql`update QUAD_audit_seals set position = 100000 where entry_id = ${id}`;
      await sql`update QUAD_audit_seals set position = ${a?.position} where entry_id = ${other}`;
      await sql`update QUAD_audit_seals set position = ${b?.position} where entry_id = ${id}`;
      for (const one of [id, other]) named.set(one, "reordered");
      break;
    }
    case "swap ids": {
      const other = ids[act.with] ?? 0;
      await sql`update QUAD_audit set id = 100000 where id = ${id}`;
      await sql`update QUAD_audit set id = ${id} where id = ${other}`;
      await sql`update QUAD_audit set id = ${other} where id = 100000`;
      for (const one of [id, other]) named.set(one, "edited");
      break;
    }
  }
}

/** Makes the chain in the database again over the seals that are left and the entries as they are, as its owner could. */
async function recompute(sql: Sql): Promise<void> {
  await sql`
    create temp table made as
    with recursive hashed as (
      select row_number() over (order by s.position) as n, s.entry_id, coalesce((
        select sha256(convert_to(jsonb_build_array(
          a.id, to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.company_id, a.domain_id, a.table_name,
          a.row_id, a.action, a.actor, a.login, a.acting_as, a.command, a.transaction_id, a.before, a.after)::text, 'UTF8'))
        from QUAD_audit a where a.id = s.entry_id), s.entry_hash) as hash
      from QUAD_audit_seals s
    ), chain as (
      select n, entry_id, hash, sha256(decode(repeat('00', 32), 'hex') || hash) as chain from hashed where n = 1
      union all
      select h.n, h.entry_id, h.hash, sha256(c.chain || h.hash) from chain c join hashed h on h.n = c.n + 1
    ) select * from chain`;
  await sql`delete from QUAD_audit_seals`;
  await sql`
    insert into QUAD_audit_seals (position, entry_id, entry_hash, chain_hash) select n, entry_id, hash, chain from made`;
}

const size = 34;
const place = fc.nat({ max: size - 1 });
/** Acts on places of their own, so that each is to be named for what was done to it. */
const acts = fc.uniqueArray(place, { minLength: 1, maxLength: 8 }).chain((places) =>
  fc
    .array(fc.constantFrom("edit", "delete", "delete both", "delete seal", "reseal", "swap", "swap ids"), {
      minLength: places.length,
      maxLength: places.length,
    })
    .map((kinds): readonly Act[] => {
      const left = [...places];
      const made: Act[] = [];
      for (const kind of kinds) {
        const at = left.shift();
        if (at === undefined) break;
        if (kind === "swap" || kind === "swap ids") {
          const other = left.shift();
          if (other !== undefined) made.push({ do: kind, at, with: other });
        } else made.push({ do: kind as "edit", at });
      }
      return made;
    }),
);

test("whatever the owner edits, deletes or swaps is named and nothing else is, with the chain made again or without", async () => {
  const install = await sealedInstall();
  const ids = await install.withSql(async (sql) =>
    (await sql<{ id: number }[]>`select entry_id as id from QUAD_audit_seals order by position`).map(({ id }) => id),
  );
  expect(ids.length).toBeGreaterThanOrEqual(size);
  await install.withSql(async (sql) => {
    await sql`create table kept_audit as select * from QUAD_audit`;
    await sql`create table kept_seals as select * from QUAD_audit_seals`;
    await sql`alter table QUAD_audit alter id drop identity`;
  });
  await fc.assert(
    fc.asyncProperty(acts, fc.boolean(), async (done, again) => {
      const named = new Map<number, Damage>();
      await install.withSql(async (sql) => {
        await sql`delete from QUAD_audit`;
        await sql`insert into QUAD_audit select * from kept_audit`;
        await sql`delete from QUAD_audit_seals`;
        await sql`insert into QUAD_audit_seals select * from kept_seals`;
        for (const act of done) await commit(sql, act, ids, named);
        if (!again) return;
        await recompute(sql);
        // What was put in the place of a seal is gone with it.
        for (const act of done) if (act.do === "reseal") named.delete(ids[act.at] ?? 0);
      });
      const found = await verify(install);
      expect(found.damaged).toEqual([...named].sort(([a], [b]) => a - b));
    }),
    { numRuns: 60 },
  );
});

test("seals that the owner adds for entries of their own are named", async () => {
  const install = await sealedInstall();
  await install.withSql(async (sql) => {
    await newMembers(sql, 1, "forged");
    await sql`alter table QUAD_audit_seals drop constraint quad_audit_seals_position_counts`;
    await sql`update QUAD_audit_seals set position = -position - 1 where position > 5`;
    await sql`update QUAD_audit_seals set position = -position where position < 0`;
    await sql`
      insert into QUAD_audit_seals (position, entry_id, entry_hash, chain_hash)
      select 6, max(id), sha256('x'), sha256('x') from QUAD_audit`;
    await recompute(sql);
  });
  const { damaged, problems } = await verify(install);
  expect(damaged).toEqual([]);
  expect(problems).toEqual([
    { problem: "ahead", line: null, from: install.total + 1, to: install.total + 1 },
    { problem: "unknown", line: null, from: 6, to: 6 },
  ]);
});

test("a function of the owner's in place of one that hashes changes nothing", async () => {
  const install = await sealedInstall();
  await install.withSql(async (sql) => {
    await sql`create function public.sha256(bytea) returns bytea language sql as $$ select '\\x00'::bytea $$`;
    await sql`create function public.encode(bytea, text) returns text language sql as $$ select repeat('0', 64) $$`;
    await sql.unsafe(`alter database ${new URL(install.url).pathname.slice(1)} set search_path = public, pg_catalog`);
  });
  expect((await verify(install)).intact).toBe(true);
  await install.withSql(
    (sql) => sql`update QUAD_audit set actor = 'x' where id = (select min(entry_id) from QUAD_audit_seals)`,
  );
  expect((await verify(install)).damaged).toEqual([[expect.any(Number), "edited"]]);
});

test("a database that was put back to an earlier state is behind its checkpoints", async () => {
  const install = await sealedInstall();
  await install.withSql(async (sql) => {
    await sql`delete from QUAD_audit where id in (select entry_id from QUAD_audit_seals where position > ${install.total - 13})`;
    await sql`delete from QUAD_audit_seals where position > ${install.total - 13}`;
  });
  const { stdout, code } = await install.quad("audit verify");
  expect(code).toBe(8);
  expect(stdout).toMatch(
    `The database is behind its checkpoints: its chain ends before positions ${install.total - 12} to ${install.total}. It was put back to an earlier state, or seals were deleted.\n`,
  );
  expect((await verify(install)).damaged.length).toBe(13);
});

test("checkpoints that are missing, changed, repeated, torn or another install's are named", async () => {
  const install = await sealedInstall();
  const whole = readFileSync(install.checkpoints, "utf8");
  const lines = whole.split("\n").slice(0, -1);
  const found = async (...changed: readonly string[]) => {
    writeFileSync(install.checkpoints, changed.map((line) => `${line}\n`).join(""));
    const { problems, damaged } = await verify(install);
    expect(damaged).toEqual([]);
    return problems.map((one: { problem: string; line: number; from: number; to: number }) => [
      one.problem,
      one.line,
      one.from,
      one.to,
    ]);
  };
  const [one = "", two = "", three = "", four = "", five = ""] = lines;
  const at = lines.map((line) => JSON.parse(line)).map(({ from, count }) => [from, from + count - 1]);
  const total = install.total;
  expect(await found(one, three, four, five)).toEqual([["missing", null, ...(at[1] ?? [])]]);
  expect(await found(two, three, four, five)).toEqual([["missing", null, ...(at[0] ?? [])]]);
  expect(await found(one, two, three, four)).toEqual([["ahead", null, total, total]]);
  expect(await found(one, two, two, three, four, five)).toEqual([["repeated", 3, ...(at[1] ?? [])]]);
  expect(await found(one, two.replace(/"at":"2/, '"at":"1'), three, four, five)).toEqual([
    ["signature", 2, ...(at[1] ?? [])],
    ["missing", null, ...(at[1] ?? [])],
  ]);
  expect(await found(one, "{", three, four, five)).toEqual([
    ["unreadable", 2, null, null],
    ["missing", null, ...(at[1] ?? [])],
  ]);
  expect(await found(one, two.replace(/"install":"./, '"install":"x'), three, four, five)).toEqual([
    ["foreign", 2, ...(at[1] ?? [])],
    ["missing", null, ...(at[1] ?? [])],
  ]);
  expect(await found()).toEqual([["ahead", null, 1, total]]);
  rmSync(install.checkpoints);
  expect((await verify(install)).problems).toMatchObject([{ problem: "ahead", from: 1, to: total }]);
  writeFileSync(install.checkpoints, `${whole}${five.slice(0, 50)}`);
  expect((await install.quad("audit verify")).stdout).toMatch(
    /^Line 6, the last of the checkpoints, has no end; the next seal sets it aside\.\n/,
  );
});

test("where a checkpoint is missing, what the database's own chain shows is named", async () => {
  const install = await sealedInstall();
  const lines = readFileSync(install.checkpoints, "utf8").split("\n");
  writeFileSync(install.checkpoints, [lines[0], ...lines.slice(2)].join("\n"));
  const [{ id }] = await install.withSql(
    (sql) => sql<[{ id: number }]>`
      update QUAD_audit set actor = 'x' where id = (select entry_id from QUAD_audit_seals where position = 14) returning id`,
  );
  expect((await verify(install)).damaged).toEqual([[id, "edited"]]);
});

test("a copy of the checkpoints and of the public key can be used elsewhere; a wrong key is no key", async () => {
  const install = await sealedInstall();
  const [copy, key] = [join(install.directory, "copy.jsonl"), join(install.directory, "copy.pub")];
  copyFileSync(install.checkpoints, copy);
  copyFileSync(install.publicKey, key);
  rmSync(join(install.directory, "audit"), { recursive: true });
  expect((await verify(install, "--checkpoints", copy, "--public-key", key)).intact).toBe(true);
  expect(await install.quad(["audit", "verify", "--checkpoints", copy])).toEqual({
    code: 4,
    stdout: "",
    stderr: `There is no public key ${install.publicKey}, so that no signature can be checked.
Name a copy of it: --public-key FILE
From the private key beside it, the next seal makes it again: quad audit seal
`,
  });
  expect(await install.quad(["audit", "verify", "--checkpoints", "/nowhere"])).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no file /nowhere.\n",
  });
  expect(await install.quad(["audit", "verify", "--checkpoints", copy, "--public-key", copy])).toMatchObject({
    code: 2,
    stderr: `${copy} holds no key.\nIt is an Ed25519 key in PEM.\n`,
  });
});

test("much that is wrong is told in a hundred lines, and in JSON as a whole", async () => {
  const install = await testInstall();
  await install.withSql((sql) => newMembers(sql, 300));
  await install.quad("audit seal");
  await install.withSql(
    (sql) => sql`update QUAD_audit set actor = 'x' where table_name = 'quad_domain_members' and row_id <> ''`,
  );
  const { stdout } = await install.quad("audit verify");
  expect(stdout).toMatch(/\n… and 201 more; all of them: quad audit verify --json\n/);
  expect((await verify(install)).damaged.length).toBe(301);
});
