import { Option } from "commander";
import { usage } from "../../errors.ts";
import type { Wanted } from "../../patches/apply/apply.ts";
import type { UndoBy } from "../../patches/database/places.ts";
import type { Meant } from "../../patches/releases/meant.ts";

/** The flags of what is applied, the same for plan and apply. */
export interface ArchiveFlags {
  readonly keep?: readonly string[];
  readonly replace?: readonly string[];
  readonly backupMine?: readonly string[];
  readonly unsigned?: boolean;
  readonly sha256?: string;
  readonly allowOlder?: boolean;
  readonly backup?: boolean;
  readonly undoBy?: UndoBy;
}

/** How a database that is migrated is given back, chosen by hand. */
export const undoByOption = () =>
  new Option(
    "--undo-by <way>",
    "how a migrated database is given back: from a clone, or from a dump, which takes less room and more time; by itself what there is room for",
  ).choices(["clone", "dump"]);

export const archiveFlags = [
  ["--keep <path...>", "of files that were changed here: yours stays"],
  ["--replace <path...>", "the patch's takes its place"],
  ["--backup-mine <path...>", "the patch's takes its place, and yours is kept as PATH.before-patch"],
  ["--unsigned", "take an archive that nobody signed, by its hash"],
  ["--sha256 <hex>", "the hash that an unsigned archive has to have"],
  [
    "--allow-older",
    "take a patch (or an index) that has expired, or is older than one that was here; the trail says so",
  ],
] as const;

/**
 * What is wanted, from an argument and its flags. Throws a usage error where they do not go together, before the archive is got by
 * `getArchive`.
 */
export async function wantedOf(meant: Meant, flags: ArchiveFlags, getArchive: () => Promise<string>): Promise<Wanted> {
  const {
    keep = [],
    replace = [],
    backupMine = [],
    unsigned,
    sha256,
    allowOlder,
    backup = true,
    undoBy = null,
  } = flags;
  const named = [...keep, ...replace, ...backupMine];
  const twice = named.find((path, i) => named.indexOf(path) !== i);
  if (twice !== undefined) throw usage(`${twice} is decided twice.`);
  if ((unsigned === true) !== (sha256 !== undefined))
    throw usage("--unsigned and --sha256 go together.", {
      hint: "As in --unsigned --sha256 HEX, with the hash that the vendor tells you.",
    });
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256))
    throw usage(`${sha256} is no SHA-256: 64 hexadecimal digits.`);
  if (sha256 !== undefined && "name" in meant)
    throw usage("An archive that nobody signed is not fetched by its name.", {
      hint: `Name its file: ./${meant.name}.tar.gz --unsigned --sha256 HEX`,
    });
  return {
    archive: await getArchive(),
    decisions: { keep, replace, backup: backupMine },
    unsigned: sha256?.toLowerCase(),
    older: allowOlder ?? false,
    ...{ backup, undoBy },
  };
}
