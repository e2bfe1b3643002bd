import { basename, join } from "node:path";
import type { z } from "zod";
import { usage } from "../../errors.ts";
import { counted, visible } from "../../terminal/style.ts";
import { type Manifest, manifestShape, migrationPath, type PatchFile } from "../manifest.ts";
import { parsePatchPath } from "../path.ts";
import { sha256At } from "../signature/digest.ts";
import { sortedByBytes } from "./entries.ts";
import { type PatchYaml, readPatchYaml } from "./patch-yaml.ts";
import { type Found, filesBelow } from "./tree.ts";

/** A patch as its vendor keeps it: a folder with patch.yaml, files/ and migrations/. */
export interface Source {
  readonly manifest: Manifest;
  /** What lies in the archive beside the manifest, by its path there. */
  readonly contents: ReadonlyMap<string, SourceFile>;
}

/** A file on the disk, as it was when the source was read. */
export interface SourceFile {
  readonly from: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Reads the source of a patch. Everything in `files/` is shipped: added, or a replacement where patch.yaml says so. Throws not found where
 * there is no patch.yaml, a usage error that lists every mistake, and what the file system says, naming the file.
 */
export async function readSource(folder: string): Promise<Source> {
  const yaml = await readPatchYaml(join(folder, "patch.yaml"));
  const shipped = await filesBelow(join(folder, "files"), (path) => void parsePatchPath(path));
  const sql = await filesBelow(join(folder, "migrations"), () => undefined);
  const files = await listed(join(folder, "files"), shipped.files, yaml);
  const { keys } = yaml;
  const { manifest, mistakes } = await checked(
    {
      format: 1,
      product: "quad-platform",
      ...keys,
      files,
      restart: { mode: keys.channel === "prod" ? "down-up" : "restart", ...(keys.restart ?? {}) },
    },
    yaml,
  );
  const all = [
    ...yaml.mistakes,
    ...mistakes,
    ...unfounded(shipped.files, yaml),
    ...shipped.mistakes,
    ...sql.mistakes,
    ...(manifest
      ? [
          ...unmatched(manifest, sql.files, folder),
          ...notPickedUp(manifest, yaml),
          ...unasked(manifest, yaml),
          ...impossible(manifest, yaml),
        ]
      : []),
  ];
  if (!manifest || all.length > 0)
    throw usage(`${folder} has ${counted(all.length, "mistake")}.`, { detail: all.slice(0, most).concat(more(all)) });
  return { manifest, contents: await contentsOf(manifest, files, sql.files, folder) };
}

const most = 50;
const more = ({ length }: readonly string[]) => (length > most ? [`… and ${length - most} more.`] : []);

/** The files of the manifest, by the bytes of their paths. */
async function listed(folder: string, files: readonly Found[], { notes }: PatchYaml): Promise<readonly PatchFile[]> {
  const shipped: PatchFile[] = [];
  for (const { path, size, executable } of files) {
    const { action, mode = executable ? "0755" : "0644", policy = "replace", replaces = [] } = notes.get(path) ?? {};
    shipped.push({
      action: action === "replace" || (action === undefined && replaces.length > 0) ? "replace" : "add",
      path,
      sha256: await sha256At(join(folder, path), size),
      size,
      mode,
      policy,
      replaces: [...replaces],
    });
  }
  const deleted = [...notes].flatMap(([path, { action, policy = "replace", replaces = [] }]): PatchFile[] =>
    action === "delete" ? [{ action, path, replaces: [...replaces], policy }] : [],
  );
  return sortedByBytes([...shipped, ...deleted]);
}

async function checked(
  candidate: Readonly<Record<string, unknown>> & { readonly files: readonly PatchFile[] },
  yaml: PatchYaml,
): Promise<{ readonly manifest: Manifest | undefined; readonly mistakes: readonly string[] }> {
  const [{ z }, { validRange }] = await Promise.all([import("zod"), import("semver")]);
  const { success, data, error } = manifestShape(z).safeParse(candidate);
  const mistakes = ["format", "product"].flatMap((key) =>
    key in yaml.keys ? [yaml.at([key], `${key}: is no key of a patch.yaml`)] : [],
  );
  if (!success) return { manifest: undefined, mistakes: [...mistakes, ...error.issues.map(inWords)] };
  if (validRange(data.platform) === null)
    mistakes.push(yaml.at(["platform"], `platform: ${JSON.stringify(data.platform)} is no range of versions`));
  return { manifest: data, mistakes };

  function inWords({ path, message }: z.core.$ZodIssue): string {
    const [first, index, ...rest] = path;
    const file = first === "files" && typeof index === "number" ? candidate.files[index]?.path : undefined;
    const keys = file === undefined ? path : ["files", file, ...rest];
    const about = keys.length === 0 ? "" : `${keys.map(String).join(first === "files" ? ", " : ".")}: `;
    return yaml.at(keys, `${about}${message}`);
  }
}

/** Paths of which something is said, and that are not there to be shipped; or are, and to be deleted. */
function unfounded(files: readonly Found[], { notes, at }: PatchYaml): readonly string[] {
  const there = new Set(files.map(({ path }) => path));
  return [...notes].flatMap(([path, { action }]) => {
    if (action === "delete")
      return there.has(path) ? [at(["files", path], `files, ${path}: is to be deleted, and is in files/ too`)] : [];
    return there.has(path) ? [] : [at(["files", path], `files, ${path}: is not in files/`)];
  });
}

/** Migrations without their files, and files without their migration. */
function unmatched({ migrations }: Manifest, files: readonly Found[], folder: string): readonly string[] {
  const named = new Set(migrations.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down])));
  const there = new Set(files.map(({ path }) => path));
  const at = (file: string) => visible(join(folder, "migrations", file));
  return [
    ...[...named].filter((file) => !there.has(file)).map((file) => `${at(file)} is named by a migration, and missing.`),
    ...[...there].filter((file) => !named.has(file)).map((file) => `${at(file)} is named by no migration.`),
  ];
}

