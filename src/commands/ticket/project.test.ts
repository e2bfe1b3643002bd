import { expect, test } from "vitest";
import { life, type TicketInstall, ticketInstall } from "../../tickets/install.testing.ts";

/** Branches as a scan leaves them where no project is configured; one of them was linked by hand, one is gone. */
async function scanned() {
  const install = await ticketInstall();
  await install.withSql(
    (sql) => sql`
      insert into QUAD_branch_ticket_mapping
        (domain_id, repository, branch_name, ticket_id, ticket_provider, is_orphan, linked_by_email, deleted_at)
      select d.id, 'r', b.name, e.ticket_id, e.provider, e.is_orphan, b.by, b.gone::timestamptz
      from QUAD_domains d,
        (values ('feature/web_12', null, null), ('ABC-7', null, null), ('web-13', 'dev@massmutual.com', null), ('web-14', null, '2026-01-01')) b (name, by, gone),
        lateral extract_ticket_id_from_branch(b.name, d.id) e
      where d.name in ('life-insurance', 'wealth-management')`,
  );
  return install;
}

const linked = ({ withSql }: TicketInstall, domain: string) =>
  withSql(async (sql) =>
    (
      await sql<{ branch: string; ticket: string | null; provider: string | null }[]>`
        select b.branch_name as branch, b.ticket_id as ticket, b.ticket_provider as provider
        from QUAD_branch_ticket_mapping b join QUAD_domains d on d.id = b.domain_id where d.name = ${domain} order by 1`
    ).map(({ branch, ticket, provider }) => [branch, ticket, provider]),
  );

const without = [
  ["ABC-7", "ABC-7", "unknown"],
  ["feature/web_12", null, null],
  ["web-13", null, null],
  ["web-14", null, null],
];

test("a project is added, and the branches below are read again; what is linked by hand or gone is not", async () => {
  const install = await scanned();
  expect(await linked(install, "life-insurance")).toEqual(without);
  expect(await install.quad("ticket project add web --tool jira --domain insurance-division")).toEqual({
    code: 0,
    stdout:
      "Added WEB (jira_software): its keys are looked for in the branches of /massmutual/insurance-division and below it.\n2 branches have another ticket now.\n",
    stderr: "",
  });
  expect(await linked(install, "life-insurance")).toEqual([
    ["ABC-7", null, null],
    ["feature/web_12", "WEB-12", "jira"],
    ["web-13", null, null],
    ["web-14", null, null],
  ]);
  expect(await linked(install, "wealth-management")).toEqual(without);
  expect(await install.quad("ticket project rm WEB --domain insurance-division")).toEqual({
    code: 0,
    stdout: "Removed WEB (jira_software) from /massmutual/insurance-division.\n2 branches have another ticket now.\n",
    stderr: "",
  });
  expect(await linked(install, "life-insurance")).toEqual(without);
});

test("a branch that has the same ticket in another tool is told so, and one that stays the same is not written", async () => {
  const install = await scanned();
  await install.quad("ticket project add ABC --tool linear --domain massmutual");
  expect((await linked(install, "life-insurance"))[0]).toEqual(["ABC-7", "ABC-7", "linear"]);
  const { relinked } = await install.json("ticket project add XYZ --tool linear --domain massmutual");
  expect(relinked).toBe(0);
  expect((await install.json("ticket project add ABC --tool zendesk --domain life-insurance")).relinked).toBe(1);
  expect((await linked(install, "life-insurance"))[0]).toEqual(["ABC-7", "ABC-7", "zendesk"]);
  expect((await linked(install, "wealth-management"))[0]).toEqual(["ABC-7", "ABC-7", "linear"]);
});

test("what is read again is what a scan reads", async () => {
  const install = await scanned();
  await install.quad("ticket project add INC --tool servicenow --domain life-insurance");
  await install.withSql(
    (sql) => sql`
    insert into QUAD_branch_ticket_mapping (domain_id, repository, branch_name)
    select d.id, 's', n from QUAD_domains d, unnest(array['inc0010023', 'INC-4', 'snw-7', 'SNW-7', 'abc-7', 'WEB-1-JIRA-2', 'main']) n
    where d.path like '/massmutual/%'`,
  );
  for (const line of ["add SNW --tool servicenow", "add WEB --tool freshservice", "remove SNW", "remove WEB"]) {
    await install.quad(`ticket project ${line} --domain massmutual`);
    const differs = await install.withSql(
      (sql) => sql`
      select from QUAD_branch_ticket_mapping b, lateral extract_ticket_id_from_branch(b.branch_name, b.domain_id) e
      where b.deleted_at is null and b.linked_by_email is null
        and (b.ticket_id, b.ticket_provider, b.is_orphan) is distinct from (e.ticket_id, e.provider, e.is_orphan)`,
    );
    expect(differs).toHaveLength(0);
  }
});

