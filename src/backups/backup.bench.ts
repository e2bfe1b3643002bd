import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { builtQuad, memoryOf, share, timed, within } from "../testing/bench/pairs.ts";
import { backupInstalls } from "./server.testing.ts";

const install = backupInstalls();
const files = 20_000 * share;
const megabytes = Math.round(1024 * share);
// Starting the program and asking the server weighs more on less.
const limits = share === 1 ? { clear: 1.2, encrypted: 2 } : { clear: 1.6, encrypted: 2.2 };

test("a backup of 1 GB of rows and 1 GB of files against pg_dump, tar and zstd by hand", {
  timeout: 900_000,
}, async () => {
  const { home, env, backups, sql, sockets, target } = await install();
  // Half of each compresses, as text and programs do.
  await sql(async (db) => {
    await db.unsafe(`
      create table large as
      select i as id, gen_random_uuid() as key, now() + i * interval '1 s' as at, md5(i::text) as word, i % 1000 / 7.0 as n,
        md5((i * 7)::text) || ' and some words that come again and again' as text, jsonb_build_object('k', i, 'v', md5(i::text)) as doc
      from generate_series(1, ${megabytes * 4200}) i`);
    await db.unsafe("vacuum analyze large");
  });
  const size = 64 * Math.floor((megabytes * 1e6) / files / 64);
  for (let i = 0; i < files; i += 1) {
    if (i % 100 === 0) mkdirSync(join(home, `d${i / 100}`), { recursive: true });
    const text = createHash("md5")
      .update(String(i))
      .digest("hex")
      .repeat(size / 64);
    writeFileSync(
      join(home, `d${Math.floor(i / 100)}`, `f${i}`),
      Buffer.concat([randomBytes(size / 2), Buffer.from(text)]),
    );
  }
  const byHand = join(home, "../by-hand");
  const script = `mkdir ${byHand} && pg_dump -Fp | zstd -q -3 -T2 >${byHand}/d && tar -c -C ${home} --exclude=.quad . | zstd -q -3 -T2 >${byHand}/f && sync -f ${byHand}`;
  const hand = {
    command: "bash",
    args: ["-o", "pipefail", "-c", script],
    env: {
      PATH: `/usr/lib/postgresql/15/bin:${process.env.PATH}`,
      PGHOST: sockets,
      PGUSER: "quad",
      PGDATABASE: target.database,
    },
  };
  // Node reads extra certificates at each start, before any program.
  const quiet = { ...env, NODE_EXTRA_CA_CERTS: "" };
  const ours = builtQuad(["patch", "backup", "--quiet"], quiet);
  const encrypted = builtQuad(["patch", "backup", "--quiet", "--encrypt-to", recipient], quiet);
  const fastest = {
    hand: Number.POSITIVE_INFINITY,
    ours: Number.POSITIVE_INFINITY,
    sealed: Number.POSITIVE_INFINITY,
  };
  const above = () => fastest.ours / fastest.hand > limits.clear || fastest.sealed / fastest.hand > limits.encrypted;
  for (let run = 0; run < 3 || (run < 12 && above()); run += 1) {
    fastest.ours = Math.min(fastest.ours, timed(ours));
    fastest.sealed = Math.min(fastest.sealed, timed(encrypted));
    rmSync(backups, { recursive: true });
    fastest.hand = Math.min(fastest.hand, timed(hand));
    rmSync(byHand, { recursive: true });
  }
  const about = `${fastest.ours.toFixed(0)} ms : ${fastest.hand.toFixed(0)} ms`;
  within("quad patch backup : pg_dump | zstd; tar | zstd", fastest.ours / fastest.hand, limits.clear, about);
  within(
    "quad patch backup --encrypt-to : the same by hand, in the clear",
    fastest.sealed / fastest.hand,
    limits.encrypted,
    `${fastest.sealed.toFixed(0)} ms`,
  );
  within("the most memory of it, in MB", await memoryOf(ours), 200);
});

test("the memory that a backup of 100,000 files takes, and verifying it", { timeout: 300_000 }, async () => {
  const { home, env } = await install();
  for (let i = 0; i < 100_000; i += 1) {
    if (i % 100 === 0) mkdirSync(join(home, `d${i / 100}`));
    writeFileSync(join(home, `d${Math.floor(i / 100)}`, `a-file-of-some-name-${i}`), "");
  }
  const most = (args: readonly string[]) => memoryOf(builtQuad(["patch", "backup", ...args, "--quiet"], env));
  within("quad patch backup of 100,000 files, in MB at most", await most([]), 200);
  within("quad patch backup verify of them, in MB at most", await most(["verify", "latest"]), 200);
});

/** Of a key that nobody has kept. */
const recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
