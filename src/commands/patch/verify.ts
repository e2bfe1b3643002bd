import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderChecked } from "../../patches/render-vendor.ts";
import { examples } from "../../terminal/help.ts";
import { parsePath, wantedOf } from "./flags.ts";

export const patchVerify = (ctx: Context): Command =>
  new Command("verify")
    .summary("check an archive: whose it is, and that all in it is as announced")
    .description(
      "Checks the signature of an archive by the keys that are trusted here, then every file in it. Changes nothing.",
    )
    .argument("<archive>", "the archive, with its signature NAME.tar.gz.minisig beside it", parsePath)
    .option("--unsigned", "take an archive that nobody signed, by its hash")
    .option("--sha256 <hex>", "the hash that an unsigned archive has to have")
    .addHelpText("after", examples("quad patch verify ./postman-beta-1.1.tar.gz"))
    .action(async (archive: string, flags: { unsigned?: boolean; sha256?: string }) => {
      const { unsigned } = wantedOf(archive, flags);
      const { verifyArchive } = await import("../../patches/vendor.ts");
      const checked = await ctx.output.progress("Verifying …", () =>
        ctx.withDb((sql) => verifyArchive(sql, archive, unsigned)),
      );
      await ctx.output.result(checked, renderChecked);
    });
