import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createInstall, type Run, type TestInstall, words } from "../testing/install.ts";

let install: TestInstall;
beforeAll(async () => {
  const made = await createInstall();
  install = made;
  await made.quad("init --company Acme --root acme --admin admin@acme.com --plan pro");
  await made.quad("domain create team --parent acme");
  await made.quad("member add dev@acme.com --domain team --role developer --allocation 10");
  await made.quad("user add dev@acme.com");
  return made.drop;
});

/** Every argument and flag that takes a value, `§` in its place. */
const places = {
  slug: ["domain create § --parent acme", "domain rename team §", "init --company B --admin b@b.com --root §"],
  email: [
    "domain create x --parent acme --admin §",
    "member add § --domain team --role qa",
    "member invite § --domain team --role qa",
    "member accept § --domain team",
    "member show §",
    "member set § --domain team --allocation 5",
    "member remove § --domain team",
    "member offboard § --yes",
    "access grant § --dry-run",
    "access revoke § --yes",
    "user add §",
    "user show §",
    "user rename § new@acme.com",
    "user rename dev@acme.com §",
    "user remove § --yes",
    "company create B --root b --admin §",
    "company set --admin §",
    "key set github --path a/b --user §",
    "key unset github --user §",
    "key show github --user §",
    "key resolve github --domain team --user §",
    "key rotate github --path a/b --user §",
    "key list --user §",
    "ticket list --assignee §",
    "branch list --developer §",
    "branch orphans --developer §",
    "member alias add jdoe §",
    "member alias list --email §",
    "mail list --to §",
    "mail test §",
    "init --company B --root b --admin §",
  ],
  percentage: [
    "member add x@acme.com --domain team --role qa --allocation §",
    "member invite x@acme.com --domain team --role qa --allocation §",
    "member set dev@acme.com --domain team --allocation §",
    "member allocation --over §",
    "member allocation --free §",
  ],
  label: [
    "domain create x --parent acme --display-name §",
    "domain rename team --display-name §",
    "company create § --root b --admin b@b.com",
    "company create B --root b --admin b@b.com --display-name §",
    "company create B --root b --admin b@b.com --size §",
    "company set --name §",
    "request submit --tool § --category Design --team-size 3 --dry-run",
    "company set --size §",
    "user add x@acme.com --name §",
    "user add x@acme.com --sso-subject §",
    "init --company § --root b --admin b@b.com",
    "init --company B --root b --admin b@b.com --display-name §",
    "init --company B --root b --admin b@b.com --size §",
  ],
  domain: [
    "access can-i use_agents --domain §",
    "access who-can use_agents --domain §",
    "domain create x --parent §",
    "domain list --under §",
    "domain tree §",
    "domain show §",
    "domain rename § x",
    "domain move § --to acme",
    "domain move team --to §",
    "domain archive §",
    "domain restore §",
    "domain delete §",
    "member add x@acme.com --domain § --role qa",
    "member accept dev@acme.com --domain §",
    "member list --domain §",
    "member set dev@acme.com --domain § --allocation 5",
    "member remove dev@acme.com --domain §",
    "member allocation --domain §",
    "key set github --path a/b --domain §",
    "key unset github --domain §",
    "key block github --domain §",
    "key show github --domain §",
    "key resolve github --domain §",
    "key matrix --domain §",
    "key usage github --domain §",
    "key list --domain §",
    "key rotate github --path a/b --domain §",
    "key exec --provider github --domain § /bin/true",
    "domain set § --full-load 40",
    "workload snapshot --domain § --dry-run",
    "workload report --domain §",
    "workload trend --domain §",
    "workload explain dev@acme.com --domain §",
    "workload alerts --domain §",
    "workload suggest --domain §",
    "workload simulate --allocate dev@acme.com=20 --domain §",
    "workload forecast --domain §",
    "ticket import /dev/null --from csv --domain §",
    "ticket list --domain §",
    "ticket show A-1 --domain §",
    "ticket project add WEB --tool jira --domain §",
    "ticket project list --domain §",
    "ticket project remove WEB --domain §",
    "branch scan --all --domain §",
    "branch list --domain §",
    "branch orphans --domain §",
    "branch link x A-1 --domain §",
    "branch unlink x --domain §",
    "branch explain x --domain §",
    "branch stats --domain §",
    "branch repo add https://git.example.com/x --domain §",
    "branch repo list --domain §",
    "branch repo remove x --domain §",
  ],
  tool: [
    "key set § --path a/b --domain team",
    "key unset § --domain team",
    "key block § --domain team",
    "key resolve §",
    "key list --provider §",
    "key exec --provider § /bin/true",
  ],
  path: ["key set github --path § --domain team", "key rotate github --path § --domain team"],
  span: [
    "key expiring --within §",
    "integration health github --url http://127.0.0.1:1 --timeout §",
    "key set github --path a/b --domain team --expires §",
    "key rotate github --path a/b --domain team --grace §",
  ],
  day: [
    "calendar add § Eve --dry-run",
    "calendar remove §",
    "calendar due --days 5 --from §",
    "workload snapshot --date § --dry-run",
    "workload snapshot --backfill § --dry-run",
    "workload report --date §",
    "workload prune --keep § --yes --dry-run",
    "workload trend --days §",
    "workload forecast --days §",
  ],
  move: ["workload simulate --domain team --move §", "workload simulate --domain team --allocate §"],
  mail: ["mail show §", "mail retry § --dry-run", "mail drop § --dry-run", "mail preview §"],
  ticket: ["ticket show §"],
  branch: ["branch explain §", "branch repo add https://git.example.com/x --domain team --base §"],
  file: [
    "calendar import §",
    "request receive §",
    "request beta x --patch §",
    "ticket import § --from csv --domain team",
    "patch apply § --yes",
    "patch adopt § --yes",
    "patch plan §",
    "patch verify §",
    "patch verify § --unsigned --sha256 0000000000000000000000000000000000000000000000000000000000000000",
    "patch fetch x --from §",
    "patch publish § --secret-key /nowhere",
    "patch publish /nowhere --secret-key §",
    "patch build §",
    "patch trust add §",
    "patch sign § --secret-key /nowhere",
    "patch sign /nowhere --secret-key §",
  ],
  choice: [
    "domain set team --estimation §",
    "domain set team --full-load §",
    "domain set team --branch-active-days §",
    "patch verify x --unsigned --sha256 §",
    "patch rollback § --yes",
    "patch rollback x --undo-by §",
    "patch fetch §",
    "patch show §",
    "patch publish /nowhere --secret-key /nowhere --withdraw §",
    "patch publish /nowhere --secret-key /nowhere --expires §",
    "patch trust revoke § --because x",
    "workload report --format §",
    "workload alerts --level §",
    "workload suggest --domain team --threshold §",
    "ticket import /dev/null --domain team --from §",
    "ticket import /dev/null --from csv --domain team --map §",
    "ticket import /dev/null --from csv --domain team --status §",
    "ticket import /dev/null --from csv --domain team --email-domain §",
    "ticket list --limit §",
    "branch list --limit §",
    "branch list --state §",
    "branch repo add https://git.example.com/x --domain team --name §",
    "ticket project add § --tool jira --domain team",
    "ticket project add WEB --tool § --domain team",
    "ticket project remove § --domain team",
    "member add x@acme.com --domain team --role §",
    "member set dev@acme.com --domain team --role § --allocation 5",
    "member set dev@acme.com --domain team --to-role §",
    "member remove dev@acme.com --domain team --role §",
    "member list --role §",
    "role show §",
    "company create B --root b --admin b@b.com --plan §",
    "company set --plan §",
    "user add x@acme.com --sso §",
    "user add x@acme.com --avatar §",
    "init --company B --root b --admin b@b.com --plan §",
    "init --company B --root b --admin b@b.com --model §",
  ],
  name: [
    "company show §",
    "company set § --size small",
    "domain create x --company §",
    "member list --company §",
    "key list --company §",
    "workload snapshot --company § --dry-run",
    "workload report --company §",
    "key matrix --company §",
    "integration list --role §",
    "integration list --company §",
    "integration show §",
    "integration show github --company §",
    "integration health § --url http://127.0.0.1:1",
    "integration health github --url §",
    "integration enable §",
    "integration disable §",
    "integration enable github --company §",
    "request submit --tool Miro --category § --team-size 3 --dry-run",
    "request submit --tool Miro --category Design --team-size 3 --company § --dry-run",
    "request list --company §",
    "request show §",
    "request comment § Hello",
    "request withdraw §",
    "request vote §",
    "request feedback § --bug Broken",
    "request feedback x --fixed-in §",
    "request sla --due §",
    "request stats --since §",
    "request refresh §",
    "request assign § --to Ada",
    "request estimate § --ready 2199-01-01",
    "request beta § --patch x-beta-1.0",
    "request ticket §",
    "calendar show --company §",
    "calendar set --time-zone §",
    "calendar due --days 5 --company §",
    "key migrate-legacy --company §",
    "member allocation --company §",
    "user add x@acme.com --company §",
    "user list --company §",
    "user show dev@acme.com --company §",
    "user rename dev@acme.com new@acme.com --company §",
    "user remove dev@acme.com --yes --company §",
    "domain delete acme --recursive --confirm §",
    "branch scan --domain team --repo §",
    "branch scan --stdin --domain team --repo §",
    "branch repo add § --domain team",
    "branch link § A-1",
    "branch unlink §",
    "branch repo remove §",
    "member alias list --company §",
    "member alias remove §",
  ],
} as const;

