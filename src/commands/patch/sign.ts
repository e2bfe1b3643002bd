import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderSigned } from "../../patches/render-vendor.ts";
import { examples } from "../../terminal/help.ts";
import { parsePath } from "../../values/path.ts";
import { readSecretKey } from "./secret-key.ts";

export const patchSign = (ctx: Context): Command =>
  new Command("sign")
    .summary("vendor: sign an archive")
    .description(
      "Writes NAME.tar.gz.minisig beside an archive. Its trusted comment says product, patch and number, so that no other file passes for it. By hand it is verified with minisign -V -p vendor.pub -m NAME.tar.gz, too.",
    )
    .argument("<archive>", "as quad patch build has made it", parsePath)
    .requiredOption("--secret-key <file>", "minisign's, or of quad patch keygen", parsePath)
    .addHelpText("after", examples("quad patch sign ./postman-beta-1.1.tar.gz --secret-key vendor.key"))
    .action(async (archive: string, { secretKey }: { secretKey: string }) => {
      const key = await readSecretKey(ctx, secretKey);
      const { signArchive } = await import("../../patches/vendor.ts");
      await ctx.output.result(await signArchive(archive, key), renderSigned);
    });
