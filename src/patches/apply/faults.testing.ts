const around = (step: string) => [`${step}.intent`, `${step}.act`, `${step}.result`, `${step}.done`];

/** Every place on the way at which something can be made to go wrong, for a patch of every kind of change. */
export const placesForward: readonly string[] = [
  "begin",
  ...around("staged"),
  ...around("announced"),
  ...around("quiesced"),
  ...around("swapped"),
  ...["swapped.keep", "swapped.keep@2", "swapped.rename", "swapped.rename@2", "swapped.rename@3", "swapped.rename@4"],
  ...["swapped.rename@5", "swapped.sync"],
  ...around("recorded"),
  ...around("started"),
  ...around("healthy"),
  ...around("committed").slice(0, 3),
];

/** Those behind the commit. */
export const placesBehind: readonly string[] = ["committed.done", ...around("opened"), ...around("cleaned")];

/** Those of an undo. */
export const placesBack: readonly string[] = [
  ...["healthy.undone", "started.undo", "started.undone", "recorded.undo", "recorded.undone", "swapped.undo"],
  ...["swapped.rename-back", "swapped.rename-back@2", "swapped.rename-back@3", "swapped.rename-back@4"],
  ...["swapped.rename-back@5", "swapped.remove-directories", "swapped.sync-back", "swapped.undone"],
  ...[
    "quiesced.undo",
    "quiesced.undone",
    "announced.undo",
    "announced.undone",
    "staged.undo",
    "staged.undone",
    "undone.end",
  ],
];

/** What there is beside those on the way of a patch that migrates the database. */
export const placesForwardMigrating: readonly string[] = [
  ...around("cloned"),
  ...["cloned.closed", "cloned.copied"],
  ...around("migrated"),
  ...["migrated.script", "migrated.script@2", "migrated.committed"],
];

export const placesBackMigrating: readonly string[] = [
  ...["migrated.undo", "migrated.exchanged", "migrated.carried", "migrated.undone"],
  ...["cloned.undo", "cloned.renamed-back", "cloned.undone"],
];

/** What there is beside those where the database is dumped and not copied. */
export const placesForwardDumping: readonly string[] = [
  ...around("cloned"),
  ...["cloned.closed", "cloned.aside", "cloned.dumped"],
  ...around("migrated"),
  ...["migrated.script", "migrated.script@2", "migrated.committed"],
];

const behindExchange = [
  ...["migrated.exchanged", "migrated.carried", "migrated.undone"],
  ...["cloned.undo", "cloned.renamed-back", "cloned.undone"],
];

/** Those of an undo that fills a fresh database. */
export const placesBackFilling: readonly string[] = [
  ...["migrated.undo", "migrated.aside", "migrated.fill", "migrated.filled"],
  ...behindExchange,
];

/** Those of an undo that drops the migrated one first. */
export const placesBackWithoutRoom: readonly string[] = [
  ...["migrated.trail-saved", "migrated.dropping", "migrated.dropped", "migrated.fill@2", "migrated.filled"],
  ...behindExchange,
];

/** Those of an undo that finds nothing committed. */
export const placesBackAsItWas: readonly string[] = [
  ...["migrated.undo", "migrated.as-it-was", "migrated.renamed-back", "migrated.exchanged", "migrated.undone"],
  ...["cloned.undo", "cloned.renamed-back", "cloned.undone"],
];

/** Those of a restore. */
export const placesRestoring: readonly string[] = [
  "begin",
  ...["filled", "staged", "quiesced"].flatMap(around),
  ...[...around("exchanged"), "exchanged.aside", "exchanged.carried"],
  ...around("directories"),
  ...[...around("swapped"), "swapped.keep", "swapped.rename", "swapped.rename@3", "swapped.sync"],
  ...around("rights"),
  ...around("committed"),
  ...["opened", "cleaned"].flatMap(around),
];

/** Those of its undo. */
export const placesRestoringBack: readonly string[] = [
  ...["rights.undo", "rights.undone", "swapped.undo", "swapped.rename-back", "swapped.rename-back@3"],
  ...["swapped.sync-back", "swapped.undone", "directories.undo", "directories.undone", "exchanged.undo"],
  ...["exchanged.freed", "exchanged.weighed", "exchanged.given-back", "exchanged.undone"],
  ...["staged.undo", "staged.undone", "filled.undo", "filled.undone", "undone.end"],
];
