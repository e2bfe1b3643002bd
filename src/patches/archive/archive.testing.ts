import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { scratchDirectory } from "../../testing/processes.ts";
import { buildArchive } from "./build.ts";
import { compressed } from "./gzip.ts";
import { withArchive } from "./open.ts";
import { readArchive } from "./read.ts";
import { readSource } from "./source.ts";

export interface Folder {
  readonly name?: string;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly migrations?: Readonly<Record<string, string>>;
  readonly yaml?: Readonly<Record<string, unknown>>;
}

/** A patch's folder; a file whose path ends with `*` is executable. */
export function folder({
  name = "test-1.0",
  files = { "app/a.js": "a" },
  migrations = {},
  yaml = {},
}: Folder = {}): string {
  const root = join(scratchDirectory(), "source");
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path.replace(/\*$/, "")), content);
    chmodSync(join(root, path.replace(/\*$/, "")), path.endsWith("*") ? 0o755 : 0o644);
  };
  for (const [path, content] of Object.entries(files)) put(`files/${path}`, content);
  for (const [path, content] of Object.entries(migrations)) put(`migrations/${path}`, content);
  put(
    "patch.yaml",
    JSON.stringify({ name, version: "1.0", channel: "beta", sequence: 1, created: "2026-01-20T00:00:00Z", ...yaml }),
  );
  return root;
}

/** The archive of such a folder. */
export const built = async (of: Folder = {}) => buildArchive(await readSource(folder(of)), scratchDirectory());

/** The bytes of its tar. */
export const tarOf = async (of: Folder = {}): Promise<Buffer> => gunzipSync(readFileSync((await built(of)).archive));

/** A tar, compressed as archives are, in a file. */
export async function archiveOf(tar: Buffer | Iterable<Buffer>): Promise<string> {
  const path = join(scratchDirectory(), "test-1.0.tar.gz");
  const pieces = [];
  for await (const piece of compressed(Readable.from(Buffer.isBuffer(tar) ? [tar] : tar))) pieces.push(piece);
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

/** Reads an archive whole; the names of its entries with their contents. */
export async function contentsOf(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  await withArchive(path, (file) =>
    readArchive(file, {
      sink: (entry) => {
        const pieces: Buffer[] = [];
        return {
          write: (piece) => void pieces.push(Buffer.from(piece)),
          end: () => {
            found[entry.path] = `${entry.mode.toString(8)} ${Buffer.concat(pieces).toString("latin1")}`;
          },
        };
      },
    }),
  );
  return found;
}
