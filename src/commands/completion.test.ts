import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { roles } from "../members/roles.ts";
import { emptyInstall, runQuad, testInstall } from "../testing/install.ts";

/** The candidates for the words typed so far, the last of them half. */
async function complete(quad: typeof runQuad, ...typed: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await quad(["__complete", "--", ...typed]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout.split("\n").flatMap((line) => line.split("\t")[0] || []);
}

test("nouns, verbs and flags are completed, with what each is", async () => {
  expect(await complete(runQuad, "")).toEqual(
    expect.arrayContaining(["demo", "init", "domain", "member", "completion"]),
  );
  expect(await complete(runQuad, "do")).toEqual(["doctor", "domain"]);
  expect(await complete(runQuad, "domain", "re")).toEqual(["rename", "restore"]);
  expect(await complete(runQuad, "domains", "cr")).toEqual(["create"]);
  expect(await complete(runQuad, "domain", "create", "--p")).toEqual(["--parent"]);
  expect(await complete(runQuad, "domain", "create", "--js")).toEqual(["--json"]);
  expect(await complete(runQuad, "--home", "/tmp", "ini")).toEqual(["init"]);
  expect(await complete(runQuad, "domain", "nonsense", "x")).toEqual([]);
  expect((await runQuad(["__complete", "--", "dom"])).stdout).toBe("domain\tthe tree of domains\n");
  expect(await complete(runQuad, "__")).toEqual([]);
});

test("choices, roles and capabilities are completed, in any case", async () => {
  expect(await complete(runQuad, "init", "--plan", "")).toEqual(["free", "pro", "enterprise"]);
  expect(await complete(runQuad, "completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(await complete(runQuad, "member", "add", "a@b.de", "--role", "")).toEqual([...roles]);
  expect(await complete(runQuad, "member", "add", "a@b.de", "--role", "dev")).toEqual(["DEVELOPER"]);
  expect(await complete(runQuad, "role", "show", "sub")).toEqual(["SUBDOMAIN_ADMIN"]);
  expect(await complete(runQuad, "access", "can-i", "view")).toEqual(["view_activity", "view_own_workload"]);
});

test("domains of the install are completed by path or by name, where one belongs", async () => {
  const { quad } = await testInstall();
  for (const line of [
    "sales --parent massmutual",
    "claims --parent massmutual",
    "claims --parent sales",
    "life --parent sales",
  ]) {
    await quad(`domain create ${line}`);
  }
  const all = [
    "massmutual",
    "massmutual/claims",
    "massmutual/sales",
    "massmutual/sales/claims",
    "massmutual/sales/life",
  ];
  expect(await complete(quad, "domain", "show", "")).toEqual(all);
  expect(await complete(quad, "domain", "move", "x", "--to", "massmutual/s")).toEqual(all.slice(2));
  expect(await complete(quad, "member", "add", "a@b.de", "--domain", "/massmutual/c")).toEqual(["/massmutual/claims"]);
  expect(await complete(quad, "domain", "show", "li")).toEqual(["life"]);
  expect(await complete(quad, "domain", "show", "cl")).toEqual([]);
});

test("without a database there are no domains to complete, and no message in the way", async () => {
  const { quad } = await emptyInstall({ template: "template1" });
  expect(await complete(quad, "domain", "show", "")).toEqual([]);
  const env = { QUAD_DATABASE_URL: "postgresql://127.0.0.1:1/x" };
  expect(await complete((line) => quad(line, { env }), "domain", "show", "")).toEqual([]);
});

test("the bash script loads, and gives the candidates to the shell", async () => {
  const { stdout } = await runQuad("completion bash");
  const session = `
    set -u
    quad() { printf '%s\\n' "domain	the tree" "doctor	what is wrong"; [ "$*" = "__complete -- --json do" ]; }
    complete() { :; }
    ${stdout}
    COMP_WORDS=(quad --json do) COMP_CWORD=2 _quad
    printf '%s,' "\${COMPREPLY[@]}"`;
  expect(execFileSync("bash", ["-c", session], { encoding: "utf8" })).toBe("domain,doctor,");
});

test("a shell that is none of them is refused", async () => {
  expect(await runQuad("completion tcsh")).toMatchObject({ code: 2, stderr: expect.stringMatching("bash, zsh, fish") });
});
