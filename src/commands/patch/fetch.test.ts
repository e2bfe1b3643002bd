import { createHash, randomBytes } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { signWithNumber } from "../../patches/install.testing.ts";
import { type ReleaseServer, releaseInstall, releaseServer } from "../../patches/releases/release.testing.ts";
import { eventually, startQuad } from "../../testing/processes.ts";

const name = "large-1.0";
const get = `GET /patches/${name}.tar.gz`;

/** A published archive that compression does not shorten, on a server. */
async function published() {
  const install = await releaseInstall();
  await install.release({ name, files: { large: randomBytes(150_000).toString("base64") } });
  await install.publish();
  const server = await releaseServer(install.published);
  const archive = join(install.downloads, `${name}.tar.gz`);
  const whole = readFileSync(join(install.published, `${name}.tar.gz`));
  const env = { QUAD_PATCH_SOURCE: server.url, QUAD_PATCH_TIMEOUT: "1" };
  return {
    ...install,
    ...{ server, archive, whole, env },
    part: `${archive}.part`,
    fetch: () => install.quad(`patch fetch ${name}`, { env }),
    /** What was asked of the archive, without the index. */
    asked: () => server.asked.flatMap((one) => (`${one} `.startsWith(`${get} `) ? [one.slice(get.length + 1)] : [])),
  };
}

/** Sends so many bytes of the first answers, and then nothing, or the end of the connection. */
const onlySome =
  (bytes: number, { times = 1, hang = false } = {}): ReleaseServer["reply"] =>
  (request, response, file) => {
    if (times === 0) return false;
    times -= 1;
    const from = Number(/\d+/.exec(request.headers.range ?? "0")?.[0]);
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": file.length - from,
      ...(from > 0 && { "content-range": range }),
      etag: '"one"',
    });
    response.write(file.subarray(from, from + bytes), () => hang || response.destroy());
    return true;
  };

test("a fetch that is killed goes on where it was: only the rest is asked for", async () => {
  const { server, home, url, fetch, part, archive, whole, env, asked } = await published();
  server.reply = onlySome(60_000, { hang: true });
  const run = startQuad(`patch fetch ${name}`, { env: { ...env, QUAD_HOME: home, QUAD_DATABASE_URL: url } });
  await eventually(() => existsSync(part) && statSync(part).size === 60_000);
  run.child.kill("SIGKILL");
  expect((await run.ended).code).toBe(137);
  expect(existsSync(archive)).toBe(false);
  server.reply = (request, response, file) => {
    expect(request.headers["if-range"]).toBe('"one"');
    return onlySome(file.length)(request, response, file);
  };
  const done = await fetch();
  expect([done.code, done.stdout.split(":")[0]]).toEqual([0, `Fetched ${name} from http`]);
  expect(asked()).toEqual(["", "bytes=60000-"]);
  expect(readFileSync(archive)).toEqual(whole);
  expect(readdirSync(join(archive, "..")).map((file) => file.replace(name, "NAME"))).toEqual([
    "NAME.tar.gz",
    "NAME.tar.gz.minisig",
  ]);
});

test("Ctrl-C leaves what came, for the next run", async () => {
  const { server, quad, env, fetch, part, asked } = await published();
  const stop = new AbortController();
  server.reply = onlySome(60_000, { hang: true });
  const run = quad(`patch fetch ${name}`, { env, signal: stop.signal });
  await eventually(() => existsSync(part) && statSync(part).size === 60_000);
  stop.abort();
  const { code, stderr } = await run;
  expect([code, stderr]).toEqual([130, "Interrupted; what has come stays, and the next run goes on with it.\n"]);
  server.reply = onlySome(1_000_000);
  expect((await fetch()).code).toBe(0);
  expect(asked()).toEqual(["", "bytes=60000-"]);
});

test("a connection that breaks is made again, for the rest", async () => {
  const { server, fetch, archive, whole, asked } = await published();
  server.reply = onlySome(60_000, { times: 2 });
  expect((await fetch()).code).toBe(0);
  expect(asked()).toEqual(["", "bytes=60000-", "bytes=120000-"]);
  expect(readFileSync(archive)).toEqual(whole);
});

test("one that breaks again and again is given up, and what came stays", async () => {
  const { server, fetch, archive, part, whole, asked } = await published();
  server.reply = onlySome(20_000, { times: 9 });
  const { code, stderr } = await fetch();
  expect([code, stderr]).toEqual([
    6,
    expect.stringMatching(
      / broke off.*\nTry .*\nOr run this again: what has come stays, and the next run goes on with it\.\n$/,
    ),
  ]);
  expect(asked()).toHaveLength(4);
  expect([existsSync(archive), statSync(part).size]).toEqual([false, 80_000]);
  expect(readFileSync(part)).toEqual(whole.subarray(0, 80_000));
});

