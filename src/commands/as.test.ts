import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sql } from "../postgres/sql.ts";
import { attribute, transaction } from "../postgres/transaction.ts";
import { emptyInstall, type TestInstall, testInstall } from "../testing/install.ts";

/** The spec's company: a director, a team lead under them, a developer, and another division. */
async function company(): Promise<TestInstall> {
  const install = await testInstall();
  for (const line of [
    "domain create insurance-division --parent massmutual --admin director@massmutual.com",
    "domain create life-insurance --parent insurance-division --admin teamlead@massmutual.com",
    "domain create wealth-management --parent massmutual --admin wealth@massmutual.com",
    "member add dev@massmutual.com --domain life-insurance --role developer --allocation 50",
  ]) {
    expect(await install.quad(line)).toMatchObject({ code: 0 });
  }
  return install;
}

const codes: readonly (readonly [line: string, director: number, teamlead: number, dev: number])[] = [
  ["domain list", 0, 0, 0],
  ["domain tree", 0, 0, 0],
  ["domain show wealth-management", 0, 0, 0],
  ["member list", 0, 0, 0],
  ["member show dev@massmutual.com", 0, 0, 0],
  ["member allocation", 0, 0, 0],
  ["role list", 0, 0, 0],
  ["company list", 0, 0, 0],
  ["company show", 0, 0, 0],
  ["user list", 0, 0, 0],
  ["org export", 0, 0, 0],
  ["domain create annuities --parent insurance-division", 0, 3, 3],
  ["domain create annuities --parent life-insurance", 0, 3, 3],
  ["domain create annuities --parent massmutual", 3, 3, 3],
  ["domain create annuities --parent insurance-division --admin lead@massmutual.com", 0, 3, 3],
  ["domain rename life-insurance life", 0, 3, 3],
  ["domain rename insurance-division insurance", 3, 3, 3],
  ["domain move life-insurance --to wealth-management", 3, 3, 3],
  ["domain archive life-insurance", 0, 3, 3],
  ["domain archive insurance-division", 3, 3, 3],
  ["domain delete life-insurance --recursive --confirm life-insurance", 0, 3, 3],
  ["domain delete wealth-management --recursive --confirm wealth-management", 3, 3, 3],
  ["member add qa@massmutual.com --domain life-insurance --role qa", 0, 0, 3],
  ["member invite qa@massmutual.com --domain life-insurance --role qa", 0, 0, 3],
  ["member add qa@massmutual.com --domain insurance-division --role qa", 0, 3, 3],
  ["member add qa@massmutual.com --domain wealth-management --role qa", 3, 3, 3],
  ["member add lead@massmutual.com --domain life-insurance --role subdomain_admin", 0, 3, 3],
  ["member add director@massmutual.com --domain massmutual --role quad_admin", 3, 3, 3],
  ["member set dev@massmutual.com --domain life-insurance --allocation 80", 0, 0, 3],
  ["member set dev@massmutual.com --domain life-insurance --to-role domain_admin", 0, 3, 3],
  ["member remove dev@massmutual.com --domain life-insurance", 0, 0, 3],
  ["member remove teamlead@massmutual.com --domain life-insurance", 0, 3, 3],
  ["member offboard dev@massmutual.com --yes", 0, 0, 3],
  ["member offboard wealth@massmutual.com --yes", 3, 3, 3],
  ["user add dev@massmutual.com", 3, 3, 3],
  ["user rename it-admin@massmutual.com me@massmutual.com", 3, 3, 3],
  ["user remove it-admin@massmutual.com", 3, 3, 3],
  ["company set --size small", 3, 3, 3],
  ["key list", 0, 0, 0],
  ["key matrix", 0, 0, 0],
  ["key resolve github --user dev@massmutual.com --domain life-insurance --explain", 4, 3, 4],
  ["key set github --path a/b --domain life-insurance", 0, 3, 3],
  ["key set github --path a/b --domain massmutual", 3, 3, 3],
  ["key set github --path a/b --user dev@massmutual.com", 3, 3, 0],
  ["key block github --domain life-insurance --yes", 0, 3, 3],
  ["key unset jira --domain life-insurance --yes", 0, 3, 3],
  ["key usage jira --domain life-insurance", 0, 3, 3],
  ["key rotate jira --path a/c --domain life-insurance", 0, 3, 3],
  ["key expiring", 0, 0, 0],
  ["key migrate-legacy", 0, 0, 0],
  ["integration list", 0, 0, 0],
  ["integration show github", 0, 0, 0],
  ["integration health github --url http://127.0.0.1:1", 6, 6, 6],
  ["integration enable github", 3, 3, 3],
  ["integration disable github", 3, 3, 3],
  ["request submit --tool Miro --category Design --team-size 3", 0, 0, 0],
  ["request list", 0, 0, 0],
  ["request show bruno-1234", 0, 0, 0],
  ["request comment bruno-1234 Hello", 0, 3, 3],
  ["request withdraw bruno-1234", 0, 3, 3],
  ["request vote bruno-1234", 0, 0, 0],
  ["request unvote bruno-1234", 0, 0, 0],
  ["request feedback bruno-1234 --bug Broken", 5, 3, 3],
  ["request sla", 0, 0, 0],
  ["request stats", 0, 0, 0],
  ["request refresh bruno-1234 --timeout 1s", 3, 3, 3],
  ["request receive -", 2, 2, 2],
  ["request triage", 3, 3, 3],
  ["request ticket bruno-1234", 3, 3, 3],
  ["request ack bruno-1234", 3, 3, 3],
  ["request start bruno-1234", 3, 3, 3],
  ["request assign bruno-1234 --to Ada", 3, 3, 3],
  ["request estimate bruno-1234 --effort simple", 3, 3, 3],
  ["request beta bruno-1234 --patch bruno-beta-1.0", 3, 3, 3],
  ["request release bruno-1234 --patch bruno-prod-1.0", 3, 3, 3],
  ["request reject bruno-1234 --reason No", 3, 3, 3],
  ["request publish pages", 3, 3, 3],
  ["calendar show", 0, 0, 0],
  ["calendar due --days 5", 0, 0, 0],
  ["calendar set --weekend fri,sat", 3, 3, 3],
  ["calendar add 2026-12-24 Eve", 3, 3, 3],
  ["calendar remove 2026-12-25", 3, 3, 3],
  ["ticket import - --from json --domain life-insurance", 2, 2, 3],
  ["ticket import - --from json --domain massmutual", 3, 3, 3],
  ["branch scan --all --domain life-insurance", 0, 0, 3],
  ["branch scan --repo https://git.example.com/x --domain massmutual", 3, 3, 3],
  ["branch list", 0, 0, 0],
  ["branch orphans", 0, 0, 0],
  ["branch explain x", 0, 0, 0],
  ["branch stats", 0, 0, 0],
  ["branch link hotfix JIRA-1", 0, 0, 4],
  ["branch unlink hotfix", 0, 0, 4],
  ["branch repo add https://git.example.com/x --domain life-insurance", 0, 0, 3],
  ["branch repo add https://git.example.com/x --domain insurance-division", 0, 3, 3],
  ["branch repo list", 0, 0, 0],
  ["branch repo remove app --yes", 0, 0, 4],
  ["member alias add jdoe dev@massmutual.com", 3, 3, 3],
  ["member alias list", 0, 0, 0],
  ["member alias remove me", 3, 3, 3],
  ["domain set life-insurance --full-load 40", 0, 3, 3],
  ["workload snapshot", 3, 3, 3],
  ["mail list", 0, 0, 0],
  ["mail show 00000000", 4, 4, 4],
  ["mail retry --dead", 0, 0, 0],
  ["mail drop 00000000", 4, 4, 4],
  ["mail prune --keep 90d --yes", 3, 3, 3],
  ["mail flush", 3, 3, 3],
  ["patch backup", 2, 2, 2],
  ["patch backup --list", 2, 2, 2],
  ["patch backup verify latest", 2, 2, 2],
  ["patch history", 2, 2, 2],
  ["patch list", 2, 2, 2],
  ["patch trust list", 2, 2, 2],
  ["workload prune --keep 24mo --yes", 3, 3, 3],
  ["workload report", 0, 0, 0],
  ["workload trend --domain life-insurance", 0, 0, 0],
  ["workload explain dev@massmutual.com --domain life-insurance", 0, 0, 0],
  ["workload explain wealth@massmutual.com", 4, 4, 4],
  ["workload alerts", 0, 0, 0],
  ["workload forecast --domain life-insurance", 0, 0, 0],
  ["workload suggest --domain life-insurance", 0, 0, 3],
  ["workload suggest --domain wealth-management", 3, 3, 3],
  ["workload simulate --domain life-insurance --allocate dev@massmutual.com=60", 0, 0, 3],
  ["ticket list", 0, 0, 0],
  ["ticket show JIRA-1", 0, 0, 0],
  ["ticket project add WEB --tool jira --domain life-insurance", 0, 0, 3],
  ["ticket project add WEB --tool jira --domain insurance-division", 0, 3, 3],
  ["ticket project list", 0, 0, 0],
  ["ticket project remove JIRA --domain insurance-division", 0, 3, 3],
];