/** What containers read only when they are made anew. */
function notPickedUp({ files, restart, name }: Manifest, { at }: PatchYaml): readonly string[] {
  const file = files.find(({ path }) => /^((docker-)?compose(\..+)?\.ya?ml|\.env)$/.test(basename(path)));
  if (restart.mode === "down-up" || file === undefined) return [];
  return [
    at(
      ["restart"],
      `restart.mode: ${name} changes ${file.path}, which a restart does not pick up; it has to be down-up`,
    ),
  ];
}

/** Health checks of services that are not started: they would fail on every install. */
function unasked({ health, restart }: Manifest, { at }: PatchYaml): readonly string[] {
  const { services } = restart;
  return health.flatMap(({ service }, i) =>
    services.length === 0 || services.includes(service)
      ? []
      : [at(["health", i], `health: ${service} is asked, and is not among the services of restart`)],
  );
}

/** What no install could ever fulfil. */
function impossible(manifest: Manifest, { at }: PatchYaml): readonly string[] {
  const { name, requires, conflicts, created, expires } = manifest;
  const both = requires.find((one) => conflicts.includes(one));
  return [
    ...(["requires", "conflicts", "supersedes"] as const).flatMap((key) =>
      manifest[key].includes(name) ? [at([key], `${key}: ${name} is the patch itself`)] : [],
    ),
    ...(both === undefined ? [] : [at(["conflicts"], `conflicts: ${both} is required, too`)]),
    ...(expires !== undefined && Date.parse(expires) <= Date.parse(created)
      ? [at(["expires"], "expires: is not after created")]
      : []),
  ];
}

async function contentsOf(
  manifest: Manifest,
  files: readonly PatchFile[],
  sql: readonly Found[],
  folder: string,
): Promise<ReadonlyMap<string, SourceFile>> {
  const contents = new Map<string, SourceFile>();
  for (const file of files)
    if (file.action !== "delete") contents.set(file.path, { ...file, from: join(folder, "files", file.path) });
  for (const { path, size } of sql) {
    const from = join(folder, "migrations", path);
    contents.set(migrationPath(manifest.name, path), { from, size, sha256: await sha256At(from, size) });
  }
  return contents;
}
