import { resolve } from "node:path";
import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderNewKey } from "../../patches/render-vendor.ts";
import { fingerprintOf } from "../../patches/signature/public-key.ts";
import { onDisk } from "../../postgres/disk-failures.ts";
import { examples } from "../../terminal/help.ts";

interface Flags {
  secretKey: string;
  publicKey: string;
  password: boolean;
}

export const patchKeygen = (ctx: Context): Command =>
  new Command("keygen")
    .summary("vendor: make a key to sign patches with")
    .description(
      "Makes a key in minisign's format. The secret half is covered by a password, which is asked for twice.",
    )
    .option("--secret-key <file>", "where the secret half goes", "vendor.key")
    .option("--public-key <file>", "where the public half goes", "vendor.pub")
    .option("--no-password", "cover it by the file's mode alone, for a machine that signs by itself")
    .addHelpText(
      "after",
      examples("quad patch keygen", "quad patch keygen --no-password --secret-key /etc/quad/vendor.key"),
    )
    .action(async ({ secretKey, publicKey, password }: Flags) => {
      const { makeKeyPair } = await import("../../patches/signature/keygen.ts");
      const files = { secretKey: resolve(secretKey), publicKey: resolve(publicKey) };
      const protection = password ? { password: await newPassword(ctx) } : undefined;
      const key = await ctx.output.progress("Making a key …", () => onDisk(() => makeKeyPair(files, protection)));
      await ctx.output.result({ id: key.id, fingerprint: fingerprintOf(key), ...files }, renderNewKey);
    });

async function newPassword(ctx: Context): Promise<string> {
  const otherwise = "Without a terminal no password can be asked for: --no-password";
  for (;;) {
    const first = await ctx.prompt.secret("Password of the new key:", otherwise);
    const second = await ctx.prompt.secret("The same again:", otherwise);
    if (first === second) return first;
    ctx.output.warn("They are not the same. Once more:");
  }
}
