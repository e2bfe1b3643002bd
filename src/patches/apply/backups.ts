/** How the backups of an install are made and read, as far as a run needs it. */
export interface Backups {
  /** Throws unreachable (exit 6) where none can be made: a program is missing, or the server does not answer. */
  possible(): Promise<void>;
  /** Makes one, and gives its directory. Throws as `makeBackup` does. */
  make(): Promise<string>;
  /** Restores the database of one into a new one of this name. Throws as `restoreInto` does. */
  fill(source: BackupSource, database: string): Promise<void>;
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