test("the commands do for a person what their role allows, and no more", async () => {
  const { quad, withSql } = await company();
  await quad("key set jira --path a/b --domain life-insurance");
  await quad("request submit --tool Bruno --category Design --team-size 3");
  await withSql(async (sql) => {
    await sql`update QUAD_integration_requests set slug = 'bruno-1234'`;
    await sql`update QUAD_request_settings set tracking_url = 'http://127.0.0.1:1/requests'`;
  });
  await quad("workload snapshot");
  await quad("branch scan --stdin --repo app --domain life-insurance", { stdin: "main\nhotfix" });
  await quad("member alias add me dev@massmutual.com");
  await quad("ticket project add JIRA --tool jira --domain insurance-division");
  await quad("ticket import - --from json --domain life-insurance", {
    stdin: '{"key":"JIRA-1","assignee":"dev@massmutual.com"}',
  });
  const people = ["director", "teamlead", "dev"] as const;
  const seen = [];
  for (const [line] of codes) {
    const changes =
      !/^(domain (list|tree|show)|member (list|show|allocation)|role|company (list|show)|user list|org|key (list|matrix|resolve|usage|expiring)|integration (list|show|health)|calendar (show|due)|request (list|show|sla|stats|refresh|triage|ticket|publish)|mail (list|show)|branch (list|orphans|explain|stats|repo list)|member alias list|workload (report|trend|explain|alerts|forecast|suggest|simulate)|ticket (list|show|project list))/.test(
        line,
      );
    const runs = [];
    for (const person of people) {
      runs.push((await quad(`--as ${person}@massmutual.com ${line}${changes ? " --dry-run" : ""}`)).code);
    }
    seen.push([line, ...runs]);
  }
  expect(seen).toEqual(codes);
});

