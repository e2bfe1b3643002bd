import { notFound, type QuadError } from "../../errors.ts";
import { shortened, visible } from "../../terminal/style.ts";

/** Not found, with up to three names that are nearly the one that was given. */
export async function noPatch(name: string, where: string, names: readonly string[], hint: string): Promise<QuadError> {
  const { distance } = await import("fastest-levenshtein");
  const near = names
    .map((other) => ({ other, far: distance(other, name) }))
    .filter(({ far }) => far <= Math.max(2, name.length / 4))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ other }) => visible(other));
  return notFound(`There is no patch ${shortened(name)} ${where}.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(", or ")}?` : hint,
  });
}
