import { expect, test } from "vitest";
import { branch } from "../../branches/git/repository.testing.ts";
import { branchInstall, life, project } from "../../branches/install.testing.ts";
import { renderExplained } from "../../branches/render.ts";
import { testInstall } from "../../testing/install.ts";

test("for scripts it is name, key and tool", async () => {
  const { quad } = await testInstall();
  expect(await quad("branch explain feature/JIRA-123-add CVE-2024-1 'INC0010023 down'")).toEqual({
    code: 0,
    stdout: "feature/JIRA-123-add	JIRA-123	jira\nCVE-2024-1		\nINC0010023 down	INC0010023	servicenow\n",
    stderr: "",
  });
  expect((await quad("branch explain --stdin", { stdin: "* JIRA-1\n  x\n\n" })).stdout).toBe(
    "JIRA-1	JIRA-1	jira\nx		\n",
  );
});

test("it says why: the project that is configured nearest, and what is known of the branch", async () => {
  const install = await branchInstall();
  const { path, scan, quad, json } = install;
  await project(install, "/massmutual", "LIFE", "linear");
  await project(install, life, "LIFE", "jira_software");
  branch(path, "life-1", "main", "Dev <dev@massmutual.com>");
  branch(path, "LIFE-2", "main");
  await scan();
  await quad("branch unlink LIFE-2");
  const explained = await json("branch explain life-1 LIFE-2 ABC-1 --domain life-insurance");
  expect(explained).toEqual([
    {
      name: "life-1",
      ticket: "LIFE-1",
      provider: "jira",
      reason: "project",
      configuredIn: life,
      projects: ["LIFE"],
      branches: [
        {
          repository: "app",
          domain: life,
          state: "active",
          ticket: "LIFE-1",
          linkedBy: null,
          author: "dev@massmutual.com",
          developer: "dev@massmutual.com",
          isMember: true,
        },
      ],
    },
    expect.objectContaining({ name: "LIFE-2", ticket: "LIFE-2" }),
    {
      name: "ABC-1",
      ticket: null,
      provider: null,
      reason: "none",
      configuredIn: null,
      projects: ["LIFE"],
      branches: [],
    },
  ]);
  const plainly = (text: string) => text;
  const paint = {
    bold: plainly,
    faint: plainly,
    good: plainly,
    warn: plainly,
    orange: plainly,
    bad: plainly,
    accent: plainly,
  };
  expect(renderExplained(explained, { tty: true, columns: 80, paint })).toBe(`life-1
  LIFE-1 (jira): the project LIFE is configured in ${life}
  active in app (${life}), by dev@massmutual.com
LIFE-2
  LIFE-2 (jira): the project LIFE is configured in ${life}
  active in app (${life}), by jane@example.com, no member; unlinked by it-admin@massmutual.com
ABC-1
  no ticket: nothing of LIFE`);
  // of no domain, a key that several tools have is nobody's
  expect(await json("branch explain life-1")).toMatchObject([
    { ticket: "LIFE-1", provider: "unknown", configuredIn: null },
  ]);
  expect(await json("branch explain life-1 --domain wealth-management")).toMatchObject([
    { provider: "linear", configuredIn: "/massmutual", branches: [] },
  ]);
});

test("without any project it is anything that looks like a key", async () => {
  const { json } = await testInstall();
  expect((await json("branch explain ABC-1 INC0010023 x")).map(({ reason }: { reason: string }) => reason)).toEqual([
    "lookalike",
    "record",
    "none",
  ]);
});

test("names come one way, and there is one", async () => {
  const { quad } = await testInstall();
  const said = async (line: string) => (await quad(line)).stderr.split("\n")[0];
  expect(await said("branch explain")).toBe("Missing: <names>, or --stdin.");
  expect(await said("branch explain x --stdin")).toBe("Names come either as arguments or from --stdin.");
  expect(await said("branch explain --stdin")).toBe("There are no names on standard input.");
  expect(await said("branch explain ''")).toBe('"" is not the name of a branch: it is empty.');
});

test("30,000 names take a moment", async () => {
  const { quad } = await testInstall();
  const names = Array.from({ length: 30_000 }, (_, i) => `feature/JIRA-${i + 1}-something`);
  const begun = Date.now();
  const { stdout } = await quad("branch explain --stdin", { stdin: names.join("\n") });
  expect(stdout.trimEnd().split("\n")).toHaveLength(30_000);
  expect(Date.now() - begun).toBeLessThan(20_000);
});