test("a refusal says what the person is, whom to ask, and how to see why", async () => {
  const { quad } = await company();
  expect(await quad("domain create treasury --parent massmutual --as director@massmutual.com")).toEqual({
    code: 3,
    stdout: "",
    stderr: `director@massmutual.com may not create or change domains in /massmutual.
director@massmutual.com is DOMAIN_ADMIN in /massmutual/insurance-division.
Ask it-admin@massmutual.com.
See why: quad access can-i create_domain --domain massmutual
`,
  });
});

test("a person brings an organisation into their own division, and into no other", async () => {
  const { quad, directory } = await company();
  const csv = (under: string) => `domain,email,role\n/massmutual/${under}/claims,a@massmutual.com,DEVELOPER\n`;
  const file = (under: string) => {
    writeFileSync(join(directory, `${under}.csv`), csv(under));
    return join(directory, `${under}.csv`);
  };
  const as = "--as director@massmutual.com";
  expect(await quad(`org import --from csv ${file("insurance-division")} ${as}`)).toMatchObject({ code: 0 });
  expect(await quad(`org import --from csv ${file("wealth-management")} ${as}`)).toMatchObject({ code: 3 });
  expect((await quad("domain show wealth-management/claims")).code).toBe(4);
});

test("an invitation is the inviting person's, and the invited one accepts it alone", async () => {
  const { quad, withSql } = await company();
  await quad("user add director@massmutual.com");
  await quad("member invite new@massmutual.com --domain life-insurance --role qa --as director@massmutual.com");
  expect(
    await withSql(
      (sql) => sql`
        select u.email from QUAD_domain_members m join QUAD_users u on u.id = m.invited_by where m.email = 'new@massmutual.com'`,
    ),
  ).toEqual([{ email: "director@massmutual.com" }]);
  const accept = "member accept new@massmutual.com --domain life-insurance";
  expect((await quad(`${accept} --as dev@massmutual.com`)).code).toBe(3);
  expect((await quad(`${accept} --as new@massmutual.com`)).code).toBe(0);
});

