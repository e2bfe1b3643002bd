import { rm } from "node:fs/promises";
import { join } from "node:path";
import { conflict, QuadError } from "../../errors.ts";
import { replaceFile } from "../../files/replace-file.ts";
import { shortFile } from "../../files/short-file.ts";
import { syncPath } from "../../files/sync-path.ts";
import { manifestText } from "../archive/manifest-text.ts";
import { formatIndexComment, parseIndexComment } from "../signature/patch-comment.ts";
import type { PublicKey } from "../signature/public-key.ts";
import type { SecretKey } from "../signature/secret-key.ts";
import { signBytes } from "../signature/sign.ts";
import { longestSignature } from "../signature/signature-file.ts";
import { verifyBytes } from "../signature/verify.ts";
import { type Index, indexFile, indexSignature, longestIndex, parseIndex } from "./index-shape.ts";

/** An index as it was found, nothing of it believed yet. */
export interface SignedIndex {
  /** What messages call it. */
  readonly from: string;
  readonly bytes: Buffer;
  /** The text of its `.minisig`. */
  readonly minisig: string;
}

/**
 * Reads an index after its signature by one of these keys was checked. Throws not allowed where none of them signed it, a conflict where it
 * is not what was signed, or another product's, and a usage error where it is none.
 */
export async function verifiedIndex(
  { from, bytes, minisig }: SignedIndex,
  keys: readonly PublicKey[],
): Promise<{ readonly index: Index; readonly keyId: string }> {
  const { key, comment } = await verifyBytes(from, bytes, minisig, keys);
  const sequence = parseIndexComment(comment);
  const index = await parseIndex(bytes, from);
  if (index.sequence !== sequence)
    throw conflict(`${from} says that it has the number ${index.sequence}; signed was ${sequence}.`);
  return { index, keyId: key.id };
}

// It is there while the two files are exchanged: whoever is broken off between them leaves a signature that is this one's.
const nextFile = ".index.json.next";

/** Writes an index with its signature into a directory. Broken off at any moment, `publishedIndex` finds the old one or the new one. */
export async function writeIndex(directory: string, index: Index, key: SecretKey): Promise<void> {
  const bytes = Buffer.from(manifestText(index));
  const comments = {
    trustedComment: formatIndexComment(index.sequence, new Date(index.created)),
    untrustedComment: `signature of the index by the key ${key.publicKey.id}`,
  };
  const minisig = signBytes(bytes, key, comments);
  await replaceFile(join(directory, nextFile), bytes);
  await replaceFile(join(directory, indexSignature), minisig);
  await replaceFile(join(directory, indexFile), bytes);
  await syncPath(directory);
  await rm(join(directory, nextFile), { force: true });
}

/** The index that a vendor has published in a directory; undefined where there is none. Throws as `verifiedIndex` does. */
export async function publishedIndex(directory: string, keys: readonly PublicKey[]): Promise<Index | undefined> {
  const minisig = (await shortFile(join(directory, indexSignature), longestSignature))?.toString();
  const found = await shortFile(join(directory, indexFile), longestIndex);
  const next = await shortFile(join(directory, nextFile), longestIndex);
  if (found === undefined && next === undefined) return undefined;
  if (minisig === undefined) {
    if (found === undefined) return undefined;
    throw conflict(`${join(directory, indexFile)} has no signature beside it.`, {
      hint: "Bring both back from the release server; the number of the next one follows from it.",
    });
  }
  const read = async (bytes: Buffer) =>
    (await verifiedIndex({ from: join(directory, indexFile), bytes, minisig }, keys)).index;
  if (next === undefined || found?.equals(next)) return read(found ?? Buffer.alloc(0));
  return read(next).catch((error) => {
    if (!(error instanceof QuadError) || found === undefined) throw error;
    return read(found);
  });
}
