import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import type { OpenFile } from "./digest.ts";

const file = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");

const signedComment = "product:quad-platform\tpatch:postman-beta-1.1\tsequence:7\ttimestamp:1795533490";

/** What minisign 0.11 wrote, with keys that are for nothing else. The id of the first begins with a zero. */
export const written = {
  signed: "what is signed\n",
  trustedComment: signedComment,
  password: "correct horse",
  publicKey: file(
    "untrusted comment: minisign public key F1C1F57862A3239",
    "RWQ5MiqGVx8cD3AzqrCthvA6AgxrGuirolWtFTro1a8djAd7xNPbl0SG",
  ),
  /** With little memory allowed (ulimit -v 60000), for which it takes lower limits by itself. */
  encryptedKey: file(
    "untrusted comment: minisign encrypted secret key",
    "RWRTY0Iy0qyk79un4z91QcWXH0nRYjUZZpeVv53jPrs3CHgpmHYAABAAAAAAAAAAAAIAAAAAp2gpPSAIVPmO76DE9YY22IgrY+QE1onu5oVpPfLw1Re++OClLlHYUqdhnzH54baSdBnRhYp7vtMZXA3iBKvPOmTlv0TnQVJEgch888zAUYLYFb1vZ/EJTLp8RfTi3Lii/9HKySEgO7I=",
  ),
  /** The same key after minisign -C -W, which keeps the checksum. */
  uncoveredKey: file(
    "untrusted comment: minisign encrypted secret key",
    "RWQAAEIy0qyk79un4z91QcWXH0nRYjUZZpeVv53jPrs3CHgpmHYAABAAAAAAAAAAAAIAAAAAOTIqhlcfHA/CW/lBH6HLFq/vAjtecHCaMlrWw5sEH9smxjT1xiAao3AzqrCthvA6AgxrGuirolWtFTro1a8djAd7xNPbl0SGEpUb4SB4AUTTDZ7iRajuI3oEf/QbP18yqzgKjJSnZd0=",
  ),
  signature: file(
    "untrusted comment: made by minisign 0.11",
    "RUQ5MiqGVx8cD6GBDUBU8FVU9XEb6QlSoWj/pnxsU/wBDAo5c4jgYL9T+0U82PDnE823sz+guEV17LdH2LYWxv7KW6PPJhnaagM=",
    `trusted comment: ${signedComment}`,
    "6Z0q+AYSLKBFA1UgMNX1tBelMHj6+F4iNYItTCkMlU+hR1mTjyjp6wwjU71JfcT0NYDOAyGg1RBchKjQhahkBA==",
  ),
  /** With -l. */
  legacySignature: file(
    "untrusted comment: made by minisign 0.11 -l",
    "RWQ5MiqGVx8cD1cvr1bYqhVM0m1lukLA81axj9qpAR7CNYV3IVoj+ctNARItxG+19MCnNrlxRrlpTY/bdEonlGZlwV0ap8FpRQg=",
    `trusted comment: ${signedComment}`,
    "OUrIG8/ywfhgcT6Kg4CPuIrAQxXQJhN9cH3BuuIDMotFnuGaS4vzVfnjBv6vCCedDQZPWhuNLCRJ5JmvLGaaCg==",
  ),
  /** With -W, and its public key. */
  openKey: file(
    "untrusted comment: minisign encrypted secret key",
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAl6lryCsAgLbu1jdOeYpVS874wXWUlU+84gaH94Tjp3QnD/q1pQqO2jZ0CCVl+5+Jgw+DkWsSKN212HMNsEF2d1KvLt5R05IhAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ),
  openPublicKey: file(
    "untrusted comment: minisign public key B680002BC86BA997",
    "RWSXqWvIKwCAtjZ0CCVl+5+Jgw+DkWsSKN212HMNsEF2d1KvLt5R05Ih",
  ),
} as const;

/** No password is to be asked for. */
export const unasked = (): Promise<string> => Promise.reject(new Error("A password was asked for."));

/** The path of a new file with this content, in a directory of the test's own. */
export function scratchFile(content: string | Uint8Array, name = "file"): string {
  const path = join(scratchDirectory(), name);
  writeFileSync(path, content);
  return path;
}

/** A file for `verifySignature`, open until the test ends. */
export async function opened(path: string): Promise<OpenFile> {
  const handle = await open(path, "r");
  onTestFinished(() => handle.close());
  return { handle, path };
}
