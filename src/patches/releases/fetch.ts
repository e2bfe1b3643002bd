import { rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { cancelled, conflict, QuadError, unreachable } from "../../errors.ts";
import { makeDirectory } from "../../files/make-directory.ts";
import { replaceFile } from "../../files/replace-file.ts";
import { sizeOf } from "../../terminal/style.ts";
import { withArchive } from "../archive/open.ts";
import { sha256At } from "../signature/digest.ts";
import { parsePatchComment } from "../signature/patch-comment.ts";
import type { PublicKey } from "../signature/public-key.ts";
import { verifySignature } from "../signature/verify.ts";
import { trustedKeys } from "../trust/keys.ts";
import { provenBy } from "../trust/proof.ts";
import type { Published } from "./index-shape.ts";
import { noPatch } from "./near.ts";
import { type Offer, type Reach, withOffer } from "./offer.ts";
import { type Part, withPart } from "./part.ts";
import type { Source } from "./source.ts";

/** Where an install keeps what it has fetched. */
export const downloadsOf = (home: string): string => join(home, ".quad/downloads");

/** An archive that was fetched. */
export interface Fetched {
  readonly name: string;
  /** Its path. */
  readonly archive: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly signedBy: string;
  /** As it is shown. */
  readonly source: string;
  /** False where it was there already, and right. */
  readonly fetched: boolean;
}

const stays = "what has come stays, and the next run goes on with it.";

/**
 * Fetches the archive of a patch, with its signature, into a directory: checked by the index and by its own signature before it gets its
 * name. What was broken off is gone on with. `say` is told how far it is, in bytes. Throws not found with near misses, a conflict for a
 * patch that was withdrawn and for what is not as it was announced, and what `withOffer` throws.
 */
export function fetchPatch(
  name: string,
  out: string,
  reach: Reach,
  say: (came: number, size: number) => void,
): Promise<Fetched> {
  return withOffer(reach, name, async (offer, source) => {
    const wanted = await offered(name, offer, source);
    const keys = await reach.withDb(trustedKeys);
    await makeDirectory(out);
    const archive = join(out, `${name}.tar.gz`);
    const about = { name, archive, size: wanted.size, sha256: wanted.sha256, source: offer.source };
    const there = await rightAlready(archive, wanted, keys);
    if (there !== undefined) return { ...about, signedBy: there, fetched: false };
    const minisig = await source.signature(name);
    return withPart(archive, wanted, async (part) => {
      await mustHaveRoom(out, wanted, part.length);
      await bring(source, wanted, part, (came) => {
        if (reach.signal?.aborted) throw cancelled();
        say(came, wanted.size);
      }).catch((error) => {
        if (!(error instanceof QuadError) || part.length === 0) throw error;
        if (error.code === "cancelled") throw cancelled(`Interrupted; ${stays}`);
        if (error.code !== "unreachable") throw error;
        const { code, message, detail, hint, cause } = error;
        throw new QuadError(code, message, { detail, hint: [...hint, `Or run this again: ${stays}`], cause });
      });
      const signedBy = await mustBeAsSigned(part.path, minisig, wanted, keys);
      // The archive's name comes last, so that where it stands its signature does.
      await rm(archive, { force: true });
      await replaceFile(`${archive}.minisig`, minisig);
      await part.name(archive);
      return { ...about, signedBy, fetched: true };
    });
  });
}

async function offered(name: string, { patches, source: where }: Offer, { archives }: Source): Promise<Published> {
  const found = patches.find((one) => one.name === name);
  if (found === undefined) {
    const files = archives.map((path) => path.replace(/^.*\/|\.tar\.gz$/g, ""));
    const names = [...patches.map((one) => one.name), ...files];
    throw await noPatch(name, `at ${where}`, names, `See them: quad patch list --available --from ${where}`);
  }
  if (!found.withdrawn) return found;
  const instead = patches.find((one) => !one.withdrawn && one.supersedes.includes(name));
  throw conflict(`The vendor has withdrawn ${name}.`, {
    hint: instead ? `Take ${instead.name} instead.` : "See what there is: quad patch list --available",
  });
}

/** Whose signature has what lies there, where it is the archive that is wanted. */
async function rightAlready(
  archive: string,
  { name, sequence, sha256 }: Published,
  keys: readonly PublicKey[],
): Promise<string | undefined> {
  try {
    const proof = await provenBy(keys, archive);
    const same = proof.sha256 === sha256 && proof.name === name && proof.sequence === sequence;
    return same ? (proof.keyId ?? undefined) : undefined;
  } catch (error) {
    if (error instanceof QuadError) return undefined;
    throw error;
  }
}

async function mustHaveRoom(out: string, { name, size }: Published, there: number): Promise<void> {
  const { bavail, bsize } = await statfs(out);
  if (size - there < bavail * bsize) return;
  throw unreachable(`${name} needs ${sizeOf(size - there)} in ${out}, and ${sizeOf(bavail * bsize)} are free.`, {
    hint: "Make room, or choose another directory: --out DIR",
  });
}

/** What came in pieces and comes out wrong is brought once more, whole: the server's file may have changed meanwhile. */
async function bring(
  source: Source,
  { name, size, sha256 }: Published,
  part: Part,
  came: (bytes: number) => void,
): Promise<void> {
  for (let again = false; ; again = true) {
    const atOnce = await source.bring(name, part, size, () => came(part.length));
    if ((await sha256At(part.path)) === sha256) return;
    await part.restart();
    if (again || atOnce)
      throw conflict(`${name} of ${source.name} is not the archive that was announced.`, {
        hint: "Somebody has exchanged it, or the vendor is just publishing: try it again later, or ask the vendor.",
      });
  }
}

async function mustBeAsSigned(
  path: string,
  minisig: string,
  { name, sequence }: Published,
  keys: readonly PublicKey[],
): Promise<string> {
  const { key, comment } = await withArchive(path, (file) =>
    verifySignature({ ...file, path: `${name}.tar.gz` }, minisig, keys),
  );
  const said = parsePatchComment(comment);
  if (said.patch === name && said.sequence === sequence) return key.id;
  throw conflict(`${name}.tar.gz is signed as ${said.patch}, number ${said.sequence}; wanted is number ${sequence}.`);
}
