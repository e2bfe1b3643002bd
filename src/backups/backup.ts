import { basename, join } from "node:path";
import { cancelled } from "../errors.ts";
import type { ServiceImage } from "../install/compose/docker.ts";
import type { Environment } from "../install/setting.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { Target } from "../postgres/target.ts";
import { mustBeRecipients } from "./age.ts";
import { dumpDatabase } from "./database/dump.ts";
import { withServer } from "./database/server.ts";
import type { PostgresContainer } from "./database/tools.ts";
import { archiveFiles } from "./files/archive.ts";
import { type Manifest, type Member, writeManifest } from "./manifest.ts";
import { type Writing, writeMember } from "./members.ts";
import { hasOwnScript, runOwnScript } from "./own-script.ts";
import { aloneWithBackups, backupNames, newName, nextSecond, wholeDirectory } from "./place.ts";
import { together } from "./programs.ts";

/** What is backed up, and where to. */
export interface ToBackUp {
  /** The install directory. */
  readonly home: string;
  /** The directory that a backup is made in, one directory each. */
  readonly directory: string;
  readonly target: Target;
  /** The container that Postgres runs in; undefined where there is none. */
  readonly container: PostgresContainer | undefined;
  readonly environment: Environment;
  /** Of age; none for a backup in the clear. */
  readonly recipients: readonly string[];
  /** The images of the install's containers; undefined where it has none. */
  readonly images: (() => Promise<readonly ServiceImage[]>) | undefined;
  /** Of quad. */
  readonly version: string;
  readonly signal: AbortSignal | undefined;
  /** Told what is done next, in words. */
  readonly onStep: (step: string) => void;
}

/** A backup that was made. */
export interface Made {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly database: { readonly name: string; readonly tables: number; readonly rows: number };
  readonly files: { readonly entries: number; readonly bytes: number };
  readonly encryptedTo: readonly string[];
  readonly warnings: readonly string[];
  /** Files that changed each time they were read: what the backup has of them may be of two states. */
  readonly changed: readonly string[];
}

/**
 * Makes one backup, whole or not at all: the database in one snapshot, the install's files, the roles, the images. Throws unreachable
 * (exit 6) where a program is missing or fails, or the disk is full, locked (exit 9), and cancelled; then nothing of it is left.
 */
export function makeBackup(wanted: ToBackUp): Promise<Made> {
  const { directory, signal, recipients } = wanted;
  return aloneWithBackups(directory, async () => {
    await mustBeRecipients(recipients);
    const name = newName(await nextSecond(directory));
    try {
      return await onDisk(() => wholeDirectory(directory, name, (half) => fill(wanted, half, name)));
    } catch (error) {
      throw signal?.aborted ? cancelled("Interrupted; nothing of the backup is left.") : error;
    }
  });
}

async function fill(wanted: ToBackUp, half: string, name: string): Promise<Made> {
  const { home, directory, target, container, environment, recipients, version, onStep } = wanted;
  const writing: Writing = { directory: half, recipients };
  const madeAt = new Date().toISOString();
  const warnings: string[] = [];
  const members: Member[] = [];
  if (hasOwnScript(home)) {
    onStep("running the install's own script");
    const { member, warning } = await runOwnScript(home, environment, writing, wanted.signal);
    members.push(member);
    if (warning) warnings.push(warning);
  }
  onStep("dumping the database, and archiving the files");
  const stop = new AbortController();
  const signal = wanted.signal ? AbortSignal.any([wanted.signal, stop.signal]) : stop.signal;
  const dumping = withServer(
    target,
    (sql, server) => dumpDatabase({ sql, server, container, environment, writing, signal, beside: archiving }),
    signal,
  );
  const archiving = archiveFiles({ home, backups: directory, environment, writing, signal });
  const [dumped, archived] = await together(dumping, archiving, () => stop.abort());
  members.push(...dumped.members, ...archived.members);
  if (wanted.images) {
    onStep("writing down the images");
    const images = await wanted.images().catch((error: Error) => {
      warnings.push(`The images of the containers are not in it: ${error.message}`);
    });
    if (images) {
      const text = Buffer.from(`${JSON.stringify(images, null, 2)}\n`);
      members.push(await writeMember(writing, "images.json", only(text)));
    }
  }
  for (const path of archived.vanished) warnings.push(`${path} was gone before it could be read; it is not in it.`);
  for (const path of archived.changed) warnings.push(`${path} changed each time it was read.`);
  for (const path of archived.lost)
    warnings.push(`${path} changed while it was read, and was gone when it was read again.`);
  const [newest = ""] = await backupNames(directory);
  if (newest > name) warnings.push(`The backup ${newest} bears a later time than this one: latest is that one.`);
  wanted.signal?.throwIfAborted();
  const manifest: Manifest = {
    ...{ format: 1, name, madeAt, quad: version, server: dumped.server, database: dumped.content },
    files: { home, entries: archived.entries, bytes: archived.bytes, leftOut: [...archived.leftOut] },
    ...{ members, encryptedTo: [...recipients], warnings },
  };
  await writeManifest(half, manifest);
  const { tables } = dumped.content;
  return {
    ...{ name, path: join(directory, basename(name)), bytes: members.reduce((sum, { size }) => sum + size, 0) },
    database: {
      ...{ name: dumped.content.name, tables: tables.length },
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    },
    files: { entries: archived.entries, bytes: archived.bytes },
    ...{ encryptedTo: recipients, warnings, changed: archived.changed },
  };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
