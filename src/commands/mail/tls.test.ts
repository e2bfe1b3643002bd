import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";
import { testCertificate } from "../../testing/certificate.ts";

const login = { user: "quad@acme.com", password: "p@ss:w/rd" };

test.each(["from-the-start", "offered"] as const)(
  "with TLS %s a certificate that nobody knows is refused, and one that is named is believed",
  async (tls) => {
    const { flush, write, server, directory, states } = await mailInstall({ tls, login });
    await write();
    const url = tls === "offered" ? `${server.url}?starttls=required` : server.url;
    const { code, stderr } = await flush("", { QUAD_SMTP_URL: url });
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /^The mail server smtps?:\/\/quad%40acme\.com:\*\*\*@localhost:\d+ \(QUAD_SMTP_URL\) has a certificate that is not believed: .*self-signed certificate\nWhere you know who signed it, name a file with that certificate: QUAD_SMTP_CA=FILE, or smtp_ca in quad\.yaml\n$/,
    );
    expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 0]]);
    const ca = join(directory, "ca.pem");
    writeFileSync(ca, testCertificate.cert);
    expect(await flush("", { QUAD_SMTP_URL: url, QUAD_SMTP_CA: ca })).toEqual({
      code: 0,
      stdout: "",
      stderr: "Sent 1 mail.\n",
    });
    expect(server.arrived).toHaveLength(1);
  },
);

test.each(["from-the-start", "offered"] as const)(
  "with TLS %s a certificate of another host is refused though its signer is known",
  async (tls) => {
    const { flush, write, server, directory, states } = await mailInstall({ tls, address: "127.0.0.2" });
    await write();
    const ca = join(directory, "ca.pem");
    writeFileSync(ca, testCertificate.cert);
    const url = tls === "offered" ? `${server.url}?starttls=required` : server.url;
    const { code, stderr } = await flush("", { QUAD_SMTP_URL: url, QUAD_SMTP_CA: ca });
    expect([code, server.arrived]).toEqual([6, []]);
    expect(stderr).toMatch(/ has a certificate that is not believed: .*IP: 127\.0\.0\.2 is not in the cert's list/);
    expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 0]]);
  },
);

test("a password is not sent to another host without TLS", async () => {
  const { flush, write, server, states } = await mailInstall({ login });
  await write();
  const { code, stderr } = await flush("", { QUAD_SMTP_URL: `${server.url}?starttls=required` });
  expect(code).toBe(6);
  expect(stderr).toMatch(/ offers no TLS that could be used: .*\nIts password is not sent where others can listen\./);
  expect(await states()).toEqual([["admin@acmecorp.com", "waiting", 0]]);
});

test("a file of signers that is not there is said", async () => {
  const { flush, write } = await mailInstall();
  await write();
  expect(await flush("", { QUAD_SMTP_CA: "/nowhere/ca.pem" })).toEqual({
    code: 2,
    stdout: "",
    stderr: "/nowhere/ca.pem, which QUAD_SMTP_CA or smtp_ca names, cannot be read (ENOENT).\n",
  });
});
