import type { Original, UndoBy, Whereabouts } from "../database/places.ts";
import type { Manifest } from "../manifest.ts";
import type { ChangedRights } from "../restore/difference.ts";
import type { Scales } from "../services/compose.ts";
import type { Change } from "../swap/change.ts";
import type { BackupSource } from "./backups.ts";

/** What is brought back from a backup. */
interface Restores extends BackupSource {
  readonly files: boolean;
  readonly database: boolean;
  /** Directories that are made, those above before those below. */
  readonly directories: readonly string[];
  /** Directories that stay, and get other rights. */
  readonly rights: readonly ChangedRights[];
}

/** What a run does, whole: it stands in the first line of the journal, and everything can be gone on with or undone from it. */
export interface Deal {
  /** Of the run, and of its row in the database. */
  readonly id: string;
  readonly kind: "apply" | "rollback" | "restore";
  readonly name: string;
  readonly version: string;
  readonly channel: "beta" | "prod";
  readonly sequence: number;
  /** Of the archive. */
  readonly sha256: string;
  /** Whose signature it had; null for one that was applied by its hash. */
  readonly keyId: string | null;
  /** The run that is rolled back; null where none is. */
  readonly reverts: string | null;
  readonly changes: readonly Change[];
  /** When the files were looked at. */
  readonly plannedAt: string;
  /** Directories that go with their last file, those above before those below. */
  readonly emptied: readonly string[];
  /** Files of the install that are copied to a name beside them first. */
  readonly backups: readonly { readonly path: string; readonly to: string }[];
  /** Those that are stopped and started; empty where the install has no containers. */
  readonly services: readonly string[];
  readonly restart: Manifest["restart"]["mode"];
  /** How many containers they have as the run begins; a run that an older quad has begun does not say. */
  readonly scales?: Scales;
  readonly health: Manifest["health"];
  /** The page that a proxy shows meanwhile, below the install directory; null where there is none. */
  readonly page: string | null;
  /** Whether a backup is made before anything is changed. */
  readonly backup: boolean;
  /** What is restored; null where nothing is. */
  readonly restores: Restores | null;
  /** What a patch brings into the catalogue; null where it brings nothing. */
  readonly integration: Manifest["integration"] | null;
  /** What a patch runs in the database, and what takes it back. */
  readonly migrations: Manifest["migrations"];
  /** The install's database as the run finds it; null where nothing is run there. */
  readonly database: Original | null;
  /** How it is given back; null leaves it to the room that there is. */
  readonly undoBy: UndoBy | null;
  /** Where that is, so that it is undone nowhere else; null where no database is exchanged. */
  readonly on: Whereabouts | null;
}
