import { counted, type Style, visible } from "../terminal/style.ts";
import type { Built } from "./archive/build.ts";

/** A key that was made, and where its halves are. */
export interface NewKey {
  readonly id: string;
  readonly fingerprint: string;
  readonly secretKey: string;
  readonly publicKey: string;
}

export const renderNewKey = ({ id, fingerprint, secretKey, publicKey }: NewKey, { paint }: Style): string =>
  [
    `${paint.good("Made")} the key ${id}, ${fingerprint}`,
    `  secret  ${visible(secretKey)}  keep it; whoever has it signs in your name`,
    `  public  ${visible(publicKey)}  give it to customers, and its fingerprint by another way`,
  ].join("\n");

export const renderBuilt = ({ name, archive, sha256, entries }: Built, { paint }: Style): string =>
  [
    `${paint.good("Built")} ${name} with ${counted(entries, "entry", "entries")}: ${visible(archive)}`,
    `  sha256  ${sha256}`,
    `Sign it: quad patch sign ${visible(archive)} --secret-key FILE`,
  ].join("\n");

export const renderSigned = (
  {
    name,
    sequence,
    keyId,
    signature,
  }: { readonly name: string; readonly sequence: number; readonly keyId: string; readonly signature: string },
  { paint }: Style,
): string => `${paint.good("Signed")} ${name}, number ${sequence}, with the key ${keyId}: ${visible(signature)}`;

/** What is known of an archive that was checked. */
export interface Checked {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  readonly sha256: string;
  readonly signedBy: string | null;
  readonly files: number;
  /** Whether extracting it by hand is all that it takes. */
  readonly byHand: boolean;
}

export const renderChecked = (
  { name, version, sequence, sha256, signedBy, files, byHand }: Checked,
  { paint }: Style,
): string =>
  [
    `${paint.good("Verified")}: ${name} ${version}, number ${sequence}, ${counted(files, "file", "files")}, each as announced`,
    `  signed by  ${signedBy ?? "nobody; its hash is as you said"}`,
    `  sha256     ${sha256}`,
    ...(byHand ? [] : ["  by hand    not with tar alone: quad patch apply"]),
  ].join("\n");
