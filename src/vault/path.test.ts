import { expect, test } from "vitest";
import { parseVaultPath, readVaultPath } from "./path.ts";

const id = "0f3e5a52-9d5c-4f59-8a3f-3d9b8a1d2c11";

test.each([
  [`vault://${id}/token`, { by: "id", id, field: "token" }],
  [`vault://${id.toUpperCase()}/API token`, { by: "id", id, field: "API token" }],
  [`vault://${id}/a/b`, { by: "id", id, field: "a/b" }],
  ["Engineering/GitHub", { by: "name", name: "Engineering/GitHub", field: undefined }],
  ["Engineering/CI/GitHub#token", { by: "name", name: "Engineering/CI/GitHub", field: "token" }],
  [" Größe/Schlüssel ", { by: "name", name: "Größe/Schlüssel", field: undefined }],
])("%j is a path", (text, path) => {
  expect(readVaultPath(parseVaultPath(text))).toEqual(path);
});

test("what is stored is the path in one form", () => {
  expect(parseVaultPath(` vault://${id.toUpperCase()}/Token `)).toBe(`vault://${id}/Token`);
});

test.each([
  "",
  "GitHub",
  "/a/b",
  "a//b",
  "a/b/",
  "a/b#",
  "a/#b",
  "vault://x/token",
  `vault://${id}`,
  `vault://${id}/`,
  "https://vault.example.com/x",
  "a/b\u0007",
  "a/\u202eb",
  `a/${"b".repeat(1000)}`,
])("%j is none", (text) => {
  expect(() => parseVaultPath(text)).toThrow("That is no path into Vaultwarden.");
});
