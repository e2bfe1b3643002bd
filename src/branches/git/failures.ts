import { notFound, QuadError, unreachable, usage } from "../../errors.ts";
import { shellWord } from "../../terminal/shell-word.ts";
import { shortened } from "../../terminal/style.ts";
import type { GitEnd } from "./git.ts";

/** What git says of a repository that it reads only in part, and still ends as if all were well. */
const partly = /^(error|fatal): |^warning: ignoring (broken ref|ref with broken name)/;

/** Throws where a run in a repository on this host failed, or gave less than the whole answer. */
export function requireWhole(path: string, end: GitEnd): void {
  if (end.exitCode === 0 && !end.said.some((line) => partly.test(line))) return;
  throw localFailure(path, end);
}

function localFailure(path: string, { said, tooLong, exitCode }: GitEnd): QuadError {
  const text = said.join("\n");
  const git = `git -C ${shellWord(path)}`;
  if (tooLong !== undefined) {
    return unreachable(`The repository ${path} was not read within ${tooLong} s.`, {
      detail: worded(said),
      hint: `Look at it: ${git} fsck`,
    });
  }
  if (/^fatal: not a git repository/m.test(text)) return notARepository(path);
  if (/^fatal: cannot change to .*: (No such file|Not a directory)/m.test(text)) {
    return notFound(`There is no ${path}.`, { hint: "Is it mounted, or was it moved?" });
  }
  const foreign = foreignOwner(path, said);
  if (foreign) return foreign;
  if (/from promisor remote/.test(text)) {
    return usage(`${path} is a partial clone, and what is needed of it is not on this host.`, {
      detail: worded(said),
      hint: `Fetch it: ${git} show HEAD:.mailmap`,
    });
  }
  return usage(`The repository ${path} cannot be read whole.`, {
    detail: said.length > 0 ? worded(said) : `git ended with exit code ${exitCode ?? "unknown"}.`,
    hint: `Look at it: ${git} fsck`,
  });
}

/** The failure that a path outside any repository is. */
export const notARepository = (path: string): QuadError => usage(`${path} is not a git repository.`);

/** A failure of a repository whose refs are not what git makes them. */
export const brokenRef = (path: string, detail: string): QuadError =>
  localFailure(path, { exitCode: 0, said: [detail] });

/** Why a server's repository was not read. */
export function remoteFailure(text: string, { said, tooLong }: GitEnd): QuadError {
  const foreign = foreignOwner(text, said);
  if (foreign) return foreign;
  const message = tooLong === undefined ? `${text} cannot be read.` : `${text} did not answer within ${tooLong} s.`;
  return unreachable(message, {
    detail: worded(said),
    hint: [`Try it: git ls-remote ${shellWord(text)}`, ...access(text)],
  });
}

function access(text: string): string[] {
  if (/^https?:/.test(text))
    return ["Where it is private, give git a credential helper: git config --global credential.helper"];
  if (/^(git|file):/.test(text)) return [];
  return [
    "Where it is private, the user that runs quad needs an ssh key without a passphrase, or an agent, and the host's key.",
  ];
}

function foreignOwner(where: string, said: readonly string[]): QuadError | undefined {
  if (!said.some((line) => line.includes("detected dubious ownership"))) return undefined;
  const advice = said.find((line) => line.trim().startsWith("git config --global --add safe.directory"));
  return new QuadError("notAllowed", `${where} belongs to somebody else, so git does not read it.`, {
    hint: `Trust it: ${advice?.trim() ?? `git config --global --add safe.directory ${shellWord(where)}`}`,
  });
}

/** git's own words, without the credentials that its config may have put into an address. */
const worded = (said: readonly string[]): string[] =>
  said.map((line) => shortened(line.replace(/:\/\/[^/\s]*@/g, "://***@"), 300));
