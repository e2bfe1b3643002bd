import { counted, type Style, timeOf, visible } from "../terminal/style.ts";
import type { DamagedEntry } from "./compare.ts";
import type { Sealed } from "./seal.ts";
import type { Problem, Verification } from "./verify.ts";

export function renderSealed({ sealed, recovered, total, head }: Sealed, { paint }: Style): string {
  if (sealed + recovered === 0) return "";
  return `${paint.good("Sealed")} ${entries(sealed + recovered)}, ${total.toLocaleString("en")} in all; head ${head.slice(0, 16)}….`;
}

/** How many lines of damage are printed; all of it is in JSON. */
const most = 100;

export function renderVerification(found: Verification, style: Style): string {
  const { damaged, problems, unsealed, checkpoints } = found;
  const lines = [
    ...problems.map((one) => renderProblem(one, found)),
    ...damaged.map((one) => renderDamaged(one, style)),
  ];
  const shown = lines.slice(0, most).map((line) => style.paint.bad(visible(line)));
  if (lines.length > most)
    shown.push(`… and ${(lines.length - most).toLocaleString("en")} more; all of them: quad audit verify --json`);
  const by =
    checkpoints.count > 0 ? ` in ${counted(checkpoints.count, "checkpoint")}, signed by ${checkpoints.key}` : "";
  const open =
    unsealed.count === 0
      ? "Nothing is unsealed."
      : `The newest ${unsealed.count === 1 ? "entry is" : `${unsealed.count.toLocaleString("en")} entries are`} not sealed yet${unsealed.since ? `, since ${timeOf(unsealed.since, style)}` : ""}.`;
  const verdict =
    found.sealed === 0 && found.intact
      ? "Nothing has been sealed yet."
      : found.intact
        ? `${style.paint.good("Intact")}: ${entries(found.sealed)}${by}.`
        : `${style.paint.bad("Not intact")}: ${entries(found.sealed)}${by}.`;
  return [...shown, verdict, open].join("\n");
}

const entries = (n: number): string => counted(n, "entry", "entries");

const damages: Readonly<Record<DamagedEntry["damage"], string>> = {
  edited: "was edited",
  deleted: "was deleted",
  reordered: "stands elsewhere in the chain than it was sealed",
  unsealed: "has lost its seal",
  resealed: "has another seal than it was given",
};

const renderDamaged = ({ entry, position, damage, table, at }: DamagedEntry, style: Style): string =>
  `Entry ${entry}, at position ${position}, ${damages[damage]}${table && at ? ` (${table}, ${timeOf(at, style)})` : ""}.`;

function renderProblem({ problem, line, from, to }: Problem, { checkpoints }: Verification): string {
  const where = from === to ? `position ${from}` : `positions ${from} to ${to}`;
  switch (problem) {
    case "unreadable":
      return `Line ${line} of the checkpoints cannot be read.`;
    case "torn":
      return `Line ${line}, the last of the checkpoints, has no end; the next seal sets it aside.`;
    case "foreign":
      return `Line ${line} of the checkpoints is of another install.`;
    case "signature":
      return `Line ${line} of the checkpoints (${where}) is not signed by ${checkpoints.key}.`;
    case "repeated":
      return `Line ${line} of the checkpoints (${where}) is about what an earlier line is about.`;
    case "forked":
      return `Line ${line} of the checkpoints (${where}) does not go on from the line before it.`;
    case "missing":
      return `There is no checkpoint for ${where}; what stands there was compared with the database's own chain only.`;
    case "ahead":
      return checkpoints.count === 0
        ? `There are no checkpoints in ${checkpoints.file}; ${where} were compared with the database's own chain only.`
        : `The database is ahead of its checkpoints: there is none for ${where}.`;
    case "behind":
      return `The database is behind its checkpoints: its chain ends before ${where}. It was put back to an earlier state, or seals were deleted.`;
    case "unknown":
      return `The database has a seal at ${where} for an entry that is in no checkpoint.`;
  }
}
