import { expect, test } from "vitest";
import { drift, sqlCompany } from "../../testing/company.ts";
import { emptyInstall } from "../../testing/install.ts";

test("path, depth, type and company cannot be written", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    const refused = {
      code: "QU005",
      message: "The path, depth, type and company of /acme/a follow from its parent and cannot be written.",
      hint: "Move it: quad domain move; rename it: quad domain rename",
    };
    await expect(sql`update QUAD_domains set path = '/x' where id = ${a}`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domains set depth = 2 where id = ${a}`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domains set domain_type = 'root' where id = ${a}`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domains set name = 'b', path = '/x' where id = ${a}`).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domains set company_id = gen_random_uuid() where id = ${a}`).rejects.toMatchObject(
      refused,
    );
    const [inserted] = await sql`
      insert into QUAD_domains (name, parent_domain_id, path, depth) values ('c', ${a}, '/elsewhere', 9)
      returning path, depth, domain_type`;
    expect(inserted).toEqual({ path: "/acme/a/c", depth: 2, domain_type: "subdomain" });
  });
});

test("a row that is saved whole, as object mappers do, is renamed", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    await sql`
      update QUAD_domains set name = 'b', path = path, depth = depth, domain_type = domain_type, company_id = company_id,
        parent_domain_id = parent_domain_id, display_name = display_name where id = ${a}`;
    expect(await acme.pathOf(a)).toBe("/acme/b");
  });
});

test("the type has to be what the depth makes it", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    await expect(
      sql`insert into QUAD_domains (name, parent_domain_id, domain_type) values ('a', ${acme.root}, 'root')`,
    ).rejects.toMatchObject({ constraint_name: "quad_domains_type_follows_depth" });
    await sql`insert into QUAD_domains (name, parent_domain_id, domain_type) values ('a', ${acme.root}, 'domain')`;
  });
});

test("renaming or moving rewrites the subtree, and no neighbour whose name sorts around the slash", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    for (const path of ["a", "a-b", "a0", "a00", "a/b", "a/b/c", "a-b/b", "a0/b", "z"]) await acme.domain(path);
    const paths = async () =>
      (await sql<{ path: string }[]>`select path from QUAD_domains where depth > 0 order by path collate "C"`).map(
        ({ path }) => path.slice("/acme/".length),
      );
    await sql`update QUAD_domains set name = 'renamed' where path = '/acme/a'`;
    expect(await paths()).toEqual(["a-b", "a-b/b", "a0", "a0/b", "a00", "renamed", "renamed/b", "renamed/b/c", "z"]);
    await sql`
      update QUAD_domains set parent_domain_id = (select id from QUAD_domains where path = '/acme/z')
      where path = '/acme/renamed/b'`;
    expect(await paths()).toEqual(["a-b", "a-b/b", "a0", "a0/b", "a00", "renamed", "z", "z/b", "z/b/c"]);
    await sql`update QUAD_domains set name = 'top' where depth = 0`;
    expect(await sql`select path from QUAD_domains where name = 'c'`).toEqual([{ path: "/top/z/b/c" }]);
    expect(await drift(sql)).toEqual([]);
  });
});

test("one statement may rename a whole tree, whatever the order of its rows", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    for (const path of ["a", "a/b", "a/b/c", "a/b/c/d", "e"]) await acme.domain(path);
    // The heap's order is the order of the last writes.
    for (const name of ["d", "b", "acme", "c", "a"]) {
      await sql`update QUAD_domains set display_name = 'x' where name = ${name}`;
      await sql`update QUAD_domains set name = name || '1'`;
      expect(await drift(sql)).toEqual([]);
      await sql`update QUAD_domains set name = left(name, -1)`;
    }
    expect(await sql`select path from QUAD_domains where name = 'd'`).toEqual([{ path: "/acme/a/b/c/d" }]);
  });
});

