import { expect, test } from "vitest";
import { testInstall } from "../install.ts";
import { builtQuad, pairs, type Timed, timed, within } from "./pairs.ts";

const commands = (somebody: string) => [
  "domain list",
  "domain show d7",
  "member list",
  "member list --domain d7",
  "member allocation --over 90",
  `member show ${somebody}`,
  "member add new@massmutual.com --domain d7 --role qa --allocation 10 --dry-run",
  `member set ${somebody} --domain d7 --allocation 20 --dry-run`,
  "domain move d7 --to d8 --dry-run",
];

test("what row-level security costs, at 100,000 members", { timeout: 400_000 }, async () => {
  const { url, withSql } = await testInstall();
  const login = `bench-${url.split("/").at(-1)}`;
  const somebody = await withSql(async (sql) => {
    await sql`
      insert into QUAD_domains (name, parent_domain_id)
      select 'd' || i, d.id from QUAD_domains d, generate_series(1, 2000) i where d.depth = 0`;
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      select d.id, 'dev' || row_number() over () || '@massmutual.com', 'DEVELOPER', 95
      from QUAD_domains d, generate_series(1, 50) where d.depth = 1`;
    await sql`select quad_grant_login(id, 'it-admin@massmutual.com', ${login}, null) from QUAD_companies`;
    await sql`vacuum analyze`;
    const [{ email }] = await sql<[{ email: string }]>`
      select m.email from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id where d.name = 'd7' limit 1`;
    return email;
  });
  try {
    const as = (user: string) => ({ QUAD_DATABASE_URL: url.replace("//quad@", `//${encodeURIComponent(user)}@`) });
    expect(as(login).QUAD_DATABASE_URL).not.toBe(url);
    for (const command of commands(somebody)) {
      const [person, owner] = [as(login), as("quad")].map((env) => builtQuad(command.split(" "), env)) as [
        Timed,
        Timed,
      ];
      // A few percent of a tenth of a second want more runs than those of a second.
      const { a, b, ratio } = pairs(person, owner, timed(owner) > 400 ? 5 : 15, 1.1);
      within(`${command.slice(0, 40)}, a person : the owner`, ratio, 1.1, `${a.toFixed(0)} ms : ${b.toFixed(0)} ms`);
    }
  } finally {
    await withSql((sql) => sql`delete from QUAD_logins`);
  }
});
