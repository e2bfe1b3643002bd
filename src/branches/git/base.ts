import { type QuadError, usage } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";
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
  const { distance } = await import("fastest-levenshtein");
  const all = [...names];
  const most = Math.max(1, Math.floor(wanted.length / 4));
  const near = all
    .filter((name) => Math.abs(name.length - wanted.length) <= most || wanted.endsWith(`/${name}`))
    .map((name) => ({
      name,
      far: wanted.endsWith(`/${name}`) ? 0 : distance(name.toLowerCase(), wanted.toLowerCase()),
    }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
  return usage(`${text} has no branch ${shortened(wanted)}.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(", or ")}?` : `It has ${listed(all)}.`,
  });
}

const listed = (names: readonly string[]): string =>
  names.length === 0
    ? "no branch"
    : names.length <= 8
      ? names.join(", ")
      : `${names.slice(0, 7).join(", ")} and ${(names.length - 7).toLocaleString("en")} more`;