test("nobody by that e-mail, and a command that works as whoever is connected, are refused", async () => {
  const { quad } = await company();
  expect(await quad("domain list --as ghost@massmutual.com")).toEqual({
    code: 4,
    stdout: "",
    stderr: "Nobody here has the e-mail ghost@massmutual.com.\nSee who is: quad member list\n",
  });
  expect(await quad("migrate --as dev@massmutual.com")).toEqual({
    code: 2,
    stdout: "",
    stderr: "quad migrate works as whoever is connected.\nLeave out --as.\n",
  });
  expect((await quad("domain list --as 'not an e-mail'")).code).toBe(2);
});

test("a person of several companies is named with the root of one", async () => {
  const { quad } = await emptyInstall();
  await quad("init --company Alpha --root alpha --admin founder@x.com --model cloud");
  await quad("company create Beta --root beta --admin founder@x.com");
  expect(await quad("domain list --as founder@x.com")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "founder@x.com is known to several companies.\n  alpha\n  beta\nSay in which, by its root: --as alpha:founder@x.com\n",
  });
  expect((await quad("domain list --as beta:founder@x.com")).stdout).toMatch(/^\/beta\t[^\n]*\n$/);
  expect((await quad("domain show alpha --as beta:founder@x.com")).code).toBe(4);
});

test("--dry-run as a person is refused like the run, and changes nothing where it is allowed", async () => {
  const { quad } = await company();
  const line = "domain create annuities --parent insurance-division --dry-run";
  expect((await quad(`${line} --as dev@massmutual.com`)).code).toBe(3);
  expect((await quad(`${line} --as director@massmutual.com`)).code).toBe(0);
  expect((await quad("domain show annuities")).code).toBe(4);
});

test("in an archived domain a person ends what there is, and makes nothing new", async () => {
  const { withSql } = await company();
  const as = <T>(person: string, work: (tx: Sql) => Promise<T>) =>
    withSql(async (sql) => {
      const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_companies`;
      attribute(sql, { actor: `${id} ${person}@massmutual.com` });
      return transaction(sql, work);
    });
  const life = (tx: Sql) => tx`select id from QUAD_domains where name = 'life-insurance'`;
  await as("director", async (tx) => {
    await tx`insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path) select id, 'github', 'p' from (${life(tx)}) d`;
    await tx`update QUAD_domains set archived_at = current_timestamp where name = 'life-insurance'`;
  });
  const key = (tx: Sql) =>
    tx`insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path) select id, 'jira', 'p' from (${life(tx)}) d`;
  await expect(as("director", async (tx) => key(tx))).rejects.toMatchObject({ code: "notAllowed" });
  const ended = (tx: Sql) => tx`delete from QUAD_domain_integration_keys returning tool_provider`;
  expect(await as("dev", async (tx) => ended(tx))).toEqual([]);
  expect(await as("director", async (tx) => ended(tx))).toEqual([{ tool_provider: "github" }]);
});

test("whom to ask is the nearest first", async () => {
  const { quad } = await company();
  const { stderr } = await quad(
    "member add qa@massmutual.com --domain life-insurance --role qa --as wealth@massmutual.com",
  );
  expect(stderr).toMatch("\nAsk teamlead@massmutual.com or director@massmutual.com or it-admin@massmutual.com.\n");
});
