import type { Manifest } from "../manifest.ts";
import { mustBeSigned, type Proof } from "../trust/proof.ts";
import type { Published } from "./index-shape.ts";

/** A patch as an index lists it, of its manifest and its archive's size. Throws a conflict where another number was signed. */
export function publishedOf(manifest: Manifest, proof: Proof, size: number): Published {
  mustBeSigned(manifest, proof);
  const { name, version, channel, sequence, created, expires, platform, requires, conflicts, supersedes } = manifest;
  const { integration, notes } = manifest;
  return {
    ...{ name, version, channel, sequence, size },
    sha256: proof.sha256,
    created,
    ...(expires !== undefined && { expires }),
    ...{ platform, requires, conflicts, supersedes },
    ...(integration !== undefined && { integration }),
    notes,
    withdrawn: false,
  };
}
