import { basename } from "node:path";
import { QuadError, usage } from "../../errors.ts";
import type { Environment } from "../../install/setting.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import type { Sql } from "../../postgres/sql.ts";
import { withArchive } from "../archive/open.ts";
import { readManifest } from "../archive/read.ts";
import type { PublicKey } from "../signature/public-key.ts";
import { trustedKeys } from "../trust/keys.ts";
import { provenBy } from "../trust/proof.ts";
import { verifiedIndex } from "./index-file.ts";
import type { Published } from "./index-shape.ts";
import { publishedOf } from "./published.ts";
import { keepSeen } from "./seen.ts";
import { type Source, withSource } from "./source.ts";

/** How a source is reached. */
export interface Reach {
  /** A URL, a directory or a file. */
  readonly source: string;
  /** Takes an index that has expired, or is older than one that was seen. */
  readonly older: boolean;
  /** Names the proxies. */
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
  /** In seconds, in which a server has to send something. */
  readonly timeout: number;
  readonly withDb: <T>(use: (sql: Sql) => Promise<T>) => Promise<T>;
}

/** What a source offers. */
export interface Offer {
  /** Its name, without a password. */
  readonly source: string;
  /** Number and expiry of its index, and whose it is; null where it has none. */
  readonly sequence: number | null;
  readonly expires: string | null;
  readonly keyId: string | null;
  readonly patches: readonly Published[];
  /** Archives that nobody can use, and why: only where there is no index. */
  readonly unusable: readonly { readonly file: string; readonly why: string }[];
}

/**
 * Lends a source and what it offers, after the signature of its index by a key that is trusted here was checked, or, where it has none,
 * those of its archives: of all, or of the patch that is named. Throws not found, not allowed, unreachable, and a conflict for an index that
 * is not what was signed, another product's, expired, or older than one that was seen.
 */
export function withOffer<T>(
  { source: named, older, withDb, environment, signal, timeout }: Reach,
  patch: string | undefined,
  use: (offer: Offer, source: Source) => Promise<T>,
): Promise<T> {
  const web = { environment, signal, time: timeout * 1000 };
  return onDisk(() =>
    withSource(named, web, async (source) => {
      const keys = await withDb(trustedKeys);
      const checked = await indexOf(source, keys);
      if (checked === undefined) return use(await offerOfArchives(source, keys, patch), source);
      const { index, keyId } = checked;
      await withDb((sql) => keepSeen(sql, { source: source.name, keyId, index, older }));
      const { sequence, expires, patches } = index;
      return use({ source: source.name, sequence, expires, keyId, patches, unusable: [] }, source);
    }),
  );
}

/** Index and signature are two files: whoever looks while they are exchanged looks again. */
async function indexOf(source: Source, keys: readonly PublicKey[]) {
  const checked = async () => {
    const found = await source.index();
    return found && verifiedIndex(found, keys);
  };
  return checked().catch((error) => {
    if (!(error instanceof QuadError) || error.code !== "conflict") throw error;
    return checked();
  });
}

async function offerOfArchives(source: Source, keys: readonly PublicKey[], patch: string | undefined): Promise<Offer> {
  const [patches, unusable]: [Published[], { file: string; why: string }[]] = [[], []];
  for (const path of source.archives) {
    const file = basename(path);
    if (patch !== undefined && file !== `${patch}.tar.gz`) continue;
    try {
      const one = await publishedArchive(path, keys);
      if (file !== `${one.name}.tar.gz`) throw usage(`It is ${one.name}, and has to be called ${one.name}.tar.gz.`);
      patches.push(one);
    } catch (error) {
      if (!(error instanceof QuadError) || patch !== undefined) throw error;
      unusable.push({ file, why: error.message });
    }
  }
  patches.sort((a, b) => a.sequence - b.sequence);
  return { source: source.name, sequence: null, expires: null, keyId: null, patches, unusable };
}

async function publishedArchive(path: string, keys: readonly PublicKey[]): Promise<Published> {
  const proof = await provenBy(keys, path);
  return withArchive(path, async (file) =>
    publishedOf(await readManifest(file, proof.name), proof, (await file.handle.stat()).size),
  );
}
