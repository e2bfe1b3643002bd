import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { QuadError, usage } from "../errors.ts";
import type { Environment } from "../install/setting.ts";
import { sha256Of } from "../patches/signature/digest.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import { decrypted, encrypted, fits } from "./age.ts";
import { type Backup, damaged, type Member } from "./manifest.ts";
import { type Running, together, withPrograms } from "./programs.ts";
import { compressor, decompressed } from "./zstd.ts";

/** Where members are written, and for whom. */
export interface Writing {
  readonly directory: string;
  /** Of age; none for a backup in the clear. */
  readonly recipients: readonly string[];
}

/** Writes one member and brings it onto the disk. A failure of the file system names it. */
export async function writeMember(
  { directory, recipients }: Writing,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Member> {
  const sealed = recipients.length > 0;
  const member = sealed ? `${name}.age` : name;
  const path = join(directory, member);
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of sealed ? encrypted(bytes, recipients) : bytes) {
      hash.update(chunk);
      size += chunk.length;
      for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at).catch(naming(path))).bytesWritten;
    }
    await file.sync().catch(naming(path));
  } finally {
    await file.close();
  }
  return { name: member, sha256: hash.digest("hex"), size };
}

/** What a member is compressed from, and on whose word it ends early. */
export interface Compressing {
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
  /** The output of a program of `sources`; a pipe is what `feed` writes to. */
  readonly input: "pipe" | Readable;
  readonly sources?: readonly Running[];
  readonly feed?: (zstd: Running) => Promise<void>;
}

/**
 * Writes a member that zstd compresses. In the clear zstd writes the file itself, and it is hashed as it is on the disk, which takes half
 * of the time that it takes to pass it through this process. Throws unreachable (exit 6) where a program fails.
 */
export async function compressMember(
  writing: Writing,
  name: string,
  { environment, signal, input, sources = [], feed = async () => {} }: Compressing,
): Promise<Member> {
  if (writing.recipients.length > 0) {
    const zstd = compressor(environment, input);
    return withPrograms([...sources, zstd], signal, async () => {
      const writes = writeMember(writing, name, (zstd.stdout ?? []) as AsyncIterable<Buffer>);
      return (await together(writes, feed(zstd), zstd.kill))[0];
    });
  }
  const path = join(writing.directory, name);
  const file = await open(path, "wx+", 0o600);
  try {
    const zstd = compressor(environment, input, file.fd);
    await withPrograms([...sources, zstd], signal, () => feed(zstd));
    await file.sync().catch(naming(path));
    return { name, sha256: await sha256Of({ handle: file, path }), size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

const naming =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw Object.assign(error, { path });
  };

/** A backup that is read, and what opens it. */
export interface Reading {
  readonly backup: Backup;
  /** Secret keys of age; none for a backup in the clear. */
  readonly identities: readonly string[];
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
}

/** Throws a usage error where a backup is encrypted, and nothing is given that opens it. */
export async function mustOpen({ backup, identities }: Reading): Promise<void> {
  const { directory, manifest } = backup;
  const { encryptedTo, members } = manifest;
  if (encryptedTo.length === 0) return;
  const hint = "Name the file with its secret key: --identity FILE";
  if (identities.length === 0)
    throw usage(`The backup ${directory} is encrypted to ${encryptedTo.join(", ")}.`, { hint });
  for await (const begin of createReadStream(join(directory, members[0]?.name ?? ""), { end: 64 * 1024 })) {
    if (await fits(begin as Buffer, identities)) return;
    throw usage(`None of the identities is one that the backup ${directory} is encrypted to.`, {
      detail: `It is encrypted to ${encryptedTo.join(", ")}.`,
      hint,
    });
  }
}

/**
 * Sees that what is to be restored can be opened, and that these members are as they were written, by their
 * hashes. Throws a usage error, and needs attention (exit 8) that names each member which is not.
 */
export async function mustBeReadable(reading: Reading, names: readonly string[]): Promise<void> {
  await mustOpen(reading);
  const members = names.flatMap((name) => memberOf(reading.backup, name) ?? []);
  await onDisk(() => mustBeAsWritten(reading, members));
}

/** Hashes members. Throws needs attention (exit 8) that names each which is not as it was written. */
export async function mustBeAsWritten({ backup, signal }: Reading, members: readonly Member[]): Promise<void> {
  const problems: string[] = [];
  for (const member of members) {
    try {
      for await (const _ of storedBytes(backup, member)) signal?.throwIfAborted();
    } catch (error) {
      if (!(error instanceof QuadError)) throw error;
      problems.push(...error.detail);
    }
  }
  if (problems.length > 0) throw damaged(backup.directory, problems);
}

/** Reads every member to its end: by its hash, decrypted and decompressed. Throws needs attention (exit 8) where one is damaged. */
export async function mustBeWhole(reading: Reading): Promise<void> {
  await mustOpen(reading);
  for (const { name } of reading.backup.manifest.members)
    for await (const _ of contentsOf(reading, name.replace(/\.age$/, ""))) reading.signal?.throwIfAborted();
}

const memberOf = ({ manifest }: Backup, name: string) =>
  manifest.members.find((member) => member.name === name || member.name === `${name}.age`);

/**
 * The contents of a member, decrypted and decompressed. Throws needs attention (exit 8) at its end where it is not what the manifest has,
 * so nothing that was read counts before it has ended.
 */
export async function* contentsOf(reading: Reading, name: string): AsyncGenerator<Buffer> {
  const { backup, identities, environment, signal } = reading;
  const member = memberOf(backup, name);
  if (member === undefined) throw damaged(backup.directory, [`There is no ${name} in it.`]);
  const cannot = (what: string) => (why: string) =>
    damaged(backup.directory, [`${member.name} cannot be ${what}: ${why}.`]);
  const bytes = storedBytes(backup, member);
  const plain = member.name.endsWith(".age") ? decrypted(bytes, identities, cannot("decrypted")) : bytes;
  yield* name.endsWith(".zst") ? decompressed(plain, environment, { signal, cannot: cannot("decompressed") }) : plain;
}

/** A member's bytes as they are stored. Throws needs attention (exit 8) at their end where they are not what the manifest has. */
async function* storedBytes({ directory }: Backup, { name, sha256, size }: Member): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let read = 0;
  for await (const chunk of createReadStream(join(directory, name), { highWaterMark: 256 * 1024 })) {
    hash.update(chunk as Buffer);
    read += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (read !== size) throw damaged(directory, [`${name} has ${read} bytes, not ${size}.`]);
  if (hash.digest("hex") !== sha256)
    throw damaged(directory, [`${name} is not what was written: its SHA-256 differs.`]);
}
