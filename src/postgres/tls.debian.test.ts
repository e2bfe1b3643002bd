import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runQuad } from "../testing/install.ts";
import { eventually, isRoot, nobody, scratchDirectory } from "../testing/processes.ts";
import { findRuntime } from "./runtime.ts";

let directory = "";
let port = 0;

/** A server that takes only TLS, with a certificate for `localhost` that an authority of ours signed. */
beforeAll(async () => {
  let remove = () => {};
  directory = scratchDirectory({
    plainUser: true,
    removed: (how) => {
      remove = how;
    },
  });
  const { root } = await findRuntime(isRoot ? nobody : undefined, directory);
  const as = { ...(isRoot && nobody), cwd: directory, stdio: "pipe" as const };
  const openssl = (line: string) => execFileSync("openssl", line.split(" "), as);
  openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
  openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=stranger -keyout other.key -out other.pem");
  openssl(
    "req -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout server.key -out server.csr",
  );
  openssl(
    "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out server.pem",
  );
  const data = join(directory, "data");
  execFileSync(join(root, "bin/initdb"), ["-D", data, "-U", "quad", "-A", "trust", "--locale=C", "--no-sync"], as);
  execFileSync("sh", ["-c", "echo 'hostssl all all 127.0.0.1/32 trust' > data/pg_hba.conf"], as);
  port = 20_000 + Math.floor(Math.random() * 10_000);
  const settings = {
    ssl: "on",
    ssl_cert_file: join(directory, "server.pem"),
    ssl_key_file: join(directory, "server.key"),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port,
  };
  const server = spawn(
    join(root, "bin/postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...as, stdio: "ignore" },
  );
  const pidFile = join(data, "postmaster.pid");
  await eventually(() => existsSync(pidFile) && /^ready/m.test(readFileSync(pidFile, "utf8")));
  expect(await at("require", "", "migrate")).toMatchObject({ code: 0 });
  chmodSync(join(directory, "ca.pem"), 0o644);
  chownSync(join(directory, "ca.pem"), process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  return async () => {
    server.kill("SIGQUIT");
    await eventually(() => server.exitCode !== null || server.signalCode !== null);
    remove();
  };
});

const at = (sslmode: string, more = "", line = "role list", host = "localhost") =>
  runQuad(line, { env: { QUAD_DATABASE_URL: `postgresql://quad@${host}:${port}/postgres?sslmode=${sslmode}${more}` } });

const authority = (name: string) => `&sslrootcert=${join(directory, `${name}.pem`)}`;

test("prefer and require take any certificate, as libpq does", async () => {
  expect((await at("prefer")).code).toBe(0);
  expect((await at("require")).code).toBe(0);
});

test("the right authority is accepted by every mode that checks", async () => {
  for (const sslmode of ["require", "verify-ca", "verify-full"]) {
    expect([sslmode, (await at(sslmode, authority("ca"))).code]).toEqual([sslmode, 0]);
  }
});

test("a stranger's authority, or none, is refused with a sentence", async () => {
  for (const [sslmode, more] of [
    ["require", authority("other")],
    ["verify-ca", authority("other")],
    ["verify-full", authority("other")],
    ["verify-full", "&sslrootcert=system"],
    ["verify-full", ""],
  ] as const) {
    expect(await at(sslmode, more)).toEqual({
      code: 6,
      stdout: "",
      stderr: expect.stringMatching(
        /^The certificate of Postgres at \S+ is not accepted: .+\.\nName the file of who signed it: \?sslmode=verify-full&sslrootcert=FILE\n$/,
      ),
    });
  }
});

test("another name than the certificate's is refused by verify-full alone", async () => {
  expect((await at("verify-ca", authority("ca"), "role list", "127.0.0.1")).code).toBe(0);
  const refused = await at("verify-full", authority("ca"), "role list", "127.0.0.1");
  expect(refused).toMatchObject({ code: 6, stderr: expect.stringMatching(/is not accepted: .*127\.0\.0\.1/) });
});

test("a server that wants TLS refuses who comes without, in its words", async () => {
  expect(await at("disable")).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/refuses: no pg_hba\.conf entry .* no encryption\.\n/),
  });
});
