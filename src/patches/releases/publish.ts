import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { conflict, notFound, QuadError } from "../../errors.ts";
import { underLock } from "../../files/kernel-lock.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { withArchive } from "../archive/open.ts";
import { readArchive } from "../archive/read.ts";
import type { PublicKey } from "../signature/public-key.ts";
import type { SecretKey } from "../signature/secret-key.ts";
import { provenBy } from "../trust/proof.ts";
import { publishedIndex, writeIndex } from "./index-file.ts";
import { type Index, indexFile, type Published } from "./index-shape.ts";
import { publishedOf } from "./published.ts";

/** What is to be published. */
interface Publication {
  /** With the signed archives, NAME.tar.gz and NAME.tar.gz.minisig. */
  readonly directory: string;
  readonly key: SecretKey;
  /** Keys whose index may lie there: those before this one. */
  readonly former: readonly PublicKey[];
  readonly expires: Date;
  /** Names of patches that are not to be had any more. */
  readonly withdraw: readonly string[];
  /** The number of the index, where that is not the next after the one that is there. */
  readonly sequence: number | undefined;
}

/** What was published. */
export interface PublishedIndex {
  readonly index: string;
  readonly sequence: number;
  readonly expires: string;
  readonly keyId: string;
  readonly patches: readonly Published[];
  /** Names that the index before this one had. */
  readonly gone: readonly string[];
}

/**
 * Checks every archive of a directory whole, and writes the index of them. Its number follows on that of the index which is there, or is a
 * higher one that is named. What was withdrawn once stays so. Throws not found for a patch that is not there, and a conflict that lists the archives which cannot be
 * published: not signed by this key, damaged, or another than was published under that name.
 */
export function publish({ directory, key, former, expires, withdraw, sequence }: Publication): Promise<PublishedIndex> {
  const busy = { patience: 500, busy: `Another quad is publishing ${directory}.`, hint: "Wait for it." };
  return onDisk(async () => {
    const names = (await readdir(directory)).filter((name) => name.endsWith(".tar.gz") && !name.startsWith("."));
    return underLock(join(directory, ".publish.lock"), busy, async () => {
      const before = await publishedIndex(directory, [key.publicKey, ...former]);
      const next = (before?.sequence ?? 0) + 1;
      if (sequence !== undefined && sequence < next)
        throw conflict(`The index that is there has the number ${next - 1}, and the next cannot have ${sequence}.`, {
          hint: "Leave --sequence out, or name a higher one.",
        });
      const found = await checked(directory, names, key.publicKey, before?.patches ?? []);
      const patches = withWithdrawn(found, before?.patches ?? [], withdraw);
      mustDiffer(patches);
      const index: Index = {
        format: 1,
        product: "quad-platform",
        sequence: sequence ?? next,
        created: new Date().toISOString(),
        expires: expires.toISOString(),
        patches,
      };
      await writeIndex(directory, index, key);
      const there = new Set(patches.map(({ name }) => name));
      return {
        index: join(directory, indexFile),
        ...{ sequence: index.sequence, expires: index.expires, keyId: key.publicKey.id, patches },
        gone: (before?.patches ?? []).map(({ name }) => name).filter((name) => !there.has(name)),
      };
    });
  });
}

/** The archives as the index lists them. What is against one of them is said of all. */
async function checked(
  directory: string,
  files: readonly string[],
  key: PublicKey,
  before: readonly Published[],
): Promise<readonly Published[]> {
  const [found, mistakes]: [Published[], string[]] = [[], []];
  for (const file of files) {
    try {
      const one = await checkedArchive(join(directory, file), key);
      const known = before.find(({ name }) => name === one.name);
      if (known && known.sha256 !== one.sha256)
        throw conflict(`${one.name} was published with other content; what has changed gets a new name.`);
      const same = found.find(({ sequence }) => sequence === one.sequence);
      if (same) throw conflict(`${one.name} has the number ${one.sequence}, and so has ${same.name}.`);
      found.push(one);
    } catch (error) {
      if (!(error instanceof QuadError)) throw error;
      mistakes.push(`  ${file}: ${error.message}`);
    }
  }
  if (mistakes.length === 0) return found;
  throw conflict(`${directory} cannot be published.`, {
    detail: mistakes,
    hint: "Take these archives away, or build and sign them anew: quad patch sign ARCHIVE --secret-key FILE",
  });
}

async function checkedArchive(path: string, key: PublicKey): Promise<Published> {
  const proof = await provenBy([key], path);
  const { manifest, size } = await withArchive(path, async (file) => ({
    ...(await readArchive(file, { name: proof.name })),
    size: (await file.handle.stat()).size,
  }));
  if (basename(path) !== `${manifest.name}.tar.gz`)
    throw conflict(`It is ${manifest.name}, and has to be called ${manifest.name}.tar.gz.`);
  return publishedOf(manifest, proof, size);
}

/** Refuses two with one number, of which one is only listed any more: nobody could read such an index. */
function mustDiffer(patches: readonly Published[]): void {
  for (const [i, { name, sequence, withdrawn }] of patches.entries()) {
    const next = patches[i + 1];
    if (next?.sequence !== sequence) continue;
    const [other, gone] = withdrawn ? [next.name, name] : [name, next.name];
    throw conflict(`${other} has the number ${sequence}, and so had ${gone}, which was withdrawn.`, {
      hint: `Build and sign ${other} anew, with a number that nothing has had.`,
    });
  }
}

/** In the order of their numbers. */
function withWithdrawn(
  found: readonly Published[],
  before: readonly Published[],
  withdraw: readonly string[],
): Published[] {
  const names = new Set([...withdraw, ...before.filter((one) => one.withdrawn).map(({ name }) => name)]);
  const all = [...found, ...before.filter(({ name }) => names.has(name) && !found.some((one) => one.name === name))];
  const unknown = withdraw.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined)
    throw notFound(`There is no patch ${unknown} to withdraw.`, {
      hint: `There are ${all.map(({ name }) => name).join(", ") || "none"}.`,
    });
  return all.map((one) => ({ ...one, withdrawn: names.has(one.name) })).sort((a, b) => a.sequence - b.sequence);
}
