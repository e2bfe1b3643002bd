import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createInstall, type TestInstall, testInstall } from "../testing/install.ts";
import { labelled, score } from "./labelled.testing.ts";

let install: TestInstall & { drop(): Promise<void> };

beforeAll(async () => {
  install = await createInstall();
  return () => install.drop();
});

const keysIn = (names: readonly string[], projects: readonly string[], records = false) =>
  install.withSql(async (sql) => {
    const rows = await sql<{ key: string | null }[]>`
      select quad_ticket_in(n.name, array(select json_array_elements_text(${JSON.stringify(projects)}::text::json)), ${records}) as key
      from json_array_elements_text(${JSON.stringify(names)}::text::json) with ordinality n (name, i) order by i`;
    return rows.map(({ key }) => key);
  });

test("in branches that nobody here named, with the project configured: precision 0.99, recall 0.97", async () => {
  const found = await keysIn(
    labelled.map(({ name }) => name),
    ["TRUNK"],
  );
  const { precision, recall } = score(
    found,
    labelled.map(({ trunkKey }) => trunkKey),
  );
  expect(precision).toBeGreaterThanOrEqual(0.99);
  expect(recall).toBeGreaterThanOrEqual(0.97);
});

test("without any project: precision 0.99", async () => {
  const found = await keysIn(
    labelled.map(({ name }) => name),
    [],
  );
  const { precision, recall } = score(
    found,
    labelled.map(({ anyKey }) => anyKey),
  );
  expect(precision).toBeGreaterThanOrEqual(0.99);
  expect(recall).toBeGreaterThanOrEqual(0.95);
});

test("a configured project is found in any case, with an underscore or nothing between, whatever follows", async () => {
  const names = {
    "26.x_WFLY-15719": "WFLY-15719",
    "wfly-1234": "WFLY-1234",
    WFLY13176: "WFLY-13176",
    wfly_13176_fix: "WFLY-13176",
    "WFLY-2453v2": "WFLY-2453",
    "feature/Wfly-0042-x": "WFLY-42",
    "revert-12-WFLY-7-y": "WFLY-7",
    "WFLY-1-and-WFLY-2": "WFLY-1",
    "dependabot/WFLY-9": "WFLY-9",
    "as7-12-on-WFLY-3": "AS7-12",
    "CVE-2024-1-WFLY-5": "WFLY-5",
    "fix-für-WFLY-6": "WFLY-6",
    // WildFly 10, its version 1.9, another word, another project, what its tail looks like, no number
    wfly10: null,
    "wfly-1.9.x": null,
    "XWFLY-1234": null,
    "JIRA-123-x": null,
    "NWFLY-1": null,
    "WFLY-x-1": null,
    "WFLY-0": null,
    "CVE-2024-1": null,
    INC0010023: null,
  };
  expect(await keysIn(Object.keys(names), ["AS7", "WFLY"])).toEqual(Object.values(names));
});

test("without a project only capitals count, and never what is a standard, a cipher, a version or a number of GitHub's", async () => {
  const names = {
    "feature/JIRA-123-add-login": "JIRA-123",
    "26.x_WFLY-15719": "WFLY-15719",
    "WFLY-2453v2": "WFLY-2453",
    "revert-12-WFLY-7-y": "WFLY-7",
    "CVE-2024-1-then-ABC-1": "ABC-1",
    "hotfix/INC0010023-db": "INC0010023",
    RITM0012345: "RITM0012345",
    "JDK-8123456": "JDK-8123456",
    "utf-8/ABC-2": "ABC-2",
    "wfly-1234": null,
    WFLY13176: null,
    "patch-1": null,
    "revert-12-feature": null,
    "CVE-2024-1": null,
    "CVE-2021-44228": null,
    "UTF-8": null,
    "RFC-2119": null,
    "ISO-8601": null,
    "SHA-256": null,
    "AES-256-gcm": null,
    "JDK-17": null,
    "RC-1": null,
    "GH-12": null,
    "X-12": null,
    "4F3A-12BC": null,
    "release/1.2-RC3": null,
    "": null,
  };
  expect(await keysIn(Object.keys(names), [])).toEqual(Object.values(names));
});

test("ServiceNow's own numbers are found beside configured projects where one of them is ServiceNow's", async () => {
  expect(await keysIn(["inc0010023-db", "SNW-4", "CHG0030001"], ["SNW"], true)).toEqual([
    "INC0010023",
    "SNW-4",
    "CHG0030001",
  ]);
});

test("the provider is the tool of the nearest domain that configures the project; the spec's examples without any", async () => {
  const own = await testInstall();
  await own.withSql(async (sql) => {
    await sql`insert into QUAD_domains (name, parent_domain_id) select 'insurance', id from QUAD_domains where name = 'massmutual'`;
    await sql`insert into QUAD_domains (name, parent_domain_id) select 'life', id from QUAD_domains where name = 'insurance'`;
    const read = (name: string, domain: string) =>
      sql`select e.* from QUAD_domains d, extract_ticket_id_from_branch(${name}, d.id) e where d.name = ${domain}`;
    expect(await read("hotfix/LIN-789", "life")).toEqual([
      { ticket_id: "LIN-789", provider: "linear", is_orphan: false },
    ]);
    await sql`
      insert into QUAD_itsm_config (domain_id, tool, project_key)
      select id, case name when 'massmutual' then 'servicenow' else 'jira_software' end, 'LIFE'
      from QUAD_domains where name in ('massmutual', 'insurance')`;
    expect(await read("life-7", "life")).toEqual([{ ticket_id: "LIFE-7", provider: "jira", is_orphan: false }]);
    expect(await read("life-7", "massmutual")).toEqual([
      { ticket_id: "LIFE-7", provider: "servicenow", is_orphan: false },
    ]);
    expect(await read("hotfix/LIN-789", "life")).toEqual([{ ticket_id: null, provider: null, is_orphan: true }]);
    expect(await sql`select * from extract_ticket_id_from_branch('life_7')`).toEqual([
      { ticket_id: "LIFE-7", provider: "unknown", is_orphan: false },
    ]);
    await sql`update QUAD_itsm_config set is_enabled = false where tool = 'servicenow'`;
    expect(await sql`select * from extract_ticket_id_from_branch('life_7')`).toEqual([
      { ticket_id: "LIFE-7", provider: "jira", is_orphan: false },
    ]);
  });
});

test("whatever a branch is called, what is found is a key that stands in it", async () => {
  const name = fc.array(fc.constantFrom("ABC", "abc", "-", "_", "/", "1", "23", "CVE", ".", "é", "x", "INC0010023"), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 200, maxLength: 200 }), async (parts) => {
      const names = parts.map((words) => words.join(""));
      for (const projects of [[], ["ABC"]]) {
        const found = await keysIn(names, projects);
        for (const [i, key] of found.entries()) {
          if (key === null) continue;
          const [project, number] = key.split("-");
          expect(names[i]?.toUpperCase()).toMatch(number ? new RegExp(`${project}[-_]?0*${number}`) : /INC0010023/);
        }
      }
    }),
    { numRuns: 20 },
  );
});
