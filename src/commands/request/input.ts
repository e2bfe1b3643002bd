import { readFile } from "node:fs/promises";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";

/** A file whole, or standard input for `-`, and what messages call it. Throws a usage error where it cannot be read. */
export async function readInput(ctx: Context, file: string): Promise<{ readonly text: string; readonly from: string }> {
  if (file === "-") return { text: await ctx.readStdin(), from: "Standard input" };
  try {
    return { text: await readFile(file, "utf8"), from: file };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw usage(`${file} cannot be read: ${code === "ENOENT" ? "there is no such file" : message}.`);
  }
}
