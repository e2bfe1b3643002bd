import { expect, test } from "vitest";
import { keyInstall, life, root, wealth } from "../../keys/install.testing.ts";

test("everybody's keys at once, a line for each domain they work in", async () => {
  const { quad } = await keyInstall();
  await quad("key set jira --path Keys/jira --domain life-insurance");
  expect((await quad("key matrix")).stdout).toBe(`it-admin@massmutual.com	${root}	github=${root}
director@massmutual.com	${root}/insurance-division	github=${root}
dev@massmutual.com	${life}	github=${root},jira=${life}
john@massmutual.com	${life}	github=own,jira=${life}
teamlead@massmutual.com	${life}	github=${root},jira=${life}
rich@massmutual.com	${wealth}	github=${wealth}
`);
});

test("who has no key is there as well; JSON names tools, people and whose key it is", async () => {
  const { quad, json } = await keyInstall();
  await quad("key block github --domain life-insurance --yes");
  expect(await json("key matrix --domain life-insurance")).toEqual({
    tools: ["github"],
    rows: [
      { email: "dev@massmutual.com", domain: life, keys: {} },
      { email: "john@massmutual.com", domain: life, keys: { github: { source: "user", domain: null } } },
      { email: "teamlead@massmutual.com", domain: life, keys: {} },
    ],
  });
  expect((await json("key matrix --provider jira")).rows).toHaveLength(6);
});

test("invitations, archived domains and other companies are not in it", async () => {
  const { quad, json } = await keyInstall();
  await quad("member invite new@massmutual.com --domain wealth-management --role qa");
  await quad("domain archive insurance-division");
  expect((await json("key matrix")).rows.map(({ email }: { email: string }) => email)).toEqual([
    "it-admin@massmutual.com",
    "rich@massmutual.com",
  ]);
});

test("a person is told of themselves, and of those whom they invite or whose keys they manage", async () => {
  const { quad } = await keyInstall();
  const of = async (person: string) =>
    (await quad(`key matrix --as ${person}@massmutual.com`)).stdout
      .split("\n")
      .flatMap((line) => /^[a-z-]+/.exec(line)?.[0] ?? []);
  expect(await of("john")).toEqual(["john"]);
  expect(await of("teamlead")).toEqual(["dev", "john", "teamlead"]);
  expect(await of("director")).toEqual(["director", "dev", "john", "teamlead"]);
});
