import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { QuadError } from "../errors.ts";
import { readConfigFile } from "./config-file.ts";

function home(text?: string): string {
  const directory = mkdtempSync(join(tmpdir(), "quad-config-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  if (text !== undefined) writeFileSync(join(directory, "quad.yaml"), text);
  return directory;
}

async function refusal(text: string): Promise<string> {
  const directory = home(text);
  const error = await readConfigFile({}, directory).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(QuadError);
  const { code, message, detail } = error as QuadError;
  expect(code).toBe("usage");
  return [message, ...detail].join("\n").replaceAll(directory, "HOME");
}

test("the file of the install is read", async () => {
  const directory = home("database_url: postgresql://quad:secret@db/quad\npostgres_service: db\n");
  expect(await readConfigFile({}, directory)).toEqual({
    path: join(directory, "quad.yaml"),
    values: { database_url: "postgresql://quad:secret@db/quad", postgres_service: "db" },
  });
});

test.each(["", "# nothing yet\n", "---\n"])("%j sets nothing", async (text) => {
  expect((await readConfigFile({}, home(text)))?.values).toEqual({});
});

test("QUAD_CONFIG comes first, and has to exist", async () => {
  const directory = home("database_url: pg:/a");
  const other = join(directory, "other.yaml");
  writeFileSync(other, "database_url: pg:/b");
  expect((await readConfigFile({ QUAD_CONFIG: other }, directory))?.values.database_url).toBe("pg:/b");
  await expect(readConfigFile({ QUAD_CONFIG: "/not/there.yaml" }, directory)).rejects.toThrow(
    "QUAD_CONFIG names /not/there.yaml, which does not exist.",
  );
});

test("a relative directory is relative to the file", async () => {
  const directory = home();
  mkdirSync(join(directory, "etc"));
  const file = join(directory, "etc", "quad.yaml");
  writeFileSync(file, "database_url: pg:../data");
  expect((await readConfigFile({ QUAD_CONFIG: file }, "/"))?.values.database_url).toBe(`pg:${join(directory, "data")}`);
});

test("every mistake is told at once, with its line", async () => {
  expect(await refusal("# settings\ndatabse_url: x\ndatabase_url: 5\ncolour: red\n")).toBe(
    [
      "HOME/quad.yaml has 3 mistakes.",
      "HOME/quad.yaml:2: databse_url is no setting; did you mean database_url?",
      "HOME/quad.yaml:3: database_url has to be text.",
      "HOME/quad.yaml:4: colour is no setting; there are database_url, postgres_service, audit_dir, backup_dir, backup_encrypt_to, bw, vault_dir, vault_password_file, vault_timeout, patch_source, patch_timeout, smtp_url, smtp_ca, smtp_timeout, mail_from.",
    ].join("\n"),
  );
});

test.each([
  ["- a list", "HOME/quad.yaml:1: the file has to be a map of settings."],
  ["database_url: [\n", "HOME/quad.yaml:2: "],
  ["database_url: a\ndatabase_url: b\n", "HOME/quad.yaml:2: Map keys must be unique"],
  [
    "\ndatabase_url: mysql://root:secret@x/y\n",
    "HOME/quad.yaml:2: database_url: mysql://root:***@x/y is not a database URL.",
  ],
])("%j is refused", async (text, expected) => {
  const said = await refusal(text);
  expect(said).toContain(`HOME/quad.yaml has a mistake.\n${expected}`);
  expect(said).not.toContain("secret");
});
