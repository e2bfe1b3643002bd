import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { expect, test } from "vitest";
import { releaseInstall, releaseServer } from "../../patches/releases/release.testing.ts";
import { testCertificate } from "../../testing/certificate.ts";
import { runProcess } from "../../testing/processes.ts";
import { testProxy } from "../../testing/proxy.ts";

const name = "first-1.0";
const archive = `/patches/${name}.tar.gz`;

async function published() {
  const install = await releaseInstall();
  await install.release({ name, files: { one: "1" } });
  await install.publish();
  return install;
}

/** The same on a server with TLS; quad runs in a process of its own, because Node reads NODE_EXTRA_CA_CERTS when it starts. */
async function encrypted() {
  const install = await published();
  const server = await releaseServer(install.published, (answer) => createServer({ ...testCertificate }, answer));
  const ca = join(install.directory, "ca.pem");
  writeFileSync(ca, testCertificate.cert);
  const port = new URL(server.url).port;
  const { url: database, home } = install;
  return {
    ...install,
    server,
    port,
    fetch: (env: Readonly<Record<string, string>>, source = `https://127.0.0.1:${port}/patches/`) =>
      runProcess(`patch fetch ${name} --from ${source}`, {
        env: { QUAD_DATABASE_URL: database, QUAD_HOME: home, QUAD_PATCH_TIMEOUT: "1", NODE_EXTRA_CA_CERTS: ca, ...env },
      }),
  };
}

test("a certificate that nobody knows is not believed; one of NODE_EXTRA_CA_CERTS is", async () => {
  const { fetch, port } = await encrypted();
  const refused = await fetch({ NODE_EXTRA_CA_CERTS: "" });
  expect([refused.code, refused.stderr]).toEqual([
    6,
    [
      `The certificate of 127.0.0.1:${port} is not believed (DEPTH_ZERO_SELF_SIGNED_CERT).`,
      "Where it is by an authority of your own: NODE_EXTRA_CA_CERTS=/path/to/ca.pem",
      "",
    ].join("\n"),
  ]);
  const done = await fetch({});
  expect([done.code, done.stderr]).toEqual([0, ""]);
});

test("https goes through the proxy of HTTPS_PROXY, encrypted to its end", async () => {
  const { fetch, port } = await encrypted();
  const proxy = await testProxy();
  const source = `https://releases.test:${port}/patches/`;
  const done = await fetch({ HTTPS_PROXY: `http://${proxy.address}` }, source);
  expect([done.code, done.stderr]).toEqual([0, ""]);
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT releases.test:${port}`]));
});

test("a proxy that wants a login gets the one in its URL, and says so where there is none", async () => {
  const { fetch, port } = await encrypted();
  const proxy = await testProxy("me:secret");
  const source = `https://releases.test:${port}/patches/`;
  const refused = await fetch({ https_proxy: proxy.address }, source);
  expect([refused.code, refused.stderr]).toEqual([
    3,
    expect.stringMatching(/^The proxy on the way to releases\.test:\d+ wants a login \(407\)\./),
  ]);
  expect((await fetch({ https_proxy: `http://me:secret@${proxy.address}` }, source)).code).toBe(0);
});

test("a redirect from https to http is refused", async () => {
  const { fetch, server } = await encrypted();
  const plain = await releaseServer("/nowhere");
  server.reply = (_, response) => response.writeHead(302, { location: `${plain.url}/${name}.tar.gz` }).end() && true;
  const { code, stderr } = await fetch({});
  expect([code, stderr]).toEqual([6, expect.stringMatching(/is redirected to http:\S+, which is not encrypted\./)]);
  expect(plain.asked).toEqual([]);
});

test("http is forwarded by the proxy of HTTP_PROXY, but for the hosts of NO_PROXY", async () => {
  const { quad, published: directory, downloads } = await published();
  const server = await releaseServer(directory);
  const { port } = new URL(server.url);
  const proxy = await testProxy();
  const from = `http://releases.test:${port}/patches`;
  const done = await quad(`patch fetch ${name} --from ${from}`, { env: { HTTP_PROXY: proxy.address } });
  expect([done.code, done.stderr]).toEqual([0, ""]);
  expect(proxy.asked).toContain(`GET http://releases.test:${port}${archive}`);
  expect(server.asked).toContain(`GET ${archive}`);
  proxy.asked.length = 0;
  const env = { http_proxy: `http://${proxy.address}`, NO_PROXY: "other.example.com,127.0.0.1" };
  expect((await quad(`patch fetch ${name} --from ${server.url} --out ${downloads}/x`, { env })).code).toBe(0);
  expect(proxy.asked).toEqual([]);
  const wanting = await testProxy("me:secret");
  const refused = await quad(`patch fetch ${name} --from ${from}`, { env: { HTTP_PROXY: wanting.address } });
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/wants a login \(407\)\./)]);
  const wrong = await quad(`patch fetch ${name} --from ${from}`, { env: { HTTP_PROXY: "gopher://me:secret@host" } });
  expect([wrong.code, wrong.stderr]).toEqual([2, "HTTP_PROXY names no proxy.\nAs in http://proxy.example.com:3128.\n"]);
});

test("a login in the source's URL goes to its own server alone, and is never shown or kept", async () => {
  const { quad, published: directory, withSql } = await published();
  const server = await releaseServer(directory);
  const other = await releaseServer(directory);
  const logins: unknown[] = [];
  for (const { server: one } of [server, other])
    one.prependListener("request", ({ headers }) => logins.push([one === server.server, headers.authorization]));
  server.reply = (_, response) => response.writeHead(307, { location: `${other.url}/${name}.tar.gz` }).end() && true;
  const from = server.url.replace("//", "//me:s3cret@");
  const run = await quad(`patch fetch ${name} --from ${from}`);
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining(`from ${server.url}/: `)]);
  const basic = `Basic ${Buffer.from("me:s3cret").toString("base64")}`;
  expect(logins).toEqual([...Array(4).fill([true, basic]), [false, undefined]]);
  const [row] = await withSql((sql) => sql`select source from QUAD_patch_indexes`);
  expect(row).toEqual({ source: `${server.url}/` });
  const doctor = await quad("doctor", { env: { QUAD_PATCH_SOURCE: from } });
  expect(doctor.stdout).toContain(`${server.url} (QUAD_PATCH_SOURCE)`);
  const { stdout } = await quad("audit list");
  expect(stdout + run.stderr + doctor.stdout).not.toContain("s3cret");
});

test("a server that is not there is unreachable, with what to try", async () => {
  const { quad, home } = await published();
  writeFileSync(join(home, "quad.yaml"), "patch_source: http://127.0.0.1:9/patches\npatch_timeout: 1\n");
  const { code, stderr } = await quad("patch list --available");
  expect([code, stderr]).toEqual([
    6,
    [
      "http://127.0.0.1:9/patches/index.json cannot be reached: connect ECONNREFUSED 127.0.0.1:9.",
      "Behind a proxy: HTTPS_PROXY and HTTP_PROXY. Without a network: --from DIR",
      "",
    ].join("\n"),
  ]);
  writeFileSync(join(home, "quad.yaml"), "patch_timeout: never\n");
  expect((await quad("patch list --available")).stderr).toMatch(
    "patch_timeout has to be a number of seconds, 1 to 3600.",
  );
  expect(
    (await quad("patch list --available", { env: { QUAD_CONFIG: "/dev/null", QUAD_PATCH_TIMEOUT: "0" } })).code,
  ).toBe(2);
});
