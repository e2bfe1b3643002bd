import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { conflict, notFound, QuadError, usage } from "../../errors.ts";
import { shortFile } from "../../files/short-file.ts";
import { shownSource } from "../../values/web-address.ts";
import { type WebSettings, withWeb } from "../../web/web.ts";
import { chunksOf } from "../archive/chunks.ts";
import { withArchive } from "../archive/open.ts";
import { longestSignature } from "../signature/signature-file.ts";
import { download } from "./download.ts";
import type { SignedIndex } from "./index-file.ts";
import { indexFile, indexSignature, longestIndex } from "./index-shape.ts";
import type { Part } from "./part.ts";
import { parseSource } from "./source-name.ts";

/** Where patches come from. */
export interface Source {
  /** As it is shown and remembered, without a password. */
  readonly name: string;
  /** The index, nothing of it believed yet; undefined where there are archives alone. Throws not found where it is not there. */
  index(): Promise<SignedIndex | undefined>;
  /** The paths of the archives that lie in a directory, where it has no index. */
  readonly archives: readonly string[];
  /** The text of an archive's signature. */
  signature(patch: string): Promise<string>;
  /**
   * Brings what is missing of an archive, and never more than `size` bytes; `came` is told after each piece. Gives whether all of it came
   * at once.
   */
  bring(patch: string, part: Part, size: number, came: () => void): Promise<boolean>;
}

/** Lends a source. Throws not found for a directory or file that is not there. */
export async function withSource<T>(
  named: string,
  web: Omit<WebSettings, "advice">,
  use: (source: Source) => Promise<T>,
): Promise<T> {
  if (/^https?:/i.test(named)) return withServer(parseSource(named), web, use);
  return use(await localSource(named));
}

const advice = { address: "the source's URL", moreTime: "QUAD_PATCH_TIMEOUT", otherwise: "--from DIR" };

function withServer<T>(
  named: string,
  settings: Omit<WebSettings, "advice">,
  use: (source: Source) => Promise<T>,
): Promise<T> {
  const base = new URL(named);
  base.pathname = `${base.pathname.replace(/\/(index\.json)?$/, "")}/`;
  base.search = base.hash = "";
  const at = (file: string) => {
    const url = new URL(base);
    url.pathname += file;
    return url;
  };
  return withWeb({ ...settings, advice }, (web) =>
    use({
      name: shownSource(base.href),
      archives: [],
      async index() {
        const from = shownSource(at(indexFile).href);
        const bytes = await web.read(at(indexFile), longestIndex).catch(noIndex(from));
        const minisig = (await web.read(at(indexSignature), longestSignature)).toString();
        return { from, bytes, minisig };
      },
      signature: async (patch) => (await web.read(at(`${patch}.tar.gz.minisig`), longestSignature)).toString(),
      bring: (patch, part, size, came) => download(web, at(`${patch}.tar.gz`), part, size, came),
    }),
  );
}

const noIndex = (from: string) => (error: unknown) => {
  if (!(error instanceof QuadError) || error.code !== "notFound") throw error;
  throw notFound(`There is no index of patches at ${from}.`, {
    hint: "Name another source: --from SOURCE, QUAD_PATCH_SOURCE, or patch_source in quad.yaml",
    cause: error,
  });
};

async function localSource(named: string): Promise<Source> {
  const found = await stat(named).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw notFound(`There is no source of patches ${named}.`, {
      hint: "It is a URL (https://…), a directory, or the file of an archive.",
    });
  });
  const directory = found.isDirectory() ? named : dirname(named);
  const archive = found.isDirectory() || named === join(directory, indexFile) ? undefined : named;
  if (archive !== undefined && !archive.endsWith(".tar.gz"))
    throw usage(`${named} is no source of patches.`, { hint: "A file of it is NAME.tar.gz, or index.json." });
  const index = archive === undefined ? await shortFile(join(directory, indexFile), longestIndex) : undefined;
  const archives = archive !== undefined ? [archive] : index !== undefined ? [] : await archivesIn(directory);
  return {
    name: archive ?? directory,
    archives,
    async index() {
      if (index === undefined) return undefined;
      const from = join(directory, indexFile);
      return { from, bytes: index, minisig: await minisigOf(from) };
    },
    signature: (patch) => minisigOf(join(directory, `${patch}.tar.gz`)),
    async bring(patch, part, size, came) {
      await part.restart();
      const path = join(directory, `${patch}.tar.gz`);
      await withArchive(path, async (file) => {
        for await (const piece of chunksOf(file, 0, size + 1)) {
          part.append(piece);
          came();
        }
      });
      if (part.length !== size)
        throw conflict(`${path} does not have the ${size.toLocaleString("en")} bytes that it should have.`);
      return true;
    },
  };
}

async function minisigOf(path: string): Promise<string> {
  const bytes = await shortFile(`${path}.minisig`, longestSignature);
  if (bytes !== undefined) return bytes.toString();
  throw new QuadError("notAllowed", `${path} has no signature: ${path}.minisig is not there.`, {
    hint: "Take both from the vendor, the file and its signature.",
  });
}

const archivesIn = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory))
    .filter((name) => name.endsWith(".tar.gz") && !name.startsWith("."))
    .sort()
    .map((name) => join(directory, name));
