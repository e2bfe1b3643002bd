import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyInstall } from "../testing/install.ts";
import { looksLikeSecret } from "./secret.ts";

/** Put together here, so that nobody who scans this file takes them for what they look like. */
const keys = [
  ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"],
  ["ghp_", "x"],
  ["github_pat_", "11ABCDE0Y0abcdefghij_KLMNOP"],
  ["glpat-", "xxxxYYYYzzzz11112222"],
  ["xoxb-", "17653672481-19874698323"],
  ["xoxp-", "1"],
  ["AKIA", "IOSFODNN7EXAMPLE"],
  ["eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxIn0.c2ln"],
  ["sk_live_", "51H8x2eKZvKYlo2C"],
  ["npm_", "abcdefghijklmnop"],
  ["-----BEGIN", " OPENSSH PRIVATE KEY-----"],
  ["folder/ghp_", "16C7e42F292c6912"],
  // of no kind that is known by its beginning: hexadecimal, base 62, base 64
  ["", "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3"],
  ["", "5f4dcc3b5aa765d61d8327deb882cf99"],
  ["", "vF9k2Lq8ZxT4mNp7RwY3"],
  ["", "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA"],
  ["some/", "Kq3X9vR2mT7bN4wL8yP5"],
].map((parts) => parts.join(""));

const paths = [
  "Engineering/GitHub#token",
  "Engineering/CI/GitHub org token#personal access token",
  "it/qa/db/k8s/dev/eu-1/gh/token",
  "insurance-division/life-insurance/github-token-2026",
  "Shared tools/GitHubOrganizationTokenProd2026",
  "MassMutual/MyApiKeyForDevOpsTeam",
  "vault://0f3e5a52-9d5c-4f59-8a3f-3d9b8a1d2c11/token",
  "vault://0F3E5A52-9D5C-4F59-8A3F-3D9B8A1D2C11/password",
  "Tools/sk-learn",
  "Tools/npm_token",
  "Größe/Schlüssel für die Tür",
  "users/john",
];

test.each(keys)("%s is a key", (text) => {
  expect(looksLikeSecret(text)).toBe(true);
});

test.each(paths)("%s is a path", (text) => {
  expect(looksLikeSecret(text)).toBe(false);
});

test("random keys of 24 characters and more are told from paths, nearly all of them", () => {
  const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"];
  const found = (letters: readonly string[], length: number) =>
    fc
      .sample(fc.array(fc.constantFrom(...letters), { minLength: length, maxLength: length }), {
        numRuns: 2000,
        seed: 1,
      })
      .filter((key) => looksLikeSecret(key.join(""))).length / 2000;
  expect(found(alphabet, 24)).toBeGreaterThan(0.99);
  expect(found(alphabet, 40)).toBeGreaterThan(0.999);
  expect(found([..."0123456789abcdef"], 32)).toBeGreaterThan(0.99);
});

test("the database says the same of every text", async () => {
  const { withSql } = await emptyInstall();
  const part = fc.oneof(
    fc.constantFrom(...keys, ...paths),
    fc.string({ unit: fc.constantFrom(..."abzAMZ019/_-# .+="), maxLength: 40 }),
    fc.stringMatching(/^[a-zA-Z0-9]{15,40}$/),
    fc.string({ maxLength: 12 }).filter((text) => !text.includes("\u0000")),
  );
  const texts = fc.sample(
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
    { numRuns: 5000, seed: 7 },
  );
  const said = await withSql(
    (sql) => sql<{ text: string; secret: boolean }[]>`
      select t as text, quad_looks_like_a_secret(t) as secret
      from json_array_elements_text(${JSON.stringify(texts)}::text::json) t`,
  );
  expect(said).toHaveLength(texts.length);
  expect(said.filter(({ text, secret }) => looksLikeSecret(text) !== secret)).toEqual([]);
});
