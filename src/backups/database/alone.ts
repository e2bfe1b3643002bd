import { onDisk } from "../../postgres/disk-failures.ts";
import { type Manifest, writeManifest } from "../manifest.ts";
import { wholeDirectory } from "../place.ts";
import { type Dumped, dumpDatabase, type ToDump } from "./dump.ts";

/** A database that is dumped by itself, and where to. */
export interface ToDumpAlone extends Omit<ToDump, "writing"> {
  /** The directory that is made below `directory`; its name. */
  readonly name: string;
  readonly directory: string;
  /** What the database is called otherwise. */
  readonly known: string;
  /** The install directory, whose files are not in it. */
  readonly home: string;
  /** Of quad. */
  readonly version: string;
}

/**
 * Dumps a database into a directory of its own, whole or not at all and on the disk, with the proof that a backup has: it can be read as a
 * backup without files. Throws as `dumpDatabase` does.
 */
export function dumpAlone({ name, directory, known, home, version, ...wanted }: ToDumpAlone): Promise<Manifest> {
  return onDisk(() =>
    wholeDirectory(directory, name, async (half) => {
      const dumped = await dumpDatabase({ ...wanted, writing: { directory: half, recipients: [] } });
      const manifest = manifestOf(dumped, { name, known, home, version });
      await writeManifest(half, manifest);
      return manifest;
    }),
  );
}

const manifestOf = (
  { members, content, server }: Dumped,
  { name, known, home, version }: Pick<ToDumpAlone, "name" | "known" | "home" | "version">,
): Manifest => ({
  ...{ format: 1, name, madeAt: new Date().toISOString(), quad: version, server },
  database: { ...content, name: known },
  files: { home, entries: 0, bytes: 0, leftOut: ["."] },
  ...{ members: [...members], encryptedTo: [], warnings: [] },
});
