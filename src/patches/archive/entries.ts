import { type Manifest, manifestPath, migrationPath } from "../manifest.ts";

/** A file of an archive, as its manifest lists it. */
export interface Entry {
  readonly path: string;
  /** Permissions alone. */
  readonly mode: number;
  /** Only of what will lie in the install directory: a migration is listed by its name. */
  readonly content: { readonly size: number; readonly sha256: string } | undefined;
}

/** What lies in the archive for a patch itself is readable, and no more. */
const ownMode = 0o644;

export const manifestEntry = (name: string): Entry => ({ path: manifestPath(name), mode: ownMode, content: undefined });

/** What an archive holds after its manifest, in this order: the migrations, then the files, each sorted by the bytes of their paths. */
export function entriesOf({ name, migrations, files }: Manifest): readonly Entry[] {
  const names = new Set(migrations.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down])));
  const own = [...names].map((file): Entry => ({ path: migrationPath(name, file), mode: ownMode, content: undefined }));
  const shipped = files.flatMap((file): Entry[] =>
    file.action === "delete" ? [] : [{ path: file.path, mode: Number.parseInt(file.mode, 8), content: file }],
  );
  return [...sortedByBytes(own), ...sortedByBytes(shipped)];
}

/** Sorts by the bytes of paths, which is not how strings are sorted. */
export function sortedByBytes<T extends { readonly path: string }>(all: readonly T[]): readonly T[] {
  return all
    .map((one) => ({ one, bytes: Buffer.from(one.path) }))
    .sort((a, b) => a.bytes.compare(b.bytes))
    .map(({ one }) => one);
}

/** When all files of an archive were changed last, by their headers: in seconds since 1970. */
export const mtimeOf = ({ created }: Pick<Manifest, "created">): number => Math.floor(Date.parse(created) / 1000);