test("a server without ranges sends it anew", async () => {
  const { server, fetch, archive, whole, part, asked } = await published();
  server.reply = onlySome(20_000, { times: 4 });
  await fetch();
  expect(statSync(part).size).toBe(80_000);
  server.asked.length = 0;
  server.reply = (_, response, file) => response.writeHead(200, { "content-length": file.length }).end(file) && true;
  expect((await fetch()).code).toBe(0);
  expect(asked()).toEqual(["bytes=80000-"]);
  expect(readFileSync(archive)).toEqual(whole);
});

test("a server that has another file meanwhile is found out, by its tag or by the hash", async () => {
  const { server, fetch, archive, part, asked } = await published();
  for (const tagged of [true, false]) {
    server.reply = onlySome(20_000, { times: 4 });
    await fetch();
    expect(statSync(part).size).toBe(80_000);
    server.asked.length = 0;
    server.reply = (request, response, file) => {
      const other = Buffer.alloc(file.length);
      return tagged ? response.end(other) && true : onlySome(file.length, { times: 1 })(request, response, other);
    };
    const { code, stderr } = await fetch();
    expect([code, stderr]).toEqual([5, expect.stringMatching(/is not the archive that was announced\./)]);
    expect(asked()).toEqual(tagged ? ["bytes=80000-"] : ["bytes=80000-", ""]);
    expect([existsSync(archive), existsSync(part)]).toEqual([false, false]);
  }
});

test("what was broken off and is spoilt is fetched whole", async () => {
  const { server, fetch, archive, part, whole, asked } = await published();
  server.reply = onlySome(20_000, { times: 4 });
  await fetch();
  writeFileSync(part, Buffer.alloc(30_000));
  server.asked.length = 0;
  server.reply = onlySome(1_000_000, { times: 9 });
  expect((await fetch()).code).toBe(0);
  expect(asked()).toEqual(["bytes=30000-", ""]);
  expect(readFileSync(archive)).toEqual(whole);
  // Where all of it has come, nothing is asked for.
  copyFileSync(archive, part);
  writeFileSync(`${part}.json`, JSON.stringify({ sha256: createHash("sha256").update(whole).digest("hex") }));
  writeFileSync(archive, "x");
  server.asked.length = 0;
  expect((await fetch()).code).toBe(0);
  expect([asked(), readFileSync(archive)]).toEqual([[], whole]);
});

test.each<readonly [string, number, RegExp, ReleaseServer["reply"]]>([
  [
    "another length",
    5,
    /has 5 bytes, and should have [\d,]+\./,
    (_, response) => response.writeHead(200, { "content-length": 5 }).end("short") && true,
  ],
  [
    "other content of the same length",
    5,
    /large-1\.0 of http:\S+ is not the archive that was announced\./,
    (_, response, file) => response.end(Buffer.alloc(file.length)) && true,
  ],
  [
    "no end",
    5,
    /has more bytes, and should have [\d,]+\./,
    (_, response, file) => {
      const more = () => response.write(file, () => response.destroyed || more());
      more();
      return true;
    },
  ],
  ["404", 4, /There is nothing at http:\S+\/large-1\.0\.tar\.gz \(404\)\./, (_, r) => r.writeHead(404).end() && true],
  ["403", 3, /is answered with 403: not for everybody\./, (_, r) => r.writeHead(403).end("<html>") && true],
  ["418", 6, /is answered with 418\./, (_, r) => r.writeHead(418).end() && true],
  [
    "a redirect to itself",
    6,
    /is redirected again and again\./,
    (request, response) => response.writeHead(302, { location: request.url }).end() && true,
  ],
  [
    "a redirect to a file",
    6,
    /is redirected to file:/,
    (_, response) => response.writeHead(301, { location: "file:///etc/passwd" }).end() && true,
  ],
  [
    "another part than was asked for",
    6,
    /is sent in another part than was asked for\./,
    (_, response) => response.writeHead(206, { "content-range": "bytes 5-9/*" }).end("xxxxx") && true,
  ],
])("a server that answers with %s is refused, and nothing gets the archive's name", async (_, code, said, reply) => {
  const { server, fetch, downloads, whole } = await published();
  server.reply = reply;
  const run = await fetch();
  expect([run.code, run.stdout, run.stderr]).toEqual([code, "", expect.stringMatching(said)]);
  for (const file of readdirSync(downloads)) {
    expect(file).toMatch(/\.part(\.json)?$/);
    expect(statSync(join(downloads, file)).size).toBeLessThanOrEqual(whole.length);
  }
});