test("a move under itself is refused, also the long way round in one statement", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [a, b, c] = [await acme.domain("a"), await acme.domain("b"), await acme.domain("c")];
    const below = await acme.domain("a/below");
    const move = (id: string, to: string) => sql`update QUAD_domains set parent_domain_id = ${to} where id = ${id}`;
    await expect(move(a, a)).rejects.toMatchObject({
      code: "QU005",
      message: "/acme/a cannot be moved under itself (/acme/a).",
    });
    await expect(move(a, below)).rejects.toMatchObject({
      code: "QU005",
      message: "/acme/a cannot be moved under itself (/acme/a/below).",
    });
    await expect(
      sql`update QUAD_domains set parent_domain_id = case id when ${a} then ${b}::uuid else ${a} end where id in (${a}, ${b})`,
    ).rejects.toMatchObject({ code: "QU005" });
    await expect(
      sql`
        update QUAD_domains set parent_domain_id = case id when ${a} then ${b}::uuid when ${b} then ${c} else ${a} end
        where id in (${a}, ${b}, ${c})`,
    ).rejects.toMatchObject({ code: "QU005" });
    expect(await drift(sql)).toEqual([]);
    await sql`update QUAD_domains set parent_domain_id = case id when ${a} then ${b}::uuid else ${c} end where id in (${a}, ${b})`;
    expect(await acme.pathOf(below)).toBe("/acme/c/b/a/below");
  });
});

test("a root stays a root, and no other domain becomes one", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    await expect(sql`update QUAD_domains set parent_domain_id = ${a} where id = ${acme.root}`).rejects.toMatchObject({
      code: "QU005",
      message: "/acme cannot be moved: a root stays a root, and no other domain becomes one.",
    });
    await expect(sql`update QUAD_domains set parent_domain_id = null where id = ${a}`).rejects.toMatchObject({
      code: "QU005",
    });
  });
});

test("nothing crosses from one company to another", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    const [acme, beta] = [await sqlCompany(sql, "acme"), await sqlCompany(sql, "beta")];
    const [a, b] = [await acme.domain("a"), await beta.domain("b")];
    await expect(sql`update QUAD_domains set parent_domain_id = ${b} where id = ${a}`).rejects.toMatchObject({
      code: "QU005",
      message: "/beta/b belongs to another company than a.",
    });
    await expect(
      sql`insert into QUAD_domains (name, parent_domain_id, company_id) values ('x', ${b}, ${acme.id})`,
    ).rejects.toMatchObject({ code: "QU005" });
    const dev = await acme.member(a, "dev@acme.com");
    await expect(sql`update QUAD_domain_members set domain_id = ${b} where id = ${dev}`).rejects.toMatchObject({
      code: "QU005",
      message: "/beta/b belongs to another company; a membership stays in its own.",
    });
    const [user] = await sql<[{ id: string }]>`
      insert into QUAD_users (company_id, email) values (${beta.id}, 'admin@beta.com') returning id`;
    await expect(
      sql`insert into QUAD_domain_members (domain_id, email, role, invited_by) values (${a}, 'x@acme.com', 'QA', ${user.id})`,
    ).rejects.toMatchObject({
      code: "QU005",
      message: "x@acme.com cannot be invited to /acme/a by somebody who is no user of its company.",
    });
    await expect(sql`update QUAD_users set company_id = ${acme.id} where id = ${user.id}`).rejects.toMatchObject({
      code: "QU005",
    });
  });
});

