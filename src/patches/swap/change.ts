/** What becomes of a file below the install directory. Hashes are SHA-256 in hexadecimal. */
export type Change =
  | { readonly action: "add"; readonly path: string; readonly after?: string }
  | { readonly action: "replace"; readonly path: string; readonly before: string; readonly after?: string }
  | { readonly action: "delete"; readonly path: string; readonly before: string };

/** Where a swap takes files from, and keeps them; all on one file system. */
export interface Places {
  /** The install directory. */
  readonly home: string;
  /** The new files, under the paths that they will have; they stay there, so that a swap can be undone and done again. */
  readonly staged: string;
  /** The name under which a new file is brought to its place. */
  readonly passing: string;
  /** The files of before, under the paths that they had. */
  readonly kept: string;
}
