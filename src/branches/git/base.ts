import { type QuadError, usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
import { didYouMean, nearest } from "../../values/near.ts";
import type { Location } from "./location.ts";

const usual = ["main", "master", "trunk", "develop"];

/** Which branch others are merged into: the first of these that there is, or one that is usually called so. */
export function chooseBase(
  names: { has(name: string): boolean },
  { firstly, lastly }: { firstly: string | undefined; lastly?: string | undefined },
): string | null {
  return [firstly, ...usual, lastly].find((name) => name !== undefined && names.has(name)) ?? null;
}

/** The usage error of a branch that a repository does not have, with those that may be meant. */
export async function noSuchBranch({ text }: Location, wanted: string, names: Iterable<string>): Promise<QuadError> {
  const all = [...names];
  // As git names it on a remote, too: origin/main.
  const near = await nearest(wanted, all, {
    spellings: (name) => [name, ...(wanted.endsWith(`/${name}`) ? [wanted] : [])],
  });
  return usage(`${text} has no branch ${shortened(wanted)}.`, {
    hint: didYouMean(near, `It has ${listed(all)}.`),
  });
}

const listed = (names: readonly string[]): string =>
  names.length === 0
    ? "no branch"
    : names.length <= 8
      ? names.join(", ")
      : `${names.slice(0, 7).join(", ")} and ${(names.length - 7).toLocaleString("en")} more`;