const run = (line: string, value: string, ...more: string[]): Promise<Run> =>
  install.quad([...words(line).map((word) => (word === "§" ? value : word)), ...more], {
    env: { QUAD_PATCH_SOURCE: install.directory },
  });

const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Nothing of a bug, nothing that a terminal would obey, nothing endless. */
function expectCivil({ code, stdout, stderr }: Run): void {
  expect(code, stderr).not.toBe(1);
  // Rows that are piped are parted by tabs: `branch explain -- --dry-run` names a branch, and prints one.
  expect(stdout.replaceAll("\t", "") + stderr).not.toMatch(controls);
  expect(stderr).not.toMatch(/\n\s+at |This is a bug/);
  expect(stderr.length).toBeLessThan(2000);
  if (code !== 0) expect(stderr).not.toBe("");
}

const always = [
  "",
  " ",
  "x".repeat(10_000),
  "/".repeat(10_000),
  "\u001b[31mred",
  "bell\u0007",
  "line\nbreak",
  "\u009b31m",
  "\u202egnp.exe",
  "nul\u0000byte",
  "half \ud83d",
  "'; drop table QUAD_companies; --",
  "../../etc/passwd",
];

const inDomain = Object.entries(places).flatMap(([kind, lines]) => lines.map((line) => [kind, line] as const));

