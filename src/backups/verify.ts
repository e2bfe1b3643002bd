import { basename } from "node:path";
import { QuadError } from "../errors.ts";
import type { Environment } from "../install/setting.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { Sql } from "../postgres/sql.ts";
import type { ServerTarget, Target } from "../postgres/target.ts";
import { restoreToCompare, type Server } from "./database/restore.ts";
import { withServer } from "./database/server.ts";
import type { PostgresContainer } from "./database/tools.ts";
import { compareFiles } from "./files/unpack.ts";
import { recordVerified } from "./list.ts";
import { openBackup } from "./manifest.ts";
import { contentsOf, mustBeAsWritten, mustOpen, type Reading } from "./members.ts";

/** What is verified, and on which server. */
export interface ToVerify {
  /** The backup's directory. */
  readonly path: string;
  /** Secret keys of age. */
  readonly identities: readonly string[];
  readonly target: Target;
  readonly container: PostgresContainer | undefined;
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
  /** Told what is done next, in words. */
  readonly onStep: (step: string) => void;
}

/** What verifying found. */
export interface Verified {
  readonly name: string;
  readonly madeAt: Date;
  readonly verifiedAt: Date;
  readonly members: number;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly encrypted: boolean;
  /** What is missing or differs, a sentence each; none where all is well. */
  readonly problems: readonly string[];
}

/**
 * Verifies a backup: hashes every member, restores the database into a scratch one on the same server, compares what came back, and reads
 * the archive of files against its list. What was found is kept beside the backup. Throws not found, a usage error where it is encrypted
 * and no identity is given, unreachable (exit 6) where a program is missing or the server does not answer, and cancelled.
 */
export async function verifyBackup(wanted: ToVerify): Promise<Verified> {
  const { path, identities, target, environment, signal, onStep } = wanted;
  const backup = await openOrRecord(path);
  const { manifest } = backup;
  const reading: Reading = { backup, identities, environment, signal };
  await mustOpen(reading);
  const problems: string[] = [];
  onStep("hashing every member");
  const sound = await found(problems, () => mustBeAsWritten(reading, manifest.members));
  if (sound) {
    onStep("reading the archive of files");
    await found(problems, async () => problems.push(...(await compareFiles(reading))));
    for (const { name } of manifest.members) {
      const plain = name.replace(/\.age$/, "");
      if (!/^(roles|images|own)/.test(plain)) continue;
      await found(problems, async () => {
        for await (const _ of contentsOf(reading, plain)) if (signal?.aborted) return;
      });
    }
    onStep("restoring the database to compare it");
    await found(problems, async () => {
      // Not by the signal: whoever interrupts it does not want to find the scratch database there.
      const on = (sql: Sql, server: ServerTarget): Server => ({ ...wanted, sql, server });
      problems.push(...(await withServer(target, (sql, server) => restoreToCompare(reading, on(sql, server)))));
    });
  }
  signal?.throwIfAborted();
  const verifiedAt = new Date();
  await recordVerified(path, { at: verifiedAt.toISOString(), problems }).catch((error: Error) => {
    onStep(`that cannot be written down beside it: ${error.message}`);
  });
  return {
    ...{ name: basename(path), madeAt: new Date(manifest.madeAt), verifiedAt, members: manifest.members.length },
    ...{ tables: manifest.database.tables.length, files: manifest.files.entries, problems },
    rows: manifest.database.tables.reduce((sum, { rows }) => sum + rows, 0),
    encrypted: manifest.encryptedTo.length > 0,
  };
}

/** Opens a backup; that it is damaged is remembered beside it. */
async function openOrRecord(path: string) {
  try {
    return await openBackup(path);
  } catch (error) {
    if (error instanceof QuadError && error.code === "needsAttention" && error.detail.length > 0)
      await recordVerified(path, { at: new Date().toISOString(), problems: error.detail }).catch(() => {});
    throw error;
  }
}

/** Does `work`; what it says of a damaged backup is added to the problems. Gives whether it ended. */
async function found(problems: string[], work: () => Promise<unknown>): Promise<boolean> {
  try {
    await onDisk(work);
    return true;
  } catch (error) {
    if (!(error instanceof QuadError) || error.code !== "needsAttention") throw error;
    problems.push(...error.detail);
    return false;
  }
}
