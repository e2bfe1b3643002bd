import { join } from "node:path";

/** Where an install's checkpoints and the keys of their signatures are. */
export interface CheckpointFiles {
  readonly checkpoints: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

/** The files of an install: they bear its id, so that two installs never mix. */
export const checkpointFiles = (directory: string, install: string): CheckpointFiles => ({
  checkpoints: join(directory, `${install}.jsonl`),
  privateKey: join(directory, `${install}.key`),
  publicKey: join(directory, `${install}.pub`),
});
