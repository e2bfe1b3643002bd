import { readFile } from "node:fs/promises";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import type { SecretKey } from "../../patches/signature/secret-key.ts";

/** Reads a vendor's secret key; its password is asked for. Throws a usage error, and not allowed for a wrong password. */
export async function readSecretKey(ctx: Context, path: string): Promise<SecretKey> {
  const { parseSecretKey } = await import("../../patches/signature/secret-key.ts");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usage(`${path} cannot be read (${error.code}).`, {
      hint: "Make one: quad patch keygen",
      cause: error,
    });
  });
  return parseSecretKey(text, path, () =>
    ctx.prompt.secret(
      `Password of ${path}:`,
      "Without a terminal a key without a password is needed: quad patch keygen --no-password",
    ),
  );
}
