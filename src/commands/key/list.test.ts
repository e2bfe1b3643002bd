import { expect, test } from "vitest";
import { keyInstall, life, root, wealth } from "../../keys/install.testing.ts";

test("keys, blocks and what passes on are listed by place, then tool; people's own come last", async () => {
  const { quad, withSql } = await keyInstall();
  await quad("key block jira --domain life-insurance");
  await withSql(
    (sql) => sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, inherit_from_parent)
      select id, 'github', true from QUAD_domains where path = ${life}`,
  );
  expect((await quad("key list")).stdout).toBe(`github	${root}	key	Keys/massmutual			
github	${life}	passes on				
jira	${life}	blocked				
github	${wealth}	key	Keys${wealth}			
github	john@massmutual.com	key	Own/john			
`);
  expect((await quad("key ls --domain insurance-division --recursive --provider jira")).stdout).toBe(
    `jira	${life}	blocked				\n`,
  );
  expect((await quad("key ls --user john@massmutual.com")).stdout).toMatch(/^github\tjohn@/);
});

test("a person sees the keys that they manage, and their own", async () => {
  const { quad } = await keyInstall();
  const of = async (person: string) =>
    (await quad(`key list --as ${person}@massmutual.com`)).stdout
      .split("\n")
      .flatMap((line) => line.split("\t")[1] ?? []);
  expect(await of("it-admin")).toEqual([root, wealth]);
  expect(await of("john")).toEqual(["john@massmutual.com"]);
  expect(await of("teamlead")).toEqual([]);
});

test("one key is shown whole", async () => {
  const { quad, json } = await keyInstall();
  expect(await json("key show github --domain wealth-management")).toEqual({
    id: expect.any(String),
    provider: "github",
    domain: wealth,
    user: null,
    state: "key",
    path: `Keys${wealth}`,
    expiresAt: null,
    formerPath: null,
    formerUntil: null,
    rotatedAt: null,
    rotatedBy: null,
    uses: 0,
    lastUsedAt: null,
    lastUsedBy: null,
    createdAt: expect.any(String),
  });
  expect(await quad("key show github --user dev@massmutual.com")).toEqual({
    code: 4,
    stdout: "",
    stderr:
      "dev@massmutual.com has no github key of their own.\nSet one: quad key set github --user dev@massmutual.com --path PATH\n",
  });
});