test("--dry-run shows what would come of it, and changes nothing", async () => {
  const install = await scanned();
  const run = await install.quad("ticket project add WEB --tool jira --domain life-insurance --dry-run");
  expect(run).toMatchObject({ code: 0, stderr: "Nothing was changed: --dry-run.\n" });
  expect(run.stdout).toMatch(/2 branches have another ticket now\.\n$/);
  expect(await linked(install, "life-insurance")).toEqual(without);
  expect((await install.quad("ticket project list")).stdout).toBe("");
});

test("projects are listed where they are configured; of a domain, with those from above", async () => {
  const { quad, json, withSql } = await ticketInstall();
  await quad("ticket project add WEB --tool jira --domain massmutual");
  await quad("ticket project add ABC --tool jira_service_management --domain massmutual");
  await quad("ticket project add ABC --tool linear --domain life-insurance");
  await withSql(
    (sql) => sql`
    insert into QUAD_itsm_config (domain_id, tool, project_key, is_enabled) select id, 'zendesk', 'OFF', false from QUAD_domains where depth = 0`,
  );
  expect((await quad("ticket project ls")).stdout).toBe(
    `ABC\tjira_service_management\t/massmutual\nWEB\tjira_software\t/massmutual\nABC\tlinear\t${life}\n`,
  );
  expect((await quad("ticket project list --domain life-insurance")).stdout).toBe(
    `ABC\tlinear\t${life}\nWEB\tjira_software\t/massmutual\n`,
  );
  expect(await json("ticket project list --domain wealth-management")).toEqual([
    { key: "ABC", provider: "jira", domain: "/massmutual", tool: "jira_service_management" },
    { key: "WEB", provider: "jira", domain: "/massmutual", tool: "jira_software" },
  ]);
  expect((await quad("ticket project list --domain life-insurance --as dev@massmutual.com")).stdout).toBe(
    `ABC\tlinear\t${life}\nWEB\tjira\t/massmutual\n`,
  );
  expect((await quad("ticket project add OFF --tool linear --domain massmutual")).code).toBe(0);
});

test.each([
  ["add WEB --tool jira --domain life-insurance", 5, `${life} has the project WEB already (jira_software).`],
  ["add WEB --tool linear --domain life-insurance", 5, `${life} has the project WEB already (jira_software).`],
  ["add 1WEB --tool jira --domain life-insurance", 2, '"1WEB" is not the key of a project'],
  ["add W --tool jira --domain life-insurance", 2, '"W" is not the key of a project'],
  ["add WEB --tool trello --domain life-insurance", 2, '"trello" is no tool that tickets are in.'],
  ["add WEB --domain life-insurance", 2, "Required option '-t, --tool <tool>' not specified."],
  ["add WEB --tool jira", 2, "Required option '-d, --domain <domain>' not specified."],
  ["add --tool jira --domain life-insurance", 2, "Missing required argument 'key'."],
  ["add WEB --tool jira --domain nowhere", 4, "There is no domain nowhere."],
  ["remove WEB --domain massmutual", 4, "/massmutual has no project WEB of its own."],
  ["add OLD --tool jira --domain wealth-management", 5, "/massmutual/wealth-management is archived."],
  [
    "add NEW --tool jira --domain life-insurance --as dev@massmutual.com",
    3,
    `dev@massmutual.com may not configure agents in ${life}.`,
  ],
  [
    "remove WEB --domain life-insurance --as dev@massmutual.com",
    3,
    `dev@massmutual.com may not configure agents in ${life}.`,
  ],
  [
    "add NEW --tool jira --domain massmutual --as teamlead@massmutual.com",
    3,
    "teamlead@massmutual.com may not configure agents in /massmutual.",
  ],
  ["add NEW --tool jira --domain life-insurance --as teamlead@massmutual.com", 0, ""],
])("ticket project %s ends with %d", async (line, code, said) => {
  const { quad } = await ticketInstall();
  await quad("ticket project add WEB --tool jira --domain life-insurance");
  await quad("domain archive wealth-management");
  const run = await quad(`ticket project ${line}`);
  expect(run).toMatchObject({ code });
  expect(run.stderr.startsWith(said), run.stderr).toBe(true);
});

test("what is in an archived domain below stays, and does not stand in anybody's way", async () => {
  const install = await scanned();
  await install.quad("member add head@massmutual.com --domain insurance-division --role domain_admin");
  await install.quad("domain archive life-insurance");
  const run = await install.quad(
    "ticket project add WEB --tool jira --domain insurance-division --as head@massmutual.com",
  );
  expect(run.code).toBe(0);
  expect(await linked(install, "life-insurance")).toEqual(without);
});
