import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { bytesOf, wholeOf } from "../../files/bytes.ts";
import { shortened } from "../../terminal/style.ts";

const mostBytes = 8_000_000;

/**
 * A short file whole, or standard input for `-`, without the mark that some editors begin a file with, and what messages call it. Throws a
 * usage error where it cannot be read, or is longer than any request.
 */
export async function readInput(ctx: Context, file: string): Promise<{ readonly text: string; readonly from: string }> {
  const from = file === "-" ? "Standard input" : shortened(file);
  const whole = await wholeOf(file === "-" ? ctx.stdin() : bytesOf(file), mostBytes, () =>
    usage(`${from} is longer than 8 MB, which no request is.`),
  );
  return { text: new TextDecoder().decode(whole), from };
}
