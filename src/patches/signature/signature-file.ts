import { type QuadError, usage } from "../../errors.ts";
import { exactBase64 } from "./base64.ts";
import { mistakeIn, untrustedPrefix } from "./comment.ts";
import { keyIdBytes, keyIdOf } from "./public-key.ts";

/** In bytes; nothing longer is a signature's file. */
export const longestSignature = 4096;

/** What a `.minisig` says. None of it is to be believed before `verifySignature` has returned. */
export interface SignatureFile {
  readonly untrustedComment: string;
  /** The id of the key that is said to have signed. */
  readonly keyId: string;
  /** Of the file's BLAKE2b-512. */
  readonly signature: Buffer;
  readonly trustedComment: string;
  /** Of the signature and the trusted comment. */
  readonly globalSignature: Buffer;
}

const trustedPrefix = "trusted comment: ";

/** Reads the signature of a file, exactly as minisign writes it since version 0.10. Throws a usage error. */
export function parseSignature(text: string, signed: string): SignatureFile {
  const refuse = (why: string) => unusable(signed, why);
  if (Buffer.byteLength(text) > longestSignature) throw refuse("it is longer than 4,096 bytes");
  const [first = "", second = "", third = "", fourth = "", ...end] = text.split("\n");
  if (end.length !== 1 || end[0] !== "") throw refuse("it does not have four whole lines");
  if (!first.startsWith(untrustedPrefix)) throw refuse(`its first line does not begin with "${untrustedPrefix}"`);
  if (!third.startsWith(trustedPrefix)) throw refuse(`its third line does not begin with "${trustedPrefix}"`);
  const untrustedComment = first.slice(untrustedPrefix.length);
  const trustedComment = third.slice(trustedPrefix.length);
  const mistake = mistakeIn(untrustedComment) ?? mistakeIn(trustedComment, { tabs: true });
  if (mistake) throw refuse(`a comment in it ${mistake}`);

  const bytes = exactBase64(second, 74);
  const globalSignature = exactBase64(fourth, 64);
  if (!bytes) throw refuse("its second line is not the base64 of a signature");
  if (!globalSignature) throw refuse("its fourth line is not the base64 of a signature");
  const algorithm = bytes.toString("latin1", 0, 2);
  if (algorithm === "Ed") {
    throw usage(`The signature of ${signed} is of minisign's old kind, which does not sign a hash, and is not taken.`, {
      hint: "Whoever signs it does so with minisign 0.10 or newer and without -l, or with -H.",
    });
  }
  if (algorithm !== "ED") throw refuse("its algorithm is none of minisign's");
  return {
    untrustedComment,
    keyId: keyIdOf(bytes.subarray(2, 10)),
    signature: bytes.subarray(10),
    trustedComment,
    globalSignature,
  };
}

/** Writes a `.minisig`, such as `parseSignature` reads. Throws a usage error where a comment cannot stand in it. */
export function formatSignature(file: SignatureFile): string {
  const { untrustedComment, keyId, signature, trustedComment, globalSignature } = file;
  for (const [comment, tabs] of [[untrustedComment, false] as const, [trustedComment, true] as const]) {
    const mistake = mistakeIn(comment, { tabs });
    if (mistake) throw usage(`The comment ${JSON.stringify(comment.slice(0, 100))} ${mistake}.`);
  }
  const bytes = Buffer.concat([Buffer.from("ED"), keyIdBytes(keyId), signature]);
  return [
    `${untrustedPrefix}${untrustedComment}`,
    bytes.toString("base64"),
    `${trustedPrefix}${trustedComment}`,
    `${globalSignature.toString("base64")}\n`,
  ].join("\n");
}

/** What the global signature signs. */
export const globallySigned = ({ signature, trustedComment }: Pick<SignatureFile, "signature" | "trustedComment">) =>
  Buffer.concat([signature, Buffer.from(trustedComment)]);

const unusable = (signed: string, why: string): QuadError =>
  usage(`The signature of ${signed} cannot be read: ${why}.`, {
    hint: "Take it anew from where the file is from: minisign writes it beside, as FILE.minisig.",
  });
