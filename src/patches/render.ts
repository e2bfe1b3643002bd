import { counted, localDay, type Style, sizeOf, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Applied } from "./apply/apply.ts";
import type { PlannedRollback, RolledBack } from "./apply/rollback.ts";
import type { Standstill } from "./apply/standstill.ts";
import type { PatchRow } from "./history.ts";
import type { RunLog } from "./log.ts";
import { type Plan, toDecide } from "./plan/plan.ts";
import { doing } from "./runs/places.ts";

/** A step of a run, in words. */
export const inWords = (step: string): string => spoken[step] ?? step;

const spoken: Readonly<Record<string, string>> = {
  backedUp: "backing up",
  filled: "restoring the database beside the one in use",
  staged: "unpacking beside the install",
  pulled: "fetching images that are not here",
  announced: "putting up the maintenance page",
  quiesced: "stopping services",
  cloned: "copying the database",
  exchanged: "exchanging databases",
  directories: "making directories",
  swapped: "exchanging files",
  rights: "giving directories their rights",
  recorded: "writing it down",
  migrated: "migrating the database",
  started: "starting services where nobody reaches them",
  healthy: "waiting until they are healthy",
  committed: "committing",
  opened: "starting services",
  cleaned: "tidying up",
};

const marksOf = ({ paint }: Style) =>
  ({ add: paint.good("+"), replace: paint.warn("~"), delete: paint.bad("-"), conflict: paint.bad("!") }) as const;

/** What a patch would do, a line a file. */
export function renderPlan(plan: Plan, style: Style): string {
  const { paint } = style;
  const marks = marksOf(style);
  const lines = plan.files.flatMap(({ does, path, why, backup }) => {
    if (does === "same") return [];
    if (does === "keep") return [`  ${paint.faint("=")} ${visible(path)}  stays as it is here`];
    return [
      `  ${marks[does]} ${visible(path)}${why ? `  ${why}` : ""}${backup ? `  yours goes to ${visible(backup)}` : ""}`,
    ];
  });
  const same = plan.files.filter(({ does }) => does === "same").length;
  const services =
    plan.services.length === 0
      ? `no services are stopped${plan.skippedChecks > 0 ? `, and ${counted(plan.skippedChecks, "health check is", "health checks are")} not made: there is no compose file` : ""}`
      : `${plan.services.join(", ")} ${plan.restart === "restart" ? "restarted" : "made anew"}, ${counted(plan.healthChecks, "health check", "health checks")}`;
  return [
    `${paint.bold(plan.name)} ${plan.version} (${plan.channel}, number ${plan.sequence})`,
    ...plan.notes.map((note) => `  ${visible(note)}`),
    ...lines,
    ...(same > 0 ? [`  ${counted(same, "file is", "files are")} as the patch has it already`] : []),
    ...(plan.migrations.length === 0
      ? []
      : [
          `  the database is ${plan.undo?.by === "dump" ? "dumped" : "copied"} (${sizeOf(plan.undo?.size ?? 0)}) and migrated: ${plan.migrations.map(visible).join(", ")}`,
          `  ${undoInWords(plan.undo)}`,
        ]),
    ...(plan.page === null ? [] : [`  ${visible(plan.page)} is shown meanwhile`]),
    `  ${services}${plan.services.length > 0 ? `, down for about ${plan.downtime.seconds} s` : ""}`,
    ...(plan.reachedBy.length === 0
      ? []
      : [`  meanwhile ${plan.reachedBy.join(", ")} can reach by name what is tried and not committed yet`]),
    `  ${sizeOf(plan.disk.needed)} needed, ${sizeOf(plan.disk.free)} free`,
    ...(plan.files.some(({ does }) => does === "conflict") ? [toDecide] : []),
  ].join("\n");
}

function undoInWords(undo: Plan["undo"]): string {
  const free = undo?.free == null ? "" : `; the server has ${sizeOf(undo.free)} free`;
  if (undo?.by === "dump") return `undoing that fills a fresh database from the dump${free}`;
  const full = undo?.settled
    ? ""
    : ", or fills a fresh one from a dump where the server says that it has no room for a copy";
  return `undoing that gives the copy its name${full}${free}`;
}

export function renderApplied({ name, version, files, signedBy }: Applied, { paint }: Style): string {
  const changed = files.filter(({ does }) => does === "add" || does === "replace" || does === "delete").length;
  const by = signedBy === null ? "by its hash" : `signed by ${signedBy}`;
  return `${paint.good("Applied")} ${name} ${version} (${by}): ${counted(changed, "file", "files")} changed.`;
}

