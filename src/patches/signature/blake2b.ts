const start = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;

// In which order a round takes the words of the block; the last two rounds are as the first two.
const orders = [
  "0123456789abcdef",
  "ea489fd61c02b753",
  "b8c052fdae367194",
  "7931dcbe265a40f8",
  "905724afe1bc683d",
  "2c6a0b834d75fe19",
  "c51fed4a0763928b",
  "db7ec13950f4862a",
  "6fe9b308c2d714a5",
  "a2847615fb9e3cd0",
  "0123456789abcdef",
  "ea489fd61c02b753",
].map((order) => Array.from(order, (digit) => Number.parseInt(digit, 16)));

// Four columns, then four diagonals.
const lanes = ["048c", "159d", "26ae", "37bf", "05af", "16bc", "278d", "349e"].map(
  (lane) => Array.from(lane, (digit) => Number.parseInt(digit, 16)) as [number, number, number, number],
);

/**
 * BLAKE2b (RFC 7693) of at most 128 bytes, one block, with a digest of `length` bytes. Node has it with 64 bytes alone, and a shorter
 * digest is not the beginning of a longer one.
 */
export function blake2bOfBlock(data: Uint8Array, length: number): Buffer {
  if (data.length > 128) throw new RangeError(`A block of BLAKE2b has 128 bytes, not ${data.length}.`);
  const block = Buffer.alloc(128);
  block.set(data);
  const word = (i: number) => block.readBigUInt64LE(i * 8);
  const state = BigUint64Array.from(start);
  const at = (words: BigUint64Array, i: number) => words[i] as bigint;
  state[0] = at(state, 0) ^ 0x01010000n ^ BigInt(length);

  // Sums are cut to 64 bits as they are put in.
  const v = BigUint64Array.from([...state, ...start]);
  v[12] = at(v, 12) ^ BigInt(data.length);
  v[14] = ~at(v, 14);
  const turn = (i: number, by: number, right: bigint) => {
    const mixed = at(v, i) ^ at(v, by);
    v[i] = (mixed >> right) | (mixed << (64n - right));
  };
  for (const order of orders) {
    lanes.forEach(([a, b, c, d], lane) => {
      const [x = 0, y = 0] = order.slice(lane * 2);
      v[a] = at(v, a) + at(v, b) + word(x);
      turn(d, a, 32n);
      v[c] = at(v, c) + at(v, d);
      turn(b, c, 24n);
      v[a] = at(v, a) + at(v, b) + word(y);
      turn(d, a, 16n);
      v[c] = at(v, c) + at(v, d);
      turn(b, c, 63n);
    });
  }

  const digest = Buffer.alloc(64);
  state.forEach((one, i) => {
    digest.writeBigUInt64LE(one ^ at(v, i) ^ at(v, i + 8), i * 8);
  });
  return digest.subarray(0, length);
}
