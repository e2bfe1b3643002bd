import { expect, test } from "vitest";
import { branch, repository } from "../../branches/git/repository.testing.ts";
import { branchInstall, life, project, wealth } from "../../branches/install.testing.ts";
import { testInstall } from "../../testing/install.ts";

/** hotfix and JIRA-1 in app of life-insurance, and hotfix in other of wealth-management. */
async function twoRepositories() {
  const install = await branchInstall();
  branch(install.path, "hotfix", "main");
  branch(install.path, "JIRA-1", "main");
  await install.scan();
  const other = repository();
  branch(other, "main");
  branch(other, "hotfix", "main");
  await install.quad(`branch repo add ${other} --domain wealth-management --name other`);
  await install.quad("branch scan --repo other");
  return install;
}

test("a branch is linked by hand, and by its name again", async () => {
  const { quad, json } = await twoRepositories();
  expect((await quad("branch link JIRA-1 lin-12")).stdout).toBe(
    `Linked JIRA-1 (app, ${life}) to LIN-12 (linear); it was JIRA-1.\n`,
  );
  expect(await json("branch unlink JIRA-1")).toEqual({
    branch: "JIRA-1",
    repository: "app",
    domain: life,
    ticket: null,
    provider: null,
    linkedBy: "it-admin@massmutual.com",
    before: "LIN-12",
  });
  expect((await quad("branch unlink JIRA-1")).stdout).toBe(
    `Unlinked JIRA-1 (app, ${life}). It has no ticket, whatever its name says.\n`,
  );
  expect(await quad("branch link JIRA-1 --by-name --dry-run")).toEqual({
    code: 0,
    stdout: `Left to its name: JIRA-1 (app, ${life}) is about JIRA-1 (jira).\n`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(await json("branch orphans --repo app")).toHaveLength(2);
  await quad("branch link JIRA-1 --by-name");
  expect(await json("branch list --ticket JIRA-1")).toMatchObject([{ linkedBy: null }]);
});

test("the tool is the project's, or the known ticket's", async () => {
  const install = await twoRepositories();
  const { json, withSql } = install;
  await project(install, "/massmutual", "OPS", "servicenow");
  await withSql(
    (sql) => sql`
      insert into QUAD_itsm_tickets (domain_id, ticket_id, provider)
      select id, t.key, 'zendesk' from QUAD_domains, (values ('HELP-1'), ('OPS-1')) t (key) where path = ${wealth}`,
  );
  const provider = async (key: string) => (await json(`branch link JIRA-1 ${key}`)).provider;
  expect(await Promise.all(["OPS-1", "help-1", "NEW-1"].map(provider))).toEqual(["servicenow", "zendesk", "unknown"]);
});

test("a name that several have lists them; a near miss is suggested", async () => {
  const { quad } = await twoRepositories();
  expect(await quad("branch link hotfix JIRA-2")).toEqual({
    code: 2,
    stdout: "",
    stderr: `hotfix is a branch in several places.\n  app ${life}\n  other ${wealth}\nSay which: --repo NAME, --domain DOMAIN\n`,
  });
  expect((await quad("branch link hotfix JIRA-2 --repo other")).code).toBe(0);
  expect((await quad("branch unlink hotfix --domain insurance-division")).code).toBe(0);
  expect(await quad("branch unlink hotfxi")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no branch hotfxi.\nDid you mean hotfix?\n",
  });
  expect((await quad("branch unlink something --repo other")).stderr).toBe(
    "There is no branch something in other.\nSee them: quad branch list\n",
  );
});

test.each([
  ["branch link", "Missing required argument 'branch'."],
  ["branch link JIRA-1", "Missing: <key>, the ticket."],
  ["branch link JIRA-1 JIRA-2 --by-name", "--by-name goes without a key."],
  [
    "branch link JIRA-1 'no key'",
    '"no key" is not the key of a ticket, such as JIRA-123: it has no spaces, and all of it can be seen.',
  ],
])("%s is refused", async (line, said) => {
  const { quad } = await testInstall();
  const { code, stderr } = await quad(line);
  expect([code, stderr.split("\n")[0]]).toEqual([2, said]);
});

test("who reports the branches of a domain links them, and is named; whoever works on one does not", async () => {
  const { quad, json, withSql } = await twoRepositories();
  await withSql(
    (sql) => sql`update QUAD_branch_ticket_mapping set developer_email = 'dev@massmutual.com' where repository = 'app'`,
  );
  expect(await json("branch link JIRA-1 JIRA-9 --as director@massmutual.com")).toMatchObject({
    linkedBy: "director@massmutual.com",
  });
  const { code, stderr } = await quad("branch link JIRA-1 JIRA-8 --as dev@massmutual.com");
  expect([code, stderr.split("\n")[0]]).toEqual([3, `dev@massmutual.com may not configure agents in ${life}.`]);
  expect((await quad("branch unlink hotfix --repo other --as director@massmutual.com")).code).toBe(4);
});
