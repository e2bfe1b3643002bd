import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type TestInstall, testInstall } from "../../testing/install.ts";

const fixtures = "src/organisation/fixtures";
const knative = `--from peribolos ${fixtures}/knative.yaml ${fixtures}/knative-extensions.yaml --email-domain knative.dev`;

const state = ({ withSql }: TestInstall) =>
  withSql(async (sql) => ({
    domains: await sql`select path, display_name from QUAD_domains order by path`,
    members: await sql`
      select d.path, m.email, m.role, m.status, m.allocation_percentage as allocation, m.is_primary_domain as "primary"
      from QUAD_domain_members m join QUAD_domains d on d.id = m.domain_id
      order by d.path, m.email, m.role`,
  }));

function write({ directory }: TestInstall, name: string, text: string | Uint8Array): string {
  const path = join(directory, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test("a real organisation comes in, and a second run changes nothing", async () => {
  const install = await testInstall();
  expect(await install.quad(`org import ${knative}`)).toEqual({
    code: 0,
    stdout: "Created 95 domains, added 311 members (81 people) under /massmutual.\n",
    stderr: "",
  });
  const first = await state(install);
  expect(first.domains).toHaveLength(96);
  expect(first.members).toHaveLength(312);
  expect(first.domains).toContainEqual({
    path: "/massmutual/knative/serving-writers/serving-wg-leads",
    display_name: "Serving WG Leads",
  });
  expect(await install.quad(`org import ${knative}`)).toEqual({
    code: 0,
    stdout: "Nothing to do: /massmutual has the 95 domains and 311 members already.\n",
    stderr: "",
  });
  expect(await state(install)).toEqual(first);
});

test("--dry-run shows what the run does, and does nothing", async () => {
  const install = await testInstall();
  const file = write(
    install,
    "acme.yaml",
    "orgs: { acme: { name: Acme, admins: [ada], teams: { Writers: { members: [Bob] } } } }",
  );
  const line = `org import --from peribolos ${file} --email-domain acme.com`;
  const before = await state(install);
  expect(await install.quad(`${line} --dry-run`)).toEqual({
    code: 0,
    stdout: `+ domain /massmutual/acme (Acme)
+ domain /massmutual/acme/writers (Writers)
+ member ada@acme.com in /massmutual/acme: DOMAIN_ADMIN, 0 %
+ member bob@acme.com in /massmutual/acme/writers: DEVELOPER, 0 %
Would create 2 domains, add 2 members (2 people) under /massmutual.
`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(await state(install)).toEqual(before);
  const planned = await install.json(`${line} --dry-run --allocation even`);
  expect(await state(install)).toEqual(before);
  expect(await install.json(`${line} --allocation even`)).toEqual(planned);
  expect(planned.members.add[1]).toEqual({
    email: "bob@acme.com",
    domain: "/massmutual/acme/writers",
    role: "DEVELOPER",
    status: "active",
    allocation: 100,
    primary: false,
  });
});

test("time is split evenly over teams, and again the same", async () => {
  const install = await testInstall();
  await install.quad(`org import ${knative}`);
  const changed = await install.quad(`org import ${knative} --allocation even`);
  expect(changed.stdout).toBe("Changed 239 members under /massmutual. Unchanged: 95 domains, 72 members.\n");
  const totals = await install.withSql(
    (sql) => sql`select allocated, count(*) as people from QUAD_people where memberships > 0 group by 1 order by 1`,
  );
  expect([...totals]).toEqual([
    { allocated: 0, people: 1 },
    { allocated: 100, people: 81 },
  ]);
  expect((await install.quad(`org import ${knative} --allocation even`)).stdout).toMatch(/^Nothing to do: /);
  // What was given by hand stays when nothing is said.
  expect((await install.quad(`org import ${knative}`)).stdout).toMatch(/^Nothing to do: /);
});

test("a directory is read whole, in the split layout", async () => {
  const install = await testInstall();
  write(install, "config/kubernetes/org.yaml", "name: Kubernetes\nadmins: [root]\nmembers: [ada]\n");
  write(install, "config/kubernetes/sig-docs/teams.yaml", "teams: { sig-docs-owners: { members: [ada] } }\n");
  write(install, "config/kubernetes/OWNERS", "approvers: [ada]\n");
  write(install, "config/.github/workflow.yaml", "}{");
  const restrictions = write(install, "config/restrictions.yaml", "restrictions: []\n");
  expect(
    await install.quad(`org import --from peribolos ${join(install.directory, "config")} --email-domain k8s.io`),
  ).toEqual({
    code: 0,
    stdout: "Created 2 domains, added 3 members (2 people) under /massmutual.\n",
    stderr: `${restrictions} was passed over: it has no orgs, members or teams.\n`,
  });
});

test("every problem of every file is listed, and nothing is written", async () => {
  const install = await testInstall();
  const broken = write(install, "broken.yaml", "orgs:\n  acme:\n    members: [two words]\n    teams: { '!': }\n");
  const binary = write(install, "binary.yaml", Uint8Array.from([0xff, 0xfe, 0x00, 0x41]));
  const zeros = write(install, "zeros.yaml", "orgs: {}\n\0");
  const large = write(install, "large.yaml", `# ${"x".repeat(10_000_000)}`);
  const fine = write(install, "fine.yaml", "orgs: { fine: { members: [ada] } }\n");
  const before = await state(install);
  expect(
    await install.quad(
      `org import --from peribolos /nowhere.yaml ${binary} ${zeros} ${large} ${broken} ${fine} --email-domain acme.com`,
    ),
  ).toEqual({
    code: 2,
    stdout: "",
    stderr: `6 problems in 5 files. Nothing was changed.
/nowhere.yaml: There is no such file.
${binary}: It is not a text file in UTF-8.
${zeros}: It is not a text file.
${large}: It is 10.0 MB long; 4.0 MB are read at most.
${broken}:3: "two words" is not a login.
${broken}:4: "!" has no letter a to z and no digit to make a domain's name of.
`,
  });
  expect(await state(install)).toEqual(before);
});

test("standard input is a file, and a file named twice is one", async () => {
  const install = await testInstall();
  const text = "domain,email,role\nlife,ada@massmutual.com,QA\n";
  const done = await install.quad("org import --from csv -", { stdin: text });
  expect(done.stdout).toBe("Created 1 domain, added 1 member (1 person) under /massmutual.\n");
  const file = write(install, "people.csv", text);
  expect((await install.quad(`org import --from csv ${file} ${install.directory}`)).stdout).toMatch(/^Nothing to do/);
});

test("a plan without the seats is refused before anything is written, in a dry run too", async () => {
  const install = await testInstall({ plan: "free" });
  for (const flag of ["", " --dry-run"]) {
    expect(await install.quad(`org import ${knative}${flag}`)).toEqual({
      code: 5,
      stdout: "",
      stderr:
        "The Free plan of Massachusetts Mutual Life Insurance holds 5 people; this would make 82.\n" +
        "Change the plan: quad company set --plan pro\n",
    });
  }
  expect((await state(install)).domains).toHaveLength(1);
});

test("a person's time, primary domain and status come from CSV, and swap between domains", async () => {
  const install = await testInstall();
  const csv = (a: number, b: number, primary: string) =>
    write(
      install,
      "people.csv",
      "domain,email,role,allocation,primary,status\n" +
        `life,ada@m.com,QA,${a},${primary === "life" ? "yes" : ""},pending\nclaims,ada@m.com,QA,${b},${primary === "claims" ? "yes" : ""},\n`,
    );
  await install.quad(`org import --from csv ${csv(80, 20, "life")}`);
  const line = `org import --from csv ${csv(10, 90, "claims")}`;
  expect((await install.quad(`${line} --dry-run`)).stdout).toBe(
    `~ member ada@m.com in /massmutual/claims: QA, 20 % → 90 % primary
~ member ada@m.com in /massmutual/life: QA, 80 % primary pending → 10 % pending
Would change 2 members under /massmutual. Unchanged: 2 domains, 0 members.
`,
  );
  expect((await install.quad(line)).code).toBe(0);
  expect((await install.quad(line)).stdout).toMatch(/^Nothing to do/);
  expect((await install.quad(`${line} --allocation even`)).stderr).toContain(
    "people.csv:2: It sets an allocation, which --allocation even would set too.",
  );
  expect((await install.quad(`org import --from csv ${csv(60, 60, "")}`)).stderr).toBe(
    "ada@m.com would be allocated 120 %: 60 % in /massmutual/claims, 60 % in /massmutual/life.\n" +
      "Nobody can be above 100 %. What a person holds: quad member show EMAIL\n",
  );
});

test("an invitation names who invites", async () => {
  const install = await testInstall();
  await install.quad("org import --from csv -", { stdin: "domain,email,role,status\nlife,ada@m.com,QA,pending\n" });
  const rows = await install.withSql(
    (sql) => sql`
      select u.email from QUAD_domain_members m join QUAD_users u on u.id = m.invited_by where m.email = 'ada@m.com'`,
  );
  expect([...rows]).toEqual([{ email: "it-admin@massmutual.com" }]);
});

test("what is not in the file stays: domains, members, display names, roles given by hand", async () => {
  const install = await testInstall();
  const file = write(
    install,
    "m.yaml",
    "orgs: { massmutual: { admins: [it-admin], teams: { Life: { members: [ada] } } } }",
  );
  await install.quad(
    "domain create life --parent massmutual --display-name 'Life Insurance' --admin ada@massmutual.com",
  );
  await install.quad("domain create by-hand --parent life --admin eve@massmutual.com");
  const before = await state(install);
  expect(await install.quad(`org import --from peribolos ${file} --email-domain massmutual.com`)).toEqual({
    code: 0,
    stdout: "Nothing to do: /massmutual has the 2 domains and 2 members already.\n",
    stderr: "2 people hold a wider role than the file's already; it stays theirs alone.\n",
  });
  expect(await state(install)).toEqual(before);
});

test("an archived domain in the way is named", async () => {
  const install = await testInstall();
  await install.quad("domain create life --parent massmutual");
  await install.withSql((sql) => sql`update QUAD_domains set archived_at = current_timestamp where name = 'life'`);
  const file = write(install, "people.csv", "domain,email,role\nlife,ada@m.com,QA\n");
  expect(await install.quad(`org import --from csv ${file}`)).toEqual({
    code: 5,
    stdout: "",
    stderr:
      `${file}:2: /massmutual/life is archived; nothing can be put into it.\n` +
      "Bring it back first: quad domain restore massmutual/life\n",
  });
});

test("on an install with several roots the target is named", async () => {
  const install = await testInstall({ model: "cloud" });
  await install.withSql(
    (sql) => sql`
      insert into QUAD_domains (name, display_name, company_id)
      select 'agency', 'Agency', id from QUAD_companies`,
  );
  const stdin = "domain,email,role\nlife,ada@m.com,QA\n";
  expect(await install.quad("org import --from csv -", { stdin })).toEqual({
    code: 2,
    stdout: "",
    stderr: "There are several roots.\n  /agency\n  /massmutual\nSay which: --under DOMAIN\n",
  });
  expect((await install.quad("org import --from csv - --under massmutual", { stdin })).code).toBe(0);
});

test("flags that mean nothing for a format are refused", async () => {
  const { quad } = await testInstall();
  expect(await quad("org import --from csv x.csv --member-role QA")).toEqual({
    code: 2,
    stdout: "",
    stderr: "The files of --from csv name roles themselves.\nLeave out the flags that map roles.\n",
  });
  expect((await quad("org import --from peribolos x.yaml --email-domain 'not a host'")).stderr).toContain(
    '"not a host" is not a mail domain, such as example.com.',
  );
});

test("imports at the same moment end as one", async () => {
  const install = await testInstall();
  const runs = await Promise.all(
    Array.from({ length: 4 }, () => install.quad(`org import ${knative} --allocation even`)),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(runs.filter(({ stdout }) => stdout.startsWith("Created 95 domains, added 311 members"))).toHaveLength(1);
  expect(runs.filter(({ stdout }) => stdout.startsWith("Nothing to do"))).toHaveLength(3);
  expect((await state(install)).members).toHaveLength(312);
});

test("an import and other commands at the same moment all come through", async () => {
  const install = await testInstall();
  const runs = await Promise.all([
    install.quad(`org import ${knative} --allocation even`),
    ...Array.from({ length: 6 }, (_, i) => [
      install.quad(`domain create hand-${i} --parent massmutual --admin aliok@knative.dev`),
      install.quad(`member add p${i}@knative.dev --domain massmutual --role QA`),
    ]).flat(),
    install.quad(`org import ${knative}`),
  ]);
  expect(runs.filter(({ code }) => code !== 0)).toEqual([]);
  expect((await state(install)).domains).toHaveLength(1 + 95 + 6);
});

test("800 teams with 4,000 memberships come in within seconds", async () => {
  const install = await testInstall();
  const teams = Array.from({ length: 800 }, (_, i) => {
    const people = Array.from({ length: 5 }, (_, j) => `user-${(i * 7 + j * 131) % 1500}`);
    return `      Team ${i}:\n        description: Team number ${i}\n        members: [${people.join(", ")}]\n`;
  });
  const file = write(install, "large.yaml", `orgs:\n  large:\n    teams:\n${teams.join("")}`);
  const line = `org import --from peribolos ${file} --email-domain large.com --allocation even`;
  const begun = Date.now();
  const done = await install.quad(line);
  expect(done.stdout).toBe("Created 801 domains, added 4,000 members (1,500 people) under /massmutual.\n");
  expect((await install.quad(line)).stdout).toMatch(/^Nothing to do/);
  // Twice within 5 s on an idle machine; tests run beside each other.
  expect(Date.now() - begun).toBeLessThan(15_000);
});
