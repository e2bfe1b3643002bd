import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** Reads how many of something are wanted, from one to `most`. Throws a usage error. */
export const countOf =
  (what: string, most: number, hint?: string) =>
  (text: string): number => {
    const count = Number(text);
    if (/^\d{1,15}$/.test(text) && count >= 1 && count <= most) return count;
    throw usage(`${JSON.stringify(shortened(text))} is no number of ${what}, from 1 to ${most}.`, { hint });
  };