test("an archived domain takes nobody and nothing, by whatever statement", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const [old, other] = [await acme.domain("old"), await acme.domain("other")];
    const there = await acme.member(old, "there@acme.com");
    const dev = await acme.member(other, "dev@acme.com");
    await sql`update QUAD_domains set archived_at = current_timestamp where id = ${old}`;
    const refused = {
      code: "QU005",
      message: "/acme/old is archived; nobody can be added to it.",
      hint: "Bring it back first: quad domain restore acme/old",
    };
    await expect(acme.member(old, "new@acme.com")).rejects.toMatchObject(refused);
    await expect(sql`update QUAD_domain_members set domain_id = ${old} where id = ${dev}`).rejects.toMatchObject(
      refused,
    );
    await expect(acme.domain("old/new")).rejects.toMatchObject({
      message: "/acme/old is archived; nothing can be put under it.",
    });
    await expect(sql`update QUAD_domains set parent_domain_id = ${old} where id = ${other}`).rejects.toMatchObject({
      message: "/acme/old is archived; nothing can be put under it.",
    });
    await sql`update QUAD_domain_members set allocation_percentage = 10 where id = ${there}`;
  });
});

test("a path stays under 2,000 bytes, also when an ancestor is renamed", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const long = "x".repeat(63);
    let path = "a";
    await acme.domain(path);
    for (let n = 0; n < 30; n += 1) {
      path = `${path}/${long}`;
      await acme.domain(path);
    }
    const deepest = `${path}/${"y".repeat(63)}`;
    await acme.domain(deepest); // 6 + 1 + 31 × 64 = 1,991 bytes
    await expect(acme.domain(`${deepest}/12345678`)).rejects.toMatchObject({
      code: "QU005",
      message: "The path of 12345678 would be 2000 bytes long; it must stay under 2,000.",
    });
    await expect(sql`update QUAD_domains set name = 'a23456789-' || 'a' where path = '/acme/a'`).rejects.toMatchObject({
      code: "QU005",
      message: "A path below what was renamed or moved would be 2,000 bytes long or longer.",
    });
    await sql`update QUAD_domains set name = 'a23456789' where path = '/acme/a'`;
    expect(await drift(sql)).toEqual([]);
  });
});

test("a self-hosted install has one root, by any statement; a cloud has many of different names", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const roots = (...names: string[]) => sql`
      insert into QUAD_domains (name, company_id) select n, ${acme.id} from json_array_elements_text(${JSON.stringify(names)}::text::json) n`;
    await expect(roots("beta")).rejects.toMatchObject({
      code: "QU005",
      message: "This install is self-hosted and has its root already: /acme.",
      hint: "Put it under that root: quad domain create beta --parent acme",
    });
    await sql`delete from QUAD_domains`;
    await expect(roots("beta", "gamma")).rejects.toMatchObject({ code: "QU005" });
    await roots("beta");
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    await roots("gamma", "delta");
    await expect(roots("gamma")).rejects.toMatchObject({ constraint_name: "quad_domains_path_once" });
    await expect(sql`update QUAD_install set deployment_model = 'self-hosted'`).rejects.toMatchObject({
      constraint_name: "quad_install_self_hosted_has_one_root",
    });
    await sql`delete from QUAD_domains where name <> 'gamma'`;
    await sql`update QUAD_install set deployment_model = 'self-hosted'`;
    expect(await drift(sql)).toEqual([]);
  });
});

test.each(["repeatable read", "serializable"])("the tree is not reshaped in a %s transaction", async (isolation) => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    const acme = await sqlCompany(sql);
    const a = await acme.domain("a");
    await expect(
      sql.begin(`isolation level ${isolation}`, (tx) => tx`update QUAD_domains set name = 'b' where id = ${a}`),
    ).rejects.toMatchObject({
      code: "QU005",
      message: `Domains are renamed and moved in READ COMMITTED transactions only, and this one is ${isolation.toUpperCase()}.`,
    });
    // A child whose parent has moved since the snapshot was taken would get a stale path.
    await expect(
      sql.begin(`isolation level ${isolation}`, async (tx) => {
        await tx`select 1 from QUAD_domains`;
        await withSql((other) => other`update QUAD_domains set name = 'moved' where id = ${acme.root}`);
        await tx`insert into QUAD_domains (name, parent_domain_id) values ('child', ${a})`;
      }),
    ).rejects.toMatchObject({ code: "40001" });
    expect(await drift(sql)).toEqual([]);
  });
});