export function renderStandstill(found: Standstill, { paint }: Style): string {
  const { kind, name, begunAt, done, at, failure, undone, committed, underWay } = found;
  const stands = underWay ? "is under way" : "was broken off";
  // It can only be undone; both do that.
  const isMigrating = at === "migrated";
  return [
    `${paint.warn(doing[kind])} ${name} ${stands}; it began at ${begunAt}.`,
    `  done    ${done.map(inWords).join(", ") || "nothing"}`,
    ...(at === null ? [] : [`  begun   ${inWords(at)}`]),
    ...(failure === null ? [] : [`  failed  ${visible(failure)}`]),
    ...(undone.length === 0 ? [] : [`  undone  ${undone.map(inWords).join(", ")}`]),
    ...(underWay || isMigrating ? [] : ["Bring it to its end: quad patch resume"]),
    ...(underWay || committed ? [] : [`${isMigrating ? "Undo it" : "Or undo it"}: quad patch rollback`]),
  ].join("\n");
}

export const renderEnded = (
  { name, outcome }: { readonly name: string; readonly outcome: "committed" | "undone" },
  { paint }: Style,
): string =>
  outcome === "committed"
    ? `${paint.good("Brought to its end")}: ${name}.`
    : `${paint.warn("Undone")}: ${name}. Everything is as it was before.`;

/** What rolling a patch back will do, a line a file. */
export function renderPlannedRollback(plan: PlannedRollback, style: Style): string {
  const { name, version, files, migrations, backup, services, restart } = plan;
  const marks = marksOf(style);
  return [
    `${style.paint.bold(name)} ${version}`,
    ...files.map(({ does, path }) => `  ${marks[does]} ${visible(path)}`),
    ...(migrations.length === 0 ? [] : [`  the database is migrated back: ${migrations.map(visible).join(", ")}`]),
    ...(backup === null
      ? []
      : [`  the database comes from ${visible(backup)}; what was written since is backed up, and kept aside`]),
    services.length === 0
      ? "  no services are stopped"
      : `  ${services.join(", ")} ${restart === "restart" ? "restarted" : "made anew"}`,
  ].join("\n");
}

export const renderRolledBack = ({ name, version, files, kept }: RolledBack, { paint }: Style): string =>
  [
    `${paint.good("Rolled back")} ${name} ${version}: ${counted(files, "file", "files")} as before it.`,
    ...(kept === null ? [] : [keptInWords(kept)]),
  ].join("\n");

/** What to do with a database that was put aside. */
export const keptInWords = (name: string): string =>
  `The database of before is kept as ${name}. When all is well: quad patch restore --confirm`;

export const renderHistory = (rows: readonly PatchRow[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "patch", value: ({ name }) => name },
      { title: "number", value: ({ sequence }) => String(sequence), align: "right" },
      { title: "applied", value: ({ appliedAt }) => localDay(appliedAt) },
      {
        title: "rolled back",
        value: ({ rolledBackAt, undoneAt }) =>
          rolledBackAt === null ? "" : undoneAt ? "came to nothing" : localDay(rolledBackAt),
      },
      { title: "signed by", value: ({ signedBy }) => signedBy ?? "nobody" },
    ],
    rows,
  );

export function renderLog(
  { kind, name, version, begunAt, outcome, failure, steps, containers }: RunLog,
  { paint }: Style,
) {
  const ended = {
    committed: paint.good({ apply: "it is applied", rollback: "it is rolled back", restore: "it is restored" }[kind]),
    undone: paint.warn("everything was undone"),
    unfinished: paint.bad("it was broken off"),
  }[outcome ?? "unfinished"];
  return [
    `${doing[kind]} ${paint.bold(name)}${version && ` ${version}`}, begun at ${begunAt}: ${ended}.`,
    ...steps.map(
      ({ step, seconds, undone }) =>
        `  ${(seconds === null ? "" : `${seconds.toFixed(1)} s`).padStart(9)}  ${undone ? paint.warn(`undone: ${inWords(step)}`) : inWords(step)}`,
    ),
    ...(failure === null ? [] : [`Why: ${visible(failure)}`]),
    ...(containers === null ? [] : [`What the containers wrote: ${containers}`]),
  ].join("\n");
}
