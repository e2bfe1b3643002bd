import { scrypt } from "node:crypto";

/** What a password costs to try, in libsodium's terms. */
export interface Cost {
  /** libsodium's opslimit. */
  readonly operations: bigint;
  /** libsodium's memlimit, in bytes. */
  readonly memory: bigint;
}

/** What minisign takes where there is enough memory: 1 GiB, and some seconds. */
export const minisignCost: Cost = { operations: 2n ** 25n, memory: 2n ** 30n };

/** The parameters of scrypt that libsodium's crypto_pwhash_scryptsalsa208sha256 makes of its two limits. */
export function scryptParameters({ operations: wanted, memory }: Cost): { N: number; r: number; p: number } {
  const r = 8;
  const operations = wanted < 32768n ? 32768n : wanted;
  const fewOperations = operations < memory / 32n;
  const most = fewOperations ? operations / 32n : memory / 1024n;
  // The largest power of two that is not above it; at least 2.
  const exponent = most < 4n ? 1 : most.toString(2).length - 1;
  const N = 2 ** exponent;
  if (fewOperations) return { N, r, p: 1 };
  const product = operations / 4n / BigInt(N);
  return { N, r, p: Math.floor(Math.min(Number(product), 0x3fffffff) / r) };
}

/** Whether it is no more than minisign itself ever asks for, in memory and in time. */
export function isAffordable(cost: Cost): boolean {
  const { N, p } = scryptParameters(cost);
  return N * p <= 2 ** 20;
}

/** The bytes that a secret key is covered with. Takes about `cost.memory`, beside the main thread. */
export function keyStream(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  const { N, r, p } = scryptParameters(cost);
  const maxmem = 128 * r * (N + p + 2);
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N, r, p, maxmem }, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}
