import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type TestInstall, testInstall } from "../../testing/install.ts";

const fixtures = "src/organisation/fixtures";

/** Takes what one install exports into another one. */
async function carry(from: TestInstall, to: TestInstall): Promise<string> {
  const { stdout } = await from.quad("org export");
  const file = join(to.directory, "organisation.yaml");
  writeFileSync(file, stdout);
  const done = await to.quad(`org import --from quad ${file}`);
  if (done.code !== 0) throw new Error(done.stderr);
  expect((await to.quad("org export")).stdout).toBe(stdout);
  expect((await to.quad(`org import --from quad ${file}`)).stdout).toMatch(/^Nothing to do/);
  return stdout;
}

test("an organisation is written as YAML, a member a line", async () => {
  const install = await testInstall();
  await install.quad("domain create life --parent massmutual --display-name '1e3: #Life' --admin lead@massmutual.com");
  await install.withSql(
    (sql) => sql`
      insert into QUAD_domain_members (domain_id, email, role, status, allocation_percentage, is_primary_domain)
      select id, ${"'quoted'@massmutual.com"}, 'QA', 'pending', 33.3, true from QUAD_domains where name = 'life'`,
  );
  expect(await install.quad("org export")).toEqual({
    code: 0,
    stdout: `# Written by quad org export. Read it back: quad org import --from quad FILE

format: quad/1
domains:
  - path: .
    display_name: Mass Mutual
    members:
      - { email: it-admin@massmutual.com, role: QUAD_ADMIN, allocation: 0 }
  - path: life
    display_name: "1e3: #Life"
    members:
      - { email: lead@massmutual.com, role: DOMAIN_ADMIN, allocation: 0 }
      - { email: "'quoted'@massmutual.com", role: QA, allocation: 33.3, primary: true, status: pending }
`,
    stderr: "",
  });
  expect((await install.json("org export --under life")).domains.map(({ path }: { path: string }) => path)).toEqual([
    ".",
  ]);
});

test("a real organisation comes back the same in another install", async () => {
  const from = await testInstall();
  await from.quad(`org import --from peribolos ${fixtures} --email-domain knative.dev --allocation even`);
  const yaml = await carry(from, await testInstall());
  expect(yaml.match(/- path:/g)).toHaveLength(96);
  expect(yaml.match(/- \{ email:/g)).toHaveLength(312);
});

test("archived domains come back archived, with their members, and are restored together", async () => {
  const [from, to] = [await testInstall(), await testInstall()];
  await from.quad("domain create life --parent massmutual --admin lead@massmutual.com");
  await from.quad("domain create claims --parent life");
  await from.withSql((sql) => sql`update QUAD_domains set archived_at = current_timestamp where depth > 0`);
  await carry(from, to);
  const rows = await to.withSql(
    (sql) => sql`select count(distinct archived_at) as n from QUAD_domains where depth > 0`,
  );
  expect([...rows]).toEqual([{ n: 1 }]);
});

test("a display name that was changed in the file replaces the one that stands", async () => {
  const install = await testInstall();
  const { stdout } = await install.quad("org export");
  expect(
    await install.quad("org import --from quad - --dry-run", { stdin: stdout.replace("Mass Mutual", "MassMutual") }),
  ).toMatchObject({
    stdout: `~ domain /massmutual (Mass Mutual → MassMutual)
Would rename 1 domain under /massmutual. Unchanged: 0 domains, 1 member.
`,
  });
});

const roles = ["DOMAIN_ADMIN", "SUBDOMAIN_ADMIN", "DEVELOPER", "QA", "QA_LEAD", "INFRASTRUCTURE", "DATABASE"];
const rows = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom("a", "b-1", "c"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
    email: fc.constantFrom("ada@m.com", "0@m.com", "null@m.com", "{x}'#@m.com", "`eve`@m.com"),
    role: fc.constantFrom(...roles),
    allocation: fc.integer({ min: 0, max: 500 }).map((n) => n / 100),
    status: fc.constantFrom("active", "pending"),
  }),
  { maxLength: 20 },
);

test("whatever an organisation is, its export makes it again", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (memberships) => {
      const once = new Map(memberships.map((row) => [`${row.path} ${row.email} ${row.role}`, row]));
      const csv = [...once.values()].map(({ path, email, role, allocation, status }) =>
        [path, email, role, allocation, status].join(","),
      );
      const from = await testInstall();
      const stdin = ["domain,email,role,allocation,status", ...csv].join("\n");
      expect((await from.quad("org import --from csv -", { stdin })).stderr).toBe("");
      await carry(from, await testInstall());
    }),
    { numRuns: 8 },
  );
});
