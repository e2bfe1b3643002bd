import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type TestInstall, testInstall } from "../../testing/install.ts";

/** A platform that answers as it is told; gives its address. */
async function platform(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json =
  (value: unknown, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

const ask = ({ quad }: TestInstall, url: string, more = "") =>
  quad(`integration health postman --url ${url} ${more}`.trim());

test("what the platform says is shown: 0 where it is well", async () => {
  const install = await testInstall();
  const asked: (string | undefined)[] = [];
  const url = await platform((request, response) => {
    asked.push(request.url);
    json({ status: "ok", version: "1.1" })(request, response);
  });
  expect(await ask(install, url)).toEqual({
    code: 0,
    stdout: 'postman\thealthy\t200 {"status":"ok","version":"1.1"}\n',
    stderr: "",
  });
  expect((await ask(install, `${url}/behind/a/proxy/`)).code).toBe(0);
  expect(asked).toEqual(["/api/integrations/postman/health", "/behind/a/proxy/api/integrations/postman/health"]);
  expect(JSON.parse((await ask(install, url, "--json")).stdout)).toEqual([
    {
      name: "postman",
      health: "healthy",
      url: `${url}/api/integrations/postman/health`,
      said: '200 {"status":"ok","version":"1.1"}',
      expected: { status: "ok" },
    },
  ]);
});

test.each([
  ["another status", json({ status: "degraded" }), '200 {"status":"degraded"}'],
  ["an error", json({ status: "ok" }, 503), '503 {"status":"ok"}'],
  ["no JSON", (_, response) => response.end("<html>ok</html>"), "200 <html>ok</html>"],
  ["no object", json(null), "200 null"],
  ["somewhere else", (_, response) => response.writeHead(302, { location: "/login" }).end(), "302 "],
  [
    "what a terminal would obey",
    (_, response) => response.end("\u001b[2J\nok\tnow"),
    "200 \\u{1b}[2J\\u{a}ok\\u{9}now",
  ],
  ["a lot", (_, response) => response.end("x".repeat(5_000_000)), `200 ${"x".repeat(200)}`],
] satisfies [string, RequestListener, string][])("8 where it answers %s", async (_what, answer, said) => {
  const install = await testInstall();
  expect(await ask(install, await platform(answer))).toEqual({
    code: 8,
    stdout: `postman\tunhealthy\t${said}\n`,
    stderr: "",
  });
});

test("6 where nobody answers, or not in time", async () => {
  const install = await testInstall();
  const url = await platform(() => {});
  const late = await ask(install, url, "--timeout 1s");
  expect([late.code, late.stdout]).toEqual([6, expect.stringMatching(/^postman\tunreachable\tnothing \(.*timeout/)]);
  const nobody = await ask(install, "http://127.0.0.1:1");
  expect([nobody.code, nobody.stdout]).toEqual([6, expect.stringMatching(/^postman\tunreachable\tnothing \(/)]);
});

test("--all asks of what is on, and a no weighs more than no answer", async () => {
  const install = await testInstall();
  const url = await platform((request, response) => {
    if (request.url?.includes("slack")) response.destroy();
    else json({ status: request.url?.includes("jira") ? "broken" : "ok" })(request, response);
  });
  const all = () => install.quad(`integration health --all --url ${url}`);
  expect(await all()).toEqual({
    code: 0,
    stdout: "",
    stderr: "No integration is switched on: quad integration list\n",
  });
  await install.quad("integration enable github --quiet");
  expect((await all()).code).toBe(0);
  await install.quad("integration enable slack --quiet");
  expect((await all()).code).toBe(6);
  await install.quad("integration enable jira --quiet");
  const run = await all();
  expect([run.code, run.stdout.split("\n").map((line) => line.split("\t").slice(0, 2))]).toEqual([
    8,
    [["github", "healthy"], ["jira", "unhealthy"], ["slack", "unreachable"], [""]],
  ]);
});

test("without an address, and without a compose file that tells it, it says what to name", async () => {
  const { quad, directory } = await testInstall();
  expect(await quad("integration health postman")).toEqual({
    code: 6,
    stdout: "",
    stderr: `There is no compose file in ${directory}, which would say where the platform is.
Say where the platform is: --url http://localhost:3000
`,
  });
  const { writeFileSync } = await import("node:fs");
  writeFileSync(`${directory}/docker-compose.yml`, "services: { db: { image: postgres }, web: { image: x } }");
  expect(await quad("integration health postman")).toEqual({
    code: 4,
    stdout: "",
    stderr: `The compose file in ${directory} has no service quad-platform.
Name the platform's: --service NAME (there is db, web)
Say where the platform is: --url http://localhost:3000
`,
  });
});

test("which one is said once, and how long it is waited within reason", async () => {
  const { quad } = await testInstall();
  expect((await quad("integration health")).stderr).toBe("Missing: which integration.\nName one, or say --all.\n");
  expect((await quad("integration health postman --all")).code).toBe(2);
  expect((await quad("integration health nonsense --url http://127.0.0.1:1")).code).toBe(4);
  expect((await quad("integration health postman --timeout 9999w")).code).toBe(2);
  expect((await quad("integration health postman --timeout 0s")).code).toBe(2);
});