test.each(inDomain)("%s: %s takes nothing that would do harm", async (kind, line) => {
  // A file may be there, and be no archive.
  const codes = kind === "file" ? [2, 3, 4, 5] : kind === "name" ? [2, 4] : [2];
  // A path names a folder and an item of the vault, and nothing on this host.
  const harmless: Readonly<Record<string, readonly string[]>> = {
    label: ["'; drop table QUAD_companies; --", "../../etc/passwd"],
    path: ["../../etc/passwd"],
    // Where these tests run two levels deep it is there, and read.
    file: ["../../etc/passwd"],
    ticket: ["../../etc/passwd"],
    branch: ["\u202egnp.exe", "'; drop table QUAD_companies; --", "../../etc/passwd", "/".repeat(10_000)],
  };
  for (const value of always.filter((one) => !harmless[kind]?.includes(one))) {
    const plain = await run(line, value);
    expectCivil(plain);
    expect(codes, `${JSON.stringify(value.slice(0, 50))}: ${plain.stderr}`).toContain(plain.code);
    expect(plain.stdout).toBe("");
  }
  const json = await run(line, "\u001b[31m\u009b\u202e", "--json");
  expectCivil(json);
  expect(JSON.parse(json.stderr).error).toMatchObject({ message: expect.stringMatching(/\.$/) });
});

test.each(places.percentage)("percentage: %s takes plain decimals only", async (line) => {
  for (const value of [
    "1e3",
    "1e1",
    "NaN",
    "Infinity",
    "-0",
    "-1",
    "33.333",
    "100.01",
    "101",
    "+5",
    "5%",
    "0x10",
    "٥٠",
    ".5",
  ]) {
    const { code, stderr } = await run(line, value);
    expect(code, value).toBe(2);
    expect(stderr).toContain(
      `${JSON.stringify(value)} is not a percentage: 0 to 100, at most two decimals, as in 50 or 33.33.`,
    );
  }
});

test("a job title is refused with the role that it means", async () => {
  expect(await run("member add x@acme.com --domain team --role §", "director")).toEqual({
    code: 2,
    stdout: "",
    stderr: "DIRECTOR is a job title, not a role; its role is DOMAIN_ADMIN.\nPerhaps: --role DOMAIN_ADMIN\n",
  });
  expect((await run("member list --role §", "team lead")).stderr).toBe(
    "TEAM_LEAD is a job title, not a role; its role is SUBDOMAIN_ADMIN.\nPerhaps: --role SUBDOMAIN_ADMIN\n",
  );
});

test("whatever text is given wherever, it is taken or refused in a sentence", async () => {
  const lines = inDomain.map(([, line]) => line);
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom("-", "/", "a", "\u0000", "\u001b", "%", "'", "\\", "@", ".", "\u200b"),
      maxLength: 12,
    }),
    fc.constantFrom("--", "-", "--json", "--help", "-x", "__proto__", "constructor", "acme/team", "/acme"),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lines), text, fc.boolean(), async (line, value, json) => {
      expectCivil(await run(line, value, "--dry-run", ...(json ? ["--json"] : [])));
    }),
    { numRuns: 300 },
  );
});