test("a server that fails for the moment is asked again, four times in all; what the index says is kept to", async () => {
  const { server, fetch, asked, whole, archive } = await published();
  let failures = 3;
  server.reply = (_, response) => {
    failures -= 1;
    return failures >= 0 && response.writeHead(503, { "retry-after": "0" }).end() && true;
  };
  expect((await fetch()).code).toBe(0);
  expect([asked().length, readFileSync(archive)]).toEqual([4, whole]);
  writeFileSync(archive, whole.subarray(1));
  server.asked.length = 0;
  server.reply = (_, response) => response.writeHead(500).end() && true;
  const { code, stderr } = await fetch();
  expect([code, stderr]).toEqual([6, expect.stringMatching(/is answered with 500\.\nTry it again later\.\n$/)]);
  expect(asked()).toHaveLength(4);
});

test("a redirect is followed", async () => {
  const { server, fetch, archive, whole } = await published();
  server.reply = (request, response) =>
    !request.url?.startsWith("/elsewhere") &&
    response.writeHead(302, { location: `/elsewhere/${name}.tar.gz` }).end() &&
    true;
  expect((await fetch()).code).toBe(0);
  expect(server.asked.at(-1)).toBe(`GET /elsewhere/${name}.tar.gz`);
  expect(readFileSync(archive)).toEqual(whole);
});

test("a server that sends byte by byte, or nothing at all, is not waited for", { timeout: 60_000 }, async () => {
  const [dripping, silent] = [await published(), await published()];
  dripping.server.reply = (_, response, file) => {
    response.writeHead(200, { "content-length": file.length });
    const drip = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(drip));
    return true;
  };
  silent.server.reply = () => true;
  const begun = performance.now();
  for (const { code, stderr } of await Promise.all([dripping.fetch(), silent.fetch()]))
    expect([code, stderr]).toEqual([6, expect.stringMatching(/does not come: hardly anything within 1 s\./)]);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("an archive that is signed as another, by nobody, or by a key that is not trusted, gets no name", async () => {
  const install = await published();
  const { fetch, release, published: directory, downloads, withSql, key } = install;
  const minisig = join(directory, `${name}.tar.gz.minisig`);
  const own = readFileSync(minisig);
  await release({ name: "other-1.0", sequence: 2, files: { other: "2" } });
  copyFileSync(join(directory, "other-1.0.tar.gz.minisig"), minisig);
  expect((await fetch()).stderr).toMatch(/is not the file that was signed by the key/);
  writeFileSync(minisig, "");
  expect((await fetch()).code).toBe(2);
  // The number is signed as well.
  await signWithNumber(join(directory, `${name}.tar.gz`), name, 3, key);
  expect((await fetch()).stderr).toMatch("large-1.0.tar.gz is signed as large-1.0, number 3; wanted is number 1.");
  writeFileSync(minisig, own);
  await withSql((sql) => sql`update QUAD_patch_keys set revoked_at = now(), revoked_because = 'lost'`);
  expect((await fetch()).code).toBe(3);
  expect(
    readdirSync(downloads)
      .map((file) => basename(file))
      .filter((file) => !/\.part(\.json)?$/.test(file)),
  ).toEqual([]);
});

test("an old archive under a new index is refused, though both are signed", async () => {
  const { release, publish, published: directory, quad, downloads, patch, fetch } = await published();
  // The vendor makes the same name anew in another place: both archives are his.
  const old = await patch({ name: "again-1.0", sequence: 7, files: { again: "old" } });
  const oldArchive = readFileSync(old);
  const oldSignature = readFileSync(`${old}.minisig`);
  await release({ name: "again-1.0", sequence: 7, files: { again: "new" } });
  await publish();
  writeFileSync(join(directory, "again-1.0.tar.gz"), oldArchive);
  writeFileSync(join(directory, "again-1.0.tar.gz.minisig"), oldSignature);
  const { code, stderr } = await quad(`patch fetch again-1.0 --from ${directory}`);
  expect([code, stderr]).toEqual([
    5,
    expect.stringMatching(/again-1\.0.* (is not the archive that was announced|does not have the)/),
  ]);
  expect(existsSync(join(downloads, "again-1.0.tar.gz"))).toBe(false);
  expect((await fetch()).code).toBe(0);
});

test("two at once: one fetches, and the other says so", async () => {
  const { server, fetch, quad, env, part } = await published();
  let go = () => {};
  server.reply = (request, response, file) => {
    response.writeHead(200, { "content-length": file.length }).write(file.subarray(0, 2000));
    go = () => void response.end(file.subarray(2000));
    return request.headers.range === undefined;
  };
  const first = fetch();
  await eventually(() => existsSync(part) && statSync(part).size === 2000);
  const second = await quad(`patch fetch ${name}`, { env });
  expect([second.code, second.stderr]).toEqual([
    9,
    expect.stringMatching(/^Another quad is fetching .*large-1\.0\.tar\.gz\./),
  ]);
  go();
  expect((await first).code).toBe(0);
});
