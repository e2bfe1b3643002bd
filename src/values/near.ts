/** What else somebody may have meant. */
export interface Nearby<T> {
  /** How a candidate may be written. */
  readonly spellings: (candidate: T) => readonly string[];
  /** How many letters may differ; a quarter of them, and one at least, when left out. */
  readonly most?: number;
}

/** Up to three candidates that are written nearly like what was wanted, whatever the case; the nearest first, then in their order. */
export async function nearest<T>(
  wanted: string,
  candidates: Iterable<T>,
  { spellings, most = Math.max(1, wanted.length / 4) }: Nearby<T>,
): Promise<readonly T[]> {
  const { distance } = await import("fastest-levenshtein");
  const text = wanted.toLowerCase();
  // As many letters differ at least as one is longer than the other.
  const far = (one: string) =>
    Math.abs(one.length - text.length) > most ? Number.POSITIVE_INFINITY : distance(one, text);
  return [...candidates]
    .map((candidate) => ({
      candidate,
      far: Math.min(...spellings(candidate).map((one) => far(one.toLowerCase()))),
    }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The hint of an error: what may have been meant, or where to look. */
export const didYouMean = (near: readonly string[], otherwise: string): string =>
  near.length > 0 ? `Did you mean ${near.join(", or ")}?` : otherwise;
