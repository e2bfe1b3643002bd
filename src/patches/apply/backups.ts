/** How the backups of an install are made and read, as far as a run needs it. */
export interface Backups {
  /**
   * Throws unreachable (exit 6) where none can be made: a program is missing, or the server does not answer. `otherwise` is what to say
   * instead.
   */
  possible(otherwise?: string): Promise<void>;
  /** Makes one, and gives its directory. Throws as `makeBackup` does. */
  make(): Promise<string>;
  /** Throws a usage error where what is there does not open one that is encrypted. */
  mustOpen(source: BackupSource): Promise<void>;
  /** Restores the database of one into a new one of this name. Throws as `restoreInto` does. */
  fill(source: BackupSource, database: string): Promise<void>;
  /** Dumps a database of the install's server, which is known by another name, into `dump` below a directory; its proof is in it. */
  dump(database: string, as: { readonly known: string; readonly directory: string }): Promise<void>;
  /** Reads a dump to its end. Throws needs attention (exit 8) where it is damaged. */
  prove(dump: string): Promise<void>;
  /** The same as `fill` from a dump, on the server where it was taken; whoever interrupts it waits for it. */
  refill(dump: string, database: string, tablespace: string): Promise<void>;
  /** Bytes that are free where the server keeps a tablespace; undefined where that cannot be seen from here. */
  room(tablespace: string): Promise<number | undefined>;
  /** Unpacks the files of one. Throws as `unpackFiles` does. */
  unpack(source: BackupSource, directory: string): Promise<void>;
  /** Where they are kept. */
  readonly directory: string;
}

/** A backup that is read. */
export interface BackupSource {
  readonly path: string;
  /** The file with the secret key that opens it; null of one in the clear. */
  readonly identity: string | null;
}
