import { counted, type Style, visible } from "../terminal/style.ts";
import type { Counts } from "./scan/counts.ts";
import type { Scan } from "./scan/scan.ts";
import type { FailedScan, Outcome } from "./scan/several.ts";

const happenings = ["new", "renamed", "merged", "gone", "back", "changed"] as const satisfies readonly (keyof Counts)[];

export const isFailed = (outcome: Outcome): outcome is FailedScan => "failure" in outcome;

/** What a scan found, and what somebody could do about it. */
export function renderScan(scan: Scan, { paint }: Style): string {
  const { repository, domain, branches, orphans, unknownAuthors } = scan;
  const name = visible(repository);
  const happened = happenings.flatMap((what) =>
    scan[what] === 0 ? [] : [`${scan[what].toLocaleString("en")} ${what}`],
  );
  const authors = unknownAuthors.slice(0, 5).map(({ author }) => visible(author));
  const more = unknownAuthors.length - authors.length;
  return [
    ...(scan.bound
      ? [
          `${paint.good("Bound")} ${name} (${visible(scan.location)}) to ${domain}: its branches are that domain's work.`,
        ]
      : []),
    `${paint.good("Scanned")} ${name}: ${counted(branches, "branch", "branches")}, ${happened.length > 0 ? happened.join(", ") : "nothing new"}.`,
    ...(orphans > 0
      ? [
          `${orphans === 1 ? "1 has" : `${orphans.toLocaleString("en")} have`} no ticket: quad branch orphans --domain ${domain.slice(1)} --repo ${name}`,
        ]
      : []),
    ...(authors.length > 0
      ? [
          `${counted(unknownAuthors.length, "author is no member", "authors are no members")}: ${authors.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}. Say who it is: quad member alias add AUTHOR EMAIL`,
        ]
      : []),
    ...(scan.shallow ? [`${name} is a shallow clone: a branch that was merged may be taken for one that is not.`] : []),
    ...(scan.tooLong > 0
      ? [`Left out, for their names are longer than 1000 bytes: ${counted(scan.tooLong, "branch", "branches")}.`]
      : []),
  ].join("\n");
}

/** One line of a repository that could not be scanned. */
export const renderFailedScan = ({ repository, failure }: FailedScan): string =>
  [`${repository}: ${failure.message}`, ...failure.hint.split("\n").slice(0, 1)]
    .filter((text) => text !== "")
    .map(visible)
    .join(" ");
