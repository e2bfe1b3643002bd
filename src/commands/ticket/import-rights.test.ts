import { beforeAll, expect, test } from "vitest";
import { type TwoCompanies, twoCompanies } from "../../testing/two-companies.ts";

let world: TwoCompanies;
beforeAll(async () => {
  world = await twoCompanies();
  return () => world.drop();
});

const stdin = "key,title,assignee\nJIRA-1,changed,dev@acme.com\nJIRA-7,added,somebody\n";
const into = (domain: string, as: string, ...more: string[]) =>
  world.install.quad([..."ticket import - --from csv --complete --domain".split(" "), domain, "--as", as, ...more], {
    stdin,
  });

test.each([
  ["boss", { root: 0, engineering: 0, web: 0, operations: 0 }],
  ["director", { root: 3, engineering: 0, web: 0, operations: 3 }],
  ["lead", { root: 3, engineering: 3, web: 0, operations: 3 }],
  ["dev", { root: 3, engineering: 3, web: 3, operations: 3 }],
  ["chief", { root: 3, engineering: 3, web: 3, operations: 0 }],
])("%s imports into the domains whose agents they may configure, and no other", async (who, codes) => {
  const places = {
    root: "/acme",
    engineering: "/acme/engineering",
    web: "/acme/engineering/web",
    operations: "/acme/operations",
  };
  for (const [name, path] of Object.entries(places)) {
    const run = await into(path, `acme:${who}@acme.com`, "--dry-run");
    expect([name, run.code], run.stderr).toEqual([name, codes[name as keyof typeof codes]]);
    if (run.code === 3) expect(run.stderr).toMatch(`${who}@acme.com may not configure agents in ${path}.\n`);
  }
});

test("a domain of another company is none", async () => {
  expect(await into("/beta/engineering", "acme:boss@acme.com")).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/^There is no domain \/beta\/engineering\.\n/),
  });
});

test("an import in a login of one's own changes what is in the file, in that domain alone", async () => {
  const { install, logins, acme } = world;
  const others = () =>
    install.withSql(async (sql) => [
      ...(await sql`
        select t.id, t.xmin::text from QUAD_itsm_tickets t join QUAD_domains d on d.id = t.domain_id
        where d.path <> '/acme/engineering/web' order by 1`),
    ]);
  const before = await others();
  const { name } = await logins.grant(acme, "lead@acme.com");
  const url = install.url.replace("//quad@", `//${name}@`);
  const run = await install.quad("ticket import - --from csv --domain web", { stdin, env: { QUAD_DATABASE_URL: url } });
  expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(": 1 new, 1 changed, 0 unchanged.") });
  expect(await others()).toEqual(before);
});
