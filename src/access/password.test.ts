import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { emptyInstall } from "../testing/install.ts";
import { newPassword, scramVerifier } from "./password.ts";

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

test("with the verifier a server can hold the exchange that RFC 7677 gives as its example", () => {
  const salt = "W22ZaJ0SNY7soEsUEjb6gQ==";
  const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const messages = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt},i=4096,c=biws,r=${nonce}`;
  const verifier = scramVerifier("pencil", Buffer.from(salt, "base64"));
  const [, stored = "", server = ""] = /^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$(.+):(.+)$/.exec(verifier) ?? [];
  const proof = Buffer.from("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "base64");
  const signature = hmac(Buffer.from(stored, "base64"), messages);
  const clientKey = proof.map((byte, i) => byte ^ (signature[i] ?? 0));
  expect(createHash("sha256").update(clientKey).digest("base64")).toBe(stored);
  expect(hmac(Buffer.from(server, "base64"), messages).toString("base64")).toBe(
    "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  );
});

test("Postgres makes the same of a password, and of ours it keeps what it is given", async () => {
  const { withSql } = await emptyInstall();
  const role = `password_${Math.random().toString(36).slice(2)}`;
  await withSql(async (sql) => {
    const stored = async () => {
      const [row] = await sql<
        [{ verifier: string }]
      >`select rolpassword as verifier from pg_authid where rolname = ${role}`;
      return row.verifier;
    };
    await sql.unsafe(`set password_encryption = 'scram-sha-256'; create role ${role} login password 'correct horse'`);
    try {
      const theirs = await stored();
      const [, iterations, salt = ""] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(theirs) ?? [];
      expect(scramVerifier("correct horse", Buffer.from(salt, "base64"), Number(iterations))).toBe(theirs);
      const ours = scramVerifier("battery staple");
      await sql.unsafe(`alter role ${role} password '${ours}'`);
      expect(await stored()).toBe(ours);
    } finally {
      await sql.unsafe(`drop role ${role}`);
    }
  });
});

test("a password is 25 characters out of 32 in five groups, and no two are alike", () => {
  const passwords = Array.from({ length: 200 }, newPassword);
  for (const password of passwords) expect(password).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$/);
  expect(new Set(passwords).size).toBe(200);
  expect(new Set(passwords.join("").replaceAll("-", "")).size).toBe(32);
});
