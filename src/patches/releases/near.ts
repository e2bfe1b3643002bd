import { notFound, type QuadError } from "../../errors.ts";
import { shortened, visible } from "../../terminal/style.ts";
import { didYouMean, nearest } from "../../values/near.ts";

/** Not found, with up to three names that are nearly the one that was given. */
export async function noPatch(name: string, where: string, names: readonly string[], hint: string): Promise<QuadError> {
  const near = await nearest(name, names, { spellings: (other) => [other], most: Math.max(2, name.length / 4) });
  return notFound(`There is no patch ${shortened(name)} ${where}.`, {
    hint: didYouMean(near.map(visible), hint),
  });
}
